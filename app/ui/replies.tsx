import type { IspReply } from '#app/domain/reply/reply.ts';
import { FactDate } from './fact-date.tsx';
import { PageLink } from './link.tsx';
import { useMessages } from './locale.tsx';

type RepliesProps = {
  replies: readonly IspReply[];
  /** The form for a reply, without its language, e.g. "/incidents/comcast-netflix-deal-2014/reply"; null where none is offered. */
  formPath: string | null;
  /** Level of the heading over each reply: one below that of the place where they stand. */
  level?: 3 | 4;
  /** Whether the replies may be linked to here; false where the page shows the same replies again. */
  areAnchors?: boolean;
};

/** An ISP's own answers, word for word beneath the claim that they answer, and the way to send one. */
export function RepliesUnder({ replies, formPath, level = 4, areAnchors = true }: RepliesProps) {
  const { replies: words } = useMessages().submission;
  if (replies.length === 0 && formPath === null) return null;
  return (
    <div className="replies">
      {replies.map((reply) => (
        <Reply key={reply.publicId} reply={reply} level={level} isAnchor={areAnchors} />
      ))}
      {formPath === null ? null : (
        <p className="small">
          {words.invitation} <PageLink to={formPath}>{words.write}</PageLink>
        </p>
      )}
    </div>
  );
}

function Reply({ reply, level, isAnchor }: { reply: IspReply; level: 3 | 4; isAnchor: boolean }) {
  const { replies: words } = useMessages().submission;
  const { said, withdrawn } = reply;
  const Heading = level === 3 ? 'h3' : 'h4';
  return (
    <article className="reply" id={isAnchor ? `reply-${reply.publicId}` : undefined}>
      <Heading>{words.replyOf(reply.ispName)}</Heading>
      {said ? (
        <>
          <blockquote className="reply-words" lang={reply.locale}>
            {said.body}
          </blockquote>
          <p className="small">
            {words.author(said.authorName, said.authorRole)} <FactDate date={reply.receivedAt.slice(0, 10)} />.{' '}
            {words.provedBy(reply.domain)} {words.unedited}
          </p>
        </>
      ) : null}
      {withdrawn ? (
        <>
          <p>
            {words.withdrawn} <FactDate date={withdrawn.at.slice(0, 10)} />. {words.withdrawnWhy}{' '}
            <span lang="en">{withdrawn.reason}</span>
          </p>
          <p className="small">
            {words.receivedOn} <FactDate date={reply.receivedAt.slice(0, 10)} />. {words.provedBy(reply.domain)}
          </p>
        </>
      ) : null}
    </article>
  );
}
