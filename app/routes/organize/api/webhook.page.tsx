import type { DeliverySeen, WebhookSeen } from '#app/domain/webhook/webhook.ts';
import { Button } from '#app/ui/button.tsx';
import { CopyField, CopyScript } from '#app/ui/copy-field.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { Field } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Deed, Log } from './webhook.log.tsx';

type Answer = { done: string; events?: number; secret?: string } | undefined;

type WebhookPageProps = {
  seat: FrameSeat;
  webhook: WebhookSeen;
  log: { deliveries: readonly DeliverySeen[]; before: number | null };
  isMade: boolean;
  answer: Answer;
};

/** One webhook: how it stands, its secret, what can be told again, and its log. */
export function WebhookPage({ seat, webhook, log, isMade, answer }: WebhookPageProps) {
  const { api } = useOrganizeMessages();
  const { webhook: words, webhooks } = api;
  const locale = useLocale();
  const list = `/organize/${seat.organization.slug}/api/webhooks`;
  const { failingSince, disabledAt, disabledWhy } = webhook;
  const isFaulty = answer?.done === 'faulty';
  return (
    <OrganizerPage
      seat={seat}
      title={<span className="api-address">{new URL(webhook.url).host}</span>}
      lede={<span className="api-address">{webhook.url}</span>}
      kick={<PageLink to={list}>{webhooks.title}</PageLink>}
    >
      <Said answer={answer} isMade={isMade} />
      {disabledAt ? (
        <Notice tone="down" title={webhooks.states.disabled}>
          <p>
            {words.disabled(minuteOf(locale, disabledAt))}{' '}
            {disabledWhy === 'gone' ? words.whys.gone : words.whys.failing}
          </p>
          <Deed intent="enable" label={words.enable} />
        </Notice>
      ) : failingSince ? (
        <Notice tone="down" title={webhooks.states.failing}>
          <p>{words.failing(minuteOf(locale, failingSince))}</p>
        </Notice>
      ) : null}
      <p>
        {webhooks.events}: {webhook.events.map((event) => webhooks.eventWords[event]).join(', ')}.
      </p>
      <Section title={words.secret} id="secret">
        <p className="small">{words.secretText}</p>
        <div className="api-deeds">
          <Deed intent="reveal" label={words.reveal} />
          <Deed intent="rotate" label={words.rotate} />
        </div>
      </Section>
      <Section title={words.log} id="log">
        <p className="small">{words.logText}</p>
        <div className="api-deeds">
          <Deed intent="test" label={words.test} />
        </div>
        <Log deliveries={log.deliveries} />
        {log.before === null ? null : (
          <p>
            <PageLink to={`${list}/${webhook.publicId}?before=${log.before}`}>{words.older}</PageLink>
          </p>
        )}
      </Section>
      <Section title={words.replaySince} id="replay">
        <form method="post" noValidate>
          <input type="hidden" name="intent" value="replay_since" />
          <Field
            id="since"
            name="since"
            type="datetime-local"
            label={words.since}
            hint={words.sinceHint}
            errors={isFaulty ? [words.sinceFault] : undefined}
            required
          />
          <Button weight="quiet">{words.replaySince}</Button>
        </form>
      </Section>
      <div className="api-deeds">
        <Deed intent="remove" label={words.remove} />
      </div>
    </OrganizerPage>
  );
}

function Said({ answer, isMade }: { answer: Answer; isMade: boolean }) {
  const { webhook: words } = useOrganizeMessages().api;
  if (!answer) return isMade ? <Notice tone="good" title={words.isMade} /> : null;
  const { done, events = 0, secret } = answer;
  if (secret !== undefined)
    return (
      <Notice title={words.secret}>
        <CopyField id="whsec" label={words.secret} value={secret} />
        <CopyScript />
      </Notice>
    );
  if (done === 'replayed') return <Notice tone="good" title={words.isReplayed(events)} />;
  if (done === 'tested') return <Notice tone="good" title={words.isTested} />;
  if (done === 'rotated') return <Notice tone="good" title={words.isRotated} />;
  if (done === 'enabled') return <Notice tone="good" title={words.isEnabled} />;
  return done === 'unchanged' ? <Notice tone="down" title={words.isUnchanged} /> : null;
}
