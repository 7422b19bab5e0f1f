import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { findMessage } from '#app/domain/mailbox/mailbox.server.ts';
import { messageNumber } from '#app/domain/mailbox/mailbox.ts';
import { inDevelopment, unlisted } from '#app/http/development.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { OutsideLink, PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { MailParts } from '#app/ui/mail-parts.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';

export const handle = { still: true };

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.message.subject || messagesIn('en').dev.mailbox.title },
  unlisted,
];

export async function loader({ context, params }: LoaderFunctionArgs) {
  inDevelopment(context);
  const id = messageNumber(params.id);
  const message = id === null ? null : await findMessage(id);
  if (!message) throw new Response(null, { status: 404 });
  return { message };
}

export default function MailboxMessagePage() {
  const { message } = useLoaderData<typeof loader>();
  const { mailbox } = useMessages().dev;
  return (
    <>
      <PageHead
        modest
        kick={<PageLink to="/dev/mailbox">{mailbox.back}</PageLink>}
        title={message.subject || mailbox.noSubject}
      />
      <Section title={mailbox.links} id="links">
        {message.links.length === 0 ? <p>{mailbox.noLinks}</p> : null}
        <ul className="prose">
          {message.links.map((link) => (
            <li key={link}>
              <OutsideLink href={link}>{link}</OutsideLink>
            </li>
          ))}
        </ul>
      </Section>
      <MailParts html={message.html} text={message.text} />
      <Section title={mailbox.headers} id="headers">
        <dl className="facts">
          {message.headers.map(({ name, value }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a header may occur twice, and the order never changes
            <div key={at} className="contents">
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <p>
          <a href={`/dev/mailbox/${message.id}/source`} download>
            {mailbox.source}
          </a>
        </p>
      </Section>
    </>
  );
}
