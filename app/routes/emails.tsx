import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { inDevelopment, unlisted } from '#app/http/development.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { PageHead } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';

export const handle = { still: true };

export const meta: MetaFunction = () => [{ title: messagesIn('en').dev.emails.title }, unlisted];

export function loader({ context }: LoaderFunctionArgs) {
  inDevelopment(context);
  return { names: [...(context.emailPreview?.list() ?? [])] };
}

export default function EmailsPage() {
  const { names } = useLoaderData<typeof loader>();
  const { emails, onlyHere } = useMessages().dev;
  return (
    <>
      <PageHead modest kick={onlyHere} title={emails.title} lede={emails.lede} />
      <Table
        rows={names}
        rowKey={(name) => name}
        columns={[
          { key: 'name', heading: emails.columns.name, cell: (name) => name },
          {
            key: 'look',
            heading: emails.columns.look,
            cell: (name) => (
              <>
                <PageLink to={`/dev/emails/${name}`}>{emails.inLanguage.en}</PageLink>{' '}
                <PageLink to={`/dev/emails/${name}?in=es`}>{emails.inLanguage.es}</PageLink>
              </>
            ),
          },
        ]}
      />
    </>
  );
}
