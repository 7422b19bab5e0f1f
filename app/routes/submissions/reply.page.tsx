import { maxReplyChars, maxRoleChars } from '#app/domain/reply/reply.ts';
import { formatNumber } from '#app/ui/count.tsx';
import { Field, TextArea } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { PageHead, TwoColumns } from '#app/ui/page-head.tsx';
import { type Sent, SubmissionForm, useSent } from '#app/ui/submission-form.tsx';
import type { replySubject } from './subject.server.ts';

type ReplyView = Awaited<ReturnType<typeof replySubject>>;

/** The form for an ISP's own words, and who can send them. */
export function ReplyPage({ view, sent }: { view: ReplyView; sent: Sent }) {
  const { reply } = useMessages().submission;
  const { incident, isp } = view;
  const field = useSent(sent);
  const chars = formatNumber(useLocale(), maxReplyChars);
  return (
    <>
      <PageHead
        modest
        kick={
          incident ? (
            <>
              {reply.kickIncident}{' '}
              <PageLink className="kick-title" to={`/incidents/${incident.slug}`}>
                {incident.title}
              </PageLink>
            </>
          ) : isp ? (
            <>
              {reply.kickRecord} <PageLink to={`/isps/${isp.slug}`}>{isp.name}</PageLink>
            </>
          ) : null
        }
        title={reply.title}
        lede={reply.lede}
      />
      <TwoColumns
        main={
          <SubmissionForm
            sent={sent}
            button={reply.button}
            name={{ label: reply.name }}
            email={{ label: reply.email, hint: reply.emailHint }}
          >
            <TextArea
              {...field('body')}
              label={reply.body}
              hint={reply.bodyHint(chars)}
              maxLength={maxReplyChars}
              rows={14}
              required
            />
            <Field
              {...field('role')}
              label={reply.role}
              maxLength={maxRoleChars}
              autoComplete="organization-title"
              required
            />
          </SubmissionForm>
        }
        side={<WhoCan domains={view.domains} operator={view.operator} />}
      />
    </>
  );
}

function WhoCan({ domains, operator }: Pick<ReplyView, 'domains' | 'operator'>) {
  const { reply } = useMessages().submission;
  const listed = domains.filter((isp) => isp.domains.length > 0);
  return (
    <div className="prose">
      <h2>{reply.whoTitle}</h2>
      {listed.length === 0 ? (
        <p>{reply.none}</p>
      ) : (
        <>
          <p>{reply.who}</p>
          <ul>
            {listed.map(({ name, domains: own }) => (
              <li key={name}>
                {reply.domainOf(name)} <b>{own.join(', ')}</b>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="small">{reply.why}</p>
      <h2>{reply.addTitle}</h2>
      <p>
        {reply.add} <a href={`mailto:${operator}`}>{operator}</a>.
      </p>
      <h2>{reply.afterTitle}</h2>
      <p>{reply.after}</p>
    </div>
  );
}
