import PostalMime from 'postal-mime';
import { provedFields } from '#tests/support/proved-fields.ts';
import type { SmtpSink } from '#tests/support/smtp-sink.ts';
import type { Chance, Deed, History, Invocation, Told } from './history.ts';
import { type Answer, type Ask, ask, hiddenFields } from './history-http.ts';

/** The campaign that everybody signs; any open one of the seed. */
export const SLUG = 'put-it-in-writing';

/** What clients need: where to ask, where mail comes, and where to write down what they were told. */
export interface ClientPlace {
  webPorts: readonly number[];
  sink: SmtpSink;
  history: History;
  /** The site's secret, under which forms are stamped and proved. */
  secret: string;
  /** How long a client waits for a mail before it gives up, in milliseconds. */
  mailWithinMs: number;
  answerWithinMs: number;
  /** Whether clients still begin something new. */
  isOver: () => boolean;
}

interface Person {
  canonical: string;
  name: string;
  zip: string;
  isp: string;
  from: string;
}

type Mail = { token: string; code: string };
type Signed = { address: string; claim: string };

const PLANS = ['button', 'code', 'twice', 'household', 'never', 'withdraw', 'withdraw', 'abort'] as const;
const TRIES = 6;
const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Mails by recipient, taken apart once each. */
export function mailboxes(sink: SmtpSink) {
  const byAddress = new Map<string, Mail[]>();
  let read = 0;
  let reading = Promise.resolve();
  const readOn = async () => {
    for (; read < sink.received.length; read += 1) {
      const mail = sink.received[read];
      const { text = '' } = await PostalMime.parse(mail?.source ?? '');
      const token = /\/(?:confirm|my-name|me)\/([A-Za-z0-9_-]{43})/.exec(text)?.[1] ?? '';
      const code = /\b(\d{6})\b/.exec(text)?.[1] ?? '';
      if (token !== '')
        byAddress.set(mail?.to[0] ?? '', [...(byAddress.get(mail?.to[0] ?? '') ?? []), { token, code }]);
    }
  };
  return async (address: string): Promise<readonly Mail[]> => {
    reading = reading.then(readOn);
    await reading;
    return byAddress.get(address) ?? [];
  };
}

/** A client per person; `live` takes one of them through a plan picked by chance. */
export function clients(place: ClientPlace) {
  const mailsTo = mailboxes(place.sink);
  let tag = 0;

  async function mailTo(address: string): Promise<Mail | null> {
    const deadline = Date.now() + place.mailWithinMs;
    while (Date.now() < deadline) {
      const mail = (await mailsTo(address))[0];
      if (mail) return mail;
      await wait(100);
    }
    return null;
  }
  /** Does a deed, again after errors, and answers what the last try came to. */
  async function tried<T>(chance: Chance, once: () => Promise<{ told: Told; value: T }>) {
    for (let left = TRIES; ; left -= 1) {
      const { told, value } = await once();
      if (told !== 'unknown' || left <= 1) return { told, value };
      await wait(chance.between(50, 1500));
    }
  }
  async function done(
    deed: Deed,
    person: Person,
    more: Partial<Pick<Invocation, 'address' | 'by' | 'signatureId'>>,
    {
      isOk,
      ...asked
    }: Omit<Ask, 'port' | 'from' | 'timeoutMs'> & { isOk: (answer: { status: number; location: string }) => boolean },
    chance: Chance,
  ): Promise<{ told: Told; answer: Answer }> {
    const { canonical, name, from } = person;
    const id = place.history.begin({ deed, canonical, name, address: canonical, ...more });
    const answer = await ask({ ...asked, from, port: portOf(chance), timeoutMs: place.answerWithinMs });
    if (answer.status === null) {
      place.history.note({ event: 'unknown', id, why: answer.why });
      return { told: 'unknown', answer };
    }
    const told = isOk(answer) ? 'ok' : answer.status >= 500 ? 'unknown' : 'refused';
    place.history.note({ event: told, id, status: answer.status });
    return { told, answer };
  }
  const portOf = (chance: Chance) => place.webPorts[chance.between(0, place.webPorts.length - 1)] ?? 0;

  async function sign(person: Person, chance: Chance, abort?: 'midway' | 'sent') {
    const path = `/campaigns/${SLUG}`;
    // One in ten has no script; a page that was shown for a while carries a stamp.
    const signs = chance.next() < 0.9 ? provedFields(place.secret) : {};
    let hangUp = abort;
    return tried(chance, async () => {
      tag += 1;
      const address = person.canonical.replace('@', `+t${tag}@`);
      const form = { ...signs, name: person.name, email: address, zip: person.zip, isp: person.isp, website: '' };
      const isOk = ({ status, location }: { status: number; location: string }) =>
        status === 303 && location.includes('claim=');
      const { told, answer } = await done('sign', person, { address }, { path, form, abort: hangUp, isOk }, chance);
      hangUp = undefined;
      const claim = answer.status === 303 ? (/claim=([A-Za-z0-9_-]+)/.exec(answer.location)?.[1] ?? '') : '';
      return { told, value: { address, claim } satisfies Signed };
    });
  }
  async function confirm(person: Person, { address, claim }: Signed, by: 'button' | 'code', chance: Chance) {
    const mail = await mailTo(address);
    if (!mail) return 'unknown';
    const way: Pick<Ask, 'path' | 'form'> =
      by === 'code'
        ? { path: `/campaigns/${SLUG}/thanks?claim=${claim}`, form: { code: mail.code } }
        : { path: `/confirm/${mail.token}`, form: {} };
    const isOk = ({ status }: { status: number }) => status === 303;
    const { told } = await tried(chance, async () => {
      const { told } = await done('confirm', person, { address, by }, { ...way, isOk }, chance);
      return { told, value: null };
    });
    return told;
  }
  async function withdraw(person: Person, chance: Chance) {
    let address = '';
    await tried(chance, async () => {
      tag += 1;
      address = person.canonical.replace('@', `+t${tag}@`);
      const form = { email: address, name: '', website: '' };
      const isOk = ({ status }: { status: number }) => status === 303;
      const { told } = await done('ask', person, { address }, { path: '/my-name', form, isOk }, chance);
      return { told, value: null };
    });
    const mail = await mailTo(address);
    if (!mail) return;
    const path = `/my-name/${mail.token}`;
    const { value: which } = await tried(chance, async () => {
      const page = await ask({ port: portOf(chance), path, from: person.from, timeoutMs: place.answerWithinMs });
      const value = page.status === 200 ? hiddenFields(page.body, 'which').which : undefined;
      return { told: page.status === 200 ? ('ok' as const) : ('unknown' as const), value };
    });
    if (which === undefined) return;
    const form = { which, intent: 'withdraw-signature' };
    const isOk = ({ status }: { status: number }) => status === 200 || status === 303;
    await tried(chance, async () => {
      const { told } = await done('withdraw', person, { signatureId: which }, { path, form, isOk }, chance);
      return { told, value: null };
    });
  }
  return {
    /** Takes the person of this number through a plan. */
    async live(number: number, chance: Chance): Promise<void> {
      const person = personOf(number, chance);
      const plan = chance.pick(PLANS);
      if (plan === 'abort') await sign(person, chance, chance.pick(['midway', 'sent']));
      const signed = await sign(person, chance);
      if (signed.told !== 'ok' || plan === 'never' || place.isOver()) return;
      const by = plan === 'code' || plan === 'button' ? plan : chance.pick<'button' | 'code'>(['button', 'code']);
      if (plan === 'twice') {
        const second = await sign(person, chance);
        if (second.told === 'ok')
          await Promise.all([
            confirm(person, signed.value, by, chance),
            confirm(person, second.value, 'button', chance),
          ]);
        return;
      }
      if (plan === 'household') {
        const other = { ...person, name: `${person.name} Junior` };
        const second = await sign(other, chance);
        await confirm(person, signed.value, by, chance);
        if (second.told === 'ok') await confirm(other, second.value, 'button', chance);
        return;
      }
      const told = await confirm(person, signed.value, by, chance);
      if (plan === 'withdraw' && told === 'ok' && !place.isOver()) await withdraw(person, chance);
    },
  };
}

function personOf(number: number, chance: Chance): Person {
  const [first, last] = [chance.pick(['Ada', 'Grace', 'Zoë', 'José']), chance.pick(['Ito', 'O’Hara', 'Núñez', 'Lee'])];
  return {
    canonical: `p${number}@host${number % 97}.example`,
    name: `${first} ${last} ${letters(number)}`,
    zip: chance.pick(['94103', '10001', '60601', '77002', '33101', '98101']),
    isp: chance.pick(['comcast', 'verizon', 'cox', 'other']),
    from: `${chance.between(60, 99)}.${chance.between(1, 250)}.${chance.between(1, 250)}.${chance.between(1, 250)}`,
  };
}

/** A number in letters, since a name holds letters. */
const letters = (number: number) => number.toString().replace(/\d/g, (digit) => 'ABCDEFGHIJ'[Number(digit)] ?? '');
