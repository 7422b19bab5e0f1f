import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { listMessages } from '#app/domain/mailbox/mailbox.server.ts';
import { inDevelopment, unlisted } from '#app/http/development.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { PageHead } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';

export const handle = { still: true };

export const meta: MetaFunction = () => [{ title: messagesIn('en').dev.mailbox.title }, unlisted];

export async function loader({ context }: LoaderFunctionArgs) {
  inDevelopment(context);
  return { messages: await listMessages() };
}

export default function MailboxPage() {
  const { messages } = useLoaderData<typeof loader>();
  const { mailbox, onlyHere } = useMessages().dev;
  return (
    <>
      <PageHead modest kick={onlyHere} title={mailbox.title} lede={mailbox.lede} />
      <p>
        <PageLink to="/dev/mailbox">{mailbox.reload}</PageLink>
      </p>
      {messages.length === 0 ? (
        <p>{mailbox.empty}</p>
      ) : (
        <Table
          rows={messages}
          rowKey={(message) => message.id}
          columns={[
            {
              key: 'subject',
              heading: mailbox.columns.subject,
              cell: (message) => (
                <PageLink to={`/dev/mailbox/${message.id}`}>{message.subject || mailbox.noSubject}</PageLink>
              ),
            },
            { key: 'kind', heading: mailbox.columns.kind, cell: (message) => message.kind },
            { key: 'to', heading: mailbox.columns.to, cell: (message) => message.to },
            { key: 'from', heading: mailbox.columns.from, cell: (message) => message.from },
            {
              key: 'at',
              heading: mailbox.columns.at,
              cell: ({ keptAt }) => <time dateTime={keptAt}>{keptAt.slice(0, 19).replace('T', ' ')} UTC</time>,
            },
          ]}
        />
      )}
    </>
  );
}
