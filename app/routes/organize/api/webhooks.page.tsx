import type { SubmissionResult } from '@conform-to/react';
import { CHOSEN_EVENTS, type UrlFault, type WebhookSeen } from '#app/domain/webhook/webhook.ts';
import { Button } from '#app/ui/button.tsx';
import { Choice, Field, Fieldset } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { ErrorSummary, Notice } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';

type Answer = { sent: SubmissionResult<string[]>; refusal: UrlFault | 'too_many' | null } | undefined;

type WebhooksPageProps = { seat: FrameSeat; webhooks: readonly WebhookSeen[]; isRemoved: boolean; answer: Answer };

/** The webhooks of an organization, and the form that adds one. */
export function WebhooksPage({ seat, webhooks, isRemoved, answer }: WebhooksPageProps) {
  const { api } = useOrganizeMessages();
  const words = api.webhooks;
  const path = `/organize/${seat.organization.slug}/api`;
  const typed = answer?.sent.initialValue;
  const chosen = [typed?.events ?? []].flat().map(String);
  const url = answer?.refusal ? words.faults[answer.refusal] : answer?.sent.error?.url ? words.faults.url : null;
  const events = answer?.sent.error?.events ? words.faults.events : null;
  const faults = [
    ...(url ? [{ id: 'url', message: url }] : []),
    ...(events ? [{ id: 'events', message: events }] : []),
  ];
  return (
    <OrganizerPage seat={seat} title={words.title} lede={words.lede} kick={<PageLink to={path}>{words.back}</PageLink>}>
      {isRemoved && !answer ? <Notice tone="good" title={words.isRemoved} /> : null}
      {webhooks.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <div className="api-table">
          <Table
            rows={webhooks}
            rowKey={({ publicId }) => publicId}
            columns={[
              {
                key: 'url',
                heading: words.url,
                cell: ({ publicId, url: address }) => (
                  <PageLink className="api-address" to={`${path}/webhooks/${publicId}`}>
                    {address}
                  </PageLink>
                ),
              },
              {
                key: 'events',
                heading: words.events,
                cell: (one) => one.events.map((event) => words.eventWords[event]).join(', '),
              },
              {
                key: 'state',
                heading: words.state,
                cell: ({ disabledAt, failingSince }) =>
                  words.states[disabledAt ? 'disabled' : failingSince ? 'failing' : 'working'],
              },
            ]}
          />
        </div>
      )}
      <Section title={words.add} id="add">
        <ErrorSummary faults={faults} />
        <form method="post" noValidate>
          <Field
            id="url"
            name="url"
            type="url"
            label={words.url}
            hint={words.urlHint}
            maxLength={500}
            defaultValue={String(typed?.url ?? '')}
            errors={url ? [url] : undefined}
            required
          />
          <Fieldset id="events" label={words.events} errors={events ? [events] : undefined}>
            {CHOSEN_EVENTS.map((event) => (
              <Choice
                key={event}
                id={`event-${event}`}
                name="events"
                value={event}
                defaultChecked={chosen.includes(event)}
                label={words.eventWords[event]}
                hint={<code>{event}</code>}
              />
            ))}
          </Fieldset>
          <Button>{words.add}</Button>
        </form>
      </Section>
    </OrganizerPage>
  );
}
