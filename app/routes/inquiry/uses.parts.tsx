import type { PublicUse, SubmissionUse, SubscriptionUse } from '#app/domain/inquiry/inquiry.ts';
import { Button } from '#app/ui/button.tsx';
import { formatDate } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import { CorrectionRequest } from './correction-request.tsx';

/** What was handed in about ISPs from the mailbox. */
export function Submissions({ submissions }: { submissions: SubmissionUse[] }) {
  const words = useMessages().inquiry.uses;
  const locale = useLocale();
  return (
    <Section title={words.submissions} id="submissions">
      <Table
        rows={submissions}
        rowKey={({ at, kind }) => `${kind} ${at.toISOString()}`}
        columns={[
          { key: 'kind', heading: words.submissions, cell: ({ kind }) => words.kinds[kind] },
          { key: 'name', heading: words.name, cell: ({ name }) => name },
          { key: 'at', heading: words.signed, cell: ({ at }) => formatDate(locale, at.toISOString().slice(0, 10)) },
          {
            key: 'state',
            heading: words.confirmed,
            cell: ({ confirmedAt }) => words.submissionState[confirmedAt ? 'confirmed' : 'waiting'],
          },
        ]}
      />
    </Section>
  );
}

/** The lists that the mailbox is on, each with the button that leaves it. */
export function Subscriptions({ subscriptions }: { subscriptions: SubscriptionUse[] }) {
  const words = useMessages().inquiry.uses;
  const locale = useLocale();
  return (
    <Section title={words.subscriptions} id="subscriptions">
      <Table
        rows={subscriptions}
        rowKey={({ id }) => String(id)}
        columns={[
          {
            key: 'list',
            heading: words.list,
            cell: ({ organization, isp }) => (isp ? `${organization}, ${isp}` : organization),
          },
          { key: 'at', heading: words.subscribed, cell: ({ at }) => formatDate(locale, at.toISOString().slice(0, 10)) },
          {
            key: 'state',
            heading: words.standing,
            cell: ({ id, status, token }) => (
              <>
                {words.subscriptionStatus[status]}
                {status !== 'confirmed' ? null : (
                  <form method="post">
                    <PageLink to={`/preferences/${token}`}>{words.preferences}</PageLink>
                    <input type="hidden" name="which" value={id} />
                    <Button weight="quiet" name="intent" value="unsubscribe">
                      {words.unsubscribe}
                    </Button>
                  </form>
                )}
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}

/** Public filings under the name that was asked for, from other mailboxes. */
export function PublicUses({ name, publicUses }: { name: string; publicUses: PublicUse[] }) {
  const words = useMessages().inquiry.uses;
  const locale = useLocale();
  const [first] = publicUses;
  return (
    <Section title={words.publicUses(name)} id="public">
      <p className="max-w-2xl">{first ? words.publicSome : words.publicNone}</p>
      {publicUses.map((use) => {
        const filedOn = use.filedAt.toISOString().slice(0, 10);
        return (
          <Notice key={`${use.kind} ${use.filedAt.toISOString()} ${use.confirmation}`} title={words[use.kind]}>
            <p>
              {words.docket}: {use.docket}. {words.filedOn}: {formatDate(locale, filedOn)}. {words.confirmation}:{' '}
              {use.confirmation ?? words.noConfirmation}.
            </p>
            <CorrectionRequest facts={{ docket: use.docket, name, filedOn, confirmation: use.confirmation }} />
          </Notice>
        );
      })}
    </Section>
  );
}
