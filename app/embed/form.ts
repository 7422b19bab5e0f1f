import { countLine } from './counter.ts';
import { type Asked, type EmbedData, type Posted, post, readData } from './data.ts';
import { el } from './dom.ts';
import { prove } from './proof.ts';

/** A challenge that is older than this is fetched anew before it is worked off, in milliseconds: it ends after half an hour. */
const CHALLENGE_MS = 20 * 60_000;
/** How long a form that is sent waits for the work to end, in milliseconds. */
const PATIENCE_MS = 8000;

/** Puts nodes in the place of what is shown. */
type Show = (...nodes: readonly Node[]) => void;

/** One field with its label, and where its fault is told. */
function field(id: string, label: string | undefined, control: HTMLElement, hint?: string): HTMLElement {
  control.id = id;
  const described = [hint ? `${id}-hint` : '', `${id}-fault`].filter(Boolean).join(' ');
  control.setAttribute('aria-describedby', described);
  return el(
    'div',
    {},
    el('label', { for: id }, label),
    hint && el('p', { class: 'small', id: `${id}-hint` }, hint),
    control,
    el('p', { class: 'fault', id: `${id}-fault`, hidden: true }),
  );
}

function choice(
  name: string,
  value: string | number,
  label: HTMLElement | string | undefined,
  hint: string | undefined,
): HTMLElement {
  const hintId = `${name}-hint`;
  return el(
    'div',
    { class: 'choice' },
    el('input', { type: 'checkbox', id: name, name, value, 'aria-describedby': hint ? hintId : null }),
    el('label', { for: name }, label),
    hint && el('p', { class: 'small', id: hintId }, hint),
  );
}

/** Tells the faults beside their fields, and goes to the first. */
function tell(form: HTMLFormElement, faults: Record<string, string>): void {
  let first: HTMLElement | null = null;
  for (const fault of form.querySelectorAll<HTMLElement>('.fault')) {
    const control = form.querySelector<HTMLElement>(`#${fault.id.replace('-fault', '')}`);
    const text = faults[control?.id ?? ''];
    fault.hidden = !text;
    fault.textContent = text ?? '';
    if (text) control?.setAttribute('aria-invalid', 'true');
    else control?.removeAttribute('aria-invalid');
    if (text && !first) first = control;
  }
  first?.focus();
}

/** A form whose button waits while `send` is under way; `send` answers what stands above the button, or null when something else is shown. */
function sending(
  form: HTMLFormElement,
  button: HTMLButtonElement,
  words: EmbedData['words'],
  send: () => Promise<string | null>,
): void {
  const notice = el('p', { class: 'notice', role: 'alert', hidden: true });
  button.before(notice);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.getAttribute('aria-disabled') === 'true') return;
    const label = button.textContent;
    button.setAttribute('aria-disabled', 'true');
    button.textContent = words.sending ?? '';
    notice.hidden = true;
    const said = await send();
    button.removeAttribute('aria-disabled');
    button.textContent = label;
    if (said === null) return;
    notice.textContent = said;
    notice.hidden = false;
  });
}

/** Why an answer is none of those that lead on. */
function noticeOf(answer: Posted | null, words: EmbedData['words']): string {
  if (answer?.faults) return words.faults ?? '';
  if (answer?.refusal) return `${answer.refusal.title}. ${answer.refusal.text}`;
  return (answer?.reason === 'busy' ? words.busy : answer?.reason === 'off' ? words.off : words.failed) ?? '';
}

function heading(text: string | undefined): HTMLElement {
  return el('h2', { tabindex: -1 }, text);
}

/** The sign form, then the field for the code, then the way to the letter, all in place. `show` changes what stands in the embed. */
export function signForm(asked: Asked, data: EmbedData, show: Show): Node[] {
  const { words, links, isps, alerts, partner } = data;
  const head = [el('h2', {}, data.title), el('p', {}, data.ask), countLine(asked, data)];
  if (!data.isOpen) return [...head, el('p', {}, words.closed)];
  const isp = el(
    'select',
    { name: 'isp', required: true },
    el('option', { value: '' }, words.chooseIsp),
    ...[...isps, { slug: 'other', name: words.otherIsp ?? '' }].map(({ slug, name }) =>
      el('option', { value: slug, selected: slug === data.isp }, name),
    ),
  );
  const alertsLabel = el('span');
  const nameAlerts = () => {
    const chosen = isps.find(({ slug }) => slug === isp.value)?.name;
    alertsLabel.textContent = (chosen ? words.alertsAbout?.replace('{isp}', chosen) : words.alerts) ?? '';
  };
  isp.addEventListener('change', nameAlerts);
  nameAlerts();
  const button = el('button', {}, words.button);
  const form = el(
    'form',
    { novalidate: true },
    field('name', words.name, el('input', { name: 'name', autocomplete: 'name', required: true })),
    field('email', words.email, el('input', { name: 'email', type: 'email', autocomplete: 'email', required: true })),
    el(
      'div',
      { class: 'row' },
      field(
        'zip',
        words.zip,
        el('input', { name: 'zip', autocomplete: 'postal-code', inputmode: 'numeric', required: true }),
      ),
      field('isp', words.isp, isp),
    ),
    data.consent !== null && el('input', { type: 'hidden', name: 'consent', value: data.consent }),
    choice('isNamePublic', 'on', words.namePublic, words.namePublicHint),
    alerts && choice('subscribe', alerts.id, alertsLabel, alerts.body),
    partner?.box && choice('partnerConsent', partner.box.wordingId, words.partner, partner.box.wording),
    el(
      'div',
      { class: 'trap', 'aria-hidden': 'true' },
      el('label', { for: 'website' }, words.trap),
      el('input', { id: 'website', name: 'website', tabindex: -1, autocomplete: 'off' }),
    ),
    button,
  );
  const proofOf = worker(asked, data, form);
  sending(form, button, words, async () => {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) fields.append(name, String(value));
    if (partner) fields.append('partner', partner.slug);
    fields.append('stamp', data.stamp);
    fields.append('proof', await proofOf());
    const answer = await post(asked, 'sign', fields);
    tell(form, answer?.faults ?? {});
    if (!answer?.claim) return noticeOf(answer, words);
    codeForm(asked, data, answer.claim, show);
    return null;
  });
  const about = el(
    'p',
    { class: 'small' },
    `${words.promise} `,
    outward(links.privacy, words.privacy, words),
    ' · ',
    outward(links.campaign, words.about, words),
  );
  return [...head, form, about];
}

function outward(href: string, text: string | undefined, words: EmbedData['words']): HTMLElement {
  return el('a', { href, target: '_blank', rel: 'noopener', 'aria-label': `${text} ${words.opensNew}` }, text);
}

/** Begins the work of the browser with the first letter that is typed; the answer waits for it a while, and goes without it when it takes too long. */
function worker(asked: Asked, data: EmbedData, form: HTMLFormElement): () => Promise<string> {
  const madeAt = performance.now();
  let work: Promise<string> | undefined;
  const begin = async () => {
    if (performance.now() - madeAt < CHALLENGE_MS) return prove(data.challenge);
    const fresh = await readData(asked);
    return 'data' in fresh ? prove(fresh.data.challenge) : '';
  };
  const started = () => {
    work ??= begin().catch(() => '');
    return work;
  };
  form.addEventListener('input', started, { once: true });
  return () => Promise.race([started(), new Promise<string>((done) => setTimeout(() => done(''), PATIENCE_MS))]);
}

function codeForm(asked: Asked, data: EmbedData, claim: string, show: Show): void {
  const { words } = data;
  const title = heading(words.sentTitle);
  const button = el('button', {}, words.confirm);
  const control = el('input', {
    name: 'code',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    maxlength: 12,
    required: true,
  });
  const form = el('form', { novalidate: true }, field('code', words.code, control, words.codeHint), button);
  sending(form, button, words, async () => {
    const answer = await post(asked, 'confirm', new URLSearchParams({ claim, code: control.value }));
    tell(form, answer?.faults ?? {});
    if (answer?.isHeld === undefined) return noticeOf(answer, words);
    done(data, answer, show);
    return null;
  });
  show(title, el('p', {}, words.sentText), form);
  title.focus();
}

function done({ words }: EmbedData, { isHeld, next }: Posted, show: Show): void {
  const title = heading(isHeld ? words.heldTitle : words.confirmedTitle);
  const way = el(
    'a',
    {
      class: 'button',
      href: next,
      target: '_blank',
      rel: 'noopener',
      'aria-label': `${words.write} ${words.opensNew}`,
    },
    words.write,
  );
  if (isHeld || !next) show(title, el('p', {}, words.heldText));
  else show(title, el('p', {}, words.confirmedText), way);
  title.focus();
}
