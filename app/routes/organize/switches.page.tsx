import type { SubmissionResult } from '@conform-to/react';
import { SENT_CHANNELS } from '#app/domain/delivery/delivery.ts';
import type { SwitchView } from '#app/domain/installation/change.server.ts';
import { MAX_BANNER_CHARS, MAX_REASON_CHARS, type Switch } from '#app/domain/installation/switches.ts';
import { Button } from '#app/ui/button.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { Choice, Field, Fieldset, TextArea } from '#app/ui/field.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { ErrorSummary, Notice } from '#app/ui/notice.tsx';
import { Actor } from '#app/ui/organizer/actor.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';

type Answer =
  | { sent: SubmissionResult<string[]> | null; refusal: 'nothing_changed' | 'changed_meanwhile' | null }
  | undefined;

type SwitchesPageProps = { seat: FrameSeat; view: SwitchView; isSaved: boolean; answer: Answer };

const GROUPS = [
  { id: 'people', word: 'people', hint: null, names: ['collectsSignatures', 'createsCampaigns', 'servesEmbeds'] },
  { id: 'mails', word: 'mails', hint: 'mailsHint', names: ['sendsConfirmations', 'sendsReceipts', 'sendsBulk'] },
] as const;

/** Every switch of the installation in one form, as it stands or as it was chosen when the server said no. */
export function SwitchesPage({ seat, view, isSaved, answer }: SwitchesPageProps) {
  const { switches: words } = useOrganizeMessages();
  const locale = useLocale();
  const { switches, pausedChannels } = view;
  const typed = answer?.sent?.initialValue;
  const errors = faultsOf(answer, words.faults);
  const text = (name: string, now: string) => (typed ? String(typed[name] ?? '') : now);
  const isMeanwhile = answer?.refusal === 'changed_meanwhile';
  const turned = (name: Switch) => (
    <Choice
      key={name}
      id={name}
      name={name}
      value="on"
      defaultChecked={typed ? typed[name] === 'on' : switches[name]}
      label={words.names[name].label}
      hint={`${words.names[name].hint} ${isMeanwhile ? words.now(switches[name]) : ''}`.trim()}
    />
  );
  const chosen = typed ? [typed.channels].flat() : SENT_CHANNELS.filter((channel) => !pausedChannels.includes(channel));
  return (
    <OrganizerPage
      seat={seat}
      title={words.title}
      lede={
        <>
          {words.lede} <LastChange view={view} />
        </>
      }
    >
      {isSaved && !answer ? <Notice tone="good" title={words.saved} /> : null}
      {answer?.refusal ? (
        <Notice tone="down" title={words.refusals[answer.refusal].title}>
          <p>{words.refusals[answer.refusal].text}</p>
        </Notice>
      ) : null}
      <ErrorSummary faults={Object.entries(errors).map(([id, [message = '']]) => ({ id, message }))} />
      <form className="switches" method="post" noValidate>
        <input type="hidden" name="shown" value={view.shown} />
        {GROUPS.map(({ id, word, hint, names }) => (
          <Fieldset key={id} id={id} label={words[word]} hint={hint ? words[hint] : undefined}>
            {names.map(turned)}
          </Fieldset>
        ))}
        <Fieldset id="letters" label={words.letters} hint={words.lettersHint}>
          {SENT_CHANNELS.map((channel) => (
            <Choice
              key={channel}
              id={`channel-${channel}`}
              name="channels"
              value={channel}
              defaultChecked={chosen.includes(channel)}
              label={words.channels[channel]}
              hint={isMeanwhile ? words.now(!pausedChannels.includes(channel)) : undefined}
            />
          ))}
        </Fieldset>
        <Fieldset id="reading" label={words.reading}>
          {turned('isReadOnly')}
        </Fieldset>
        <Fieldset id="banner" label={words.banner} hint={words.bannerHint(MAX_BANNER_CHARS)}>
          <TextArea
            id="bannerEn"
            name="bannerEn"
            rows={2}
            lang="en"
            label={words.bannerEn}
            defaultValue={text('bannerEn', switches.banner?.en ?? '')}
            errors={errors.bannerEn}
          />
          <TextArea
            id="bannerEs"
            name="bannerEs"
            rows={2}
            lang="es"
            label={words.bannerEs}
            defaultValue={text('bannerEs', switches.banner?.es ?? '')}
            errors={errors.bannerEs}
          />
        </Fieldset>
        <Field
          id="reason"
          name="reason"
          label={words.reason}
          hint={words.reasonHint}
          maxLength={MAX_REASON_CHARS}
          defaultValue={text('reason', '')}
          errors={errors.reason}
          required
        />
        <Button>{words.save}</Button>
      </form>
    </OrganizerPage>
  );

  function LastChange({ view: { changedBy, changedByName, changedAt } }: { view: SwitchView }) {
    if (changedBy === null) return <>{words.neverChanged}</>;
    const [before = '', after = ''] = words.changedBy('\0', minuteOf(locale, changedAt)).split('\0');
    return (
      <>
        {before}
        <Actor actor={changedBy} name={changedByName} />
        {after}
      </>
    );
  }
}

/** The faults of the form in words, by the id of the field. */
function faultsOf(
  answer: Answer,
  words: { reason: string; banner_both: string; too_long: string },
): Record<string, string[]> {
  const faults: Record<string, string[]> = {};
  for (const [name, codes] of Object.entries(answer?.sent?.error ?? {}))
    if (codes?.[0])
      faults[name] = [
        codes[0] === 'banner_both' ? words.banner_both : name === 'reason' ? words.reason : words.too_long,
      ];
  return faults;
}
