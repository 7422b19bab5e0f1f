import type { SubmissionSeen } from '#app/domain/submission/find.server.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { PageHead } from '#app/ui/page-head.tsx';

type Done = Extract<SubmissionSeen, { isConfirmed: true }>;

/** What a confirmed submission came to, and where it can be seen. Only the holder of the mailed link gets here. */
export function DonePage({ seen }: { seen: Done }) {
  const { confirm } = useMessages().submission;
  return (
    <>
      <PageHead modest title={confirm[seen.kind].doneTitle} lede={<Lede seen={seen} />} />
      <Next seen={seen} />
    </>
  );
}

function Lede({ seen }: { seen: Done }) {
  const { confirm } = useMessages().submission;
  const { kind, became, isp, isPublic } = seen;
  if (kind === 'me_too') return became.outcome ? confirm.me_too.outcomes[became.outcome] : null;
  if (kind !== 'report') return confirm[kind].doneLede;
  return isPublic ? confirm.report.publicLede : confirm.report.doneLede(isp?.name ?? '');
}

function Next({ seen }: { seen: Done }) {
  const { confirm } = useMessages().submission;
  const { kind, became, isp, incident, isPublic } = seen;
  const record = incident ? `/incidents/${incident.slug}` : `/isps/${isp?.slug ?? ''}`;
  if (kind !== 'report') {
    return (
      <p>
        <ButtonLink to={kind === 'reply' ? `${record}#reply-${became.became}` : record}>{confirm.back}</ButtonLink>
      </p>
    );
  }
  return (
    <div className="prose">
      {isPublic ? null : <p>{confirm.report.share}</p>}
      <p>
        <ButtonLink to={`/reports/${became.became}`}>{confirm.report.open}</ButtonLink>
      </p>
      <p>
        <PageLink to={record}>{confirm.back}</PageLink>
      </p>
    </div>
  );
}
