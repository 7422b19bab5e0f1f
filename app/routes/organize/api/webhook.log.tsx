import type { DeliverySeen } from '#app/domain/webhook/webhook.ts';
import { Button } from '#app/ui/button.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Table } from '#app/ui/table.tsx';

/** A button that asks for one deed on the webhook, or on one of its events. */
export function Deed({
  intent,
  label,
  named,
  message,
}: {
  intent: string;
  label: string;
  named?: string;
  message?: string;
}) {
  return (
    <form method="post">
      <input type="hidden" name="intent" value={intent} />
      {message ? <input type="hidden" name="message" value={message} /> : null}
      <Button weight="quiet" aria-label={named}>
        {label}
      </Button>
    </form>
  );
}

/** What a webhook was told, newest first, with what came of it. */
export function Log({ deliveries }: { deliveries: readonly DeliverySeen[] }) {
  const { webhook: words, webhooks } = useOrganizeMessages().api;
  const locale = useLocale();
  if (deliveries.length === 0) return <p>{words.empty}</p>;
  return (
    <div className="api-table">
      <Table
        rows={deliveries}
        rowKey={({ message }) => message}
        columns={[
          {
            key: 'event',
            heading: words.event,
            cell: ({ event, message }) => (
              <>
                {webhooks.eventWords[event]}
                <code className="api-hint">{message}</code>
              </>
            ),
          },
          {
            key: 'at',
            heading: words.at,
            cell: ({ at }) => <time dateTime={at.toISOString()}>{minuteOf(locale, at)}</time>,
          },
          {
            key: 'result',
            heading: words.result,
            cell: ({ state, attempts, nextAttemptAt, status }) =>
              [
                words.states[state],
                ...(attempts > 0 ? [words.attempts(attempts)] : []),
                ...(status === null ? [] : [words.code(status)]),
                ...(state === 'queued' && attempts > 0 ? [words.next(minuteOf(locale, nextAttemptAt))] : []),
              ].join(', '),
          },
          {
            key: 'answer',
            heading: words.answer,
            cell: ({ answer }) => (answer ? <code className="api-answer">{answer}</code> : null),
          },
          {
            key: 'again',
            heading: words.again,
            cell: ({ event, at, message }) => (
              <Deed
                intent="replay"
                message={message}
                label={words.again}
                named={words.againNamed(webhooks.eventWords[event], minuteOf(locale, at))}
              />
            ),
          },
        ]}
      />
    </div>
  );
}
