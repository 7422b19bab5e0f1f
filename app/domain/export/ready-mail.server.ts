import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { MailLocale, MailProps, RenderedMail } from '#emails/catalogue.ts';
import { sendOrThrow } from '../confirmation/mail.server.ts';
import type { LetterPost } from '../delivery/post.ts';
import type { ExportKind, ExportState } from './export.ts';

/** What the mail needs beside database and clock: the post, the renderer of `emails/render.ts`, the site's origin. Own choice. */
export interface ReadyTools extends Tools {
  post: LetterPost;
  renderMail(name: 'export-ready', locale: MailLocale, props: MailProps['export-ready']): Promise<RenderedMail>;
  origin: string;
}

/** What became of the mail. `nobody`: who asked has no mailbox here (the command line, a token), or left; `unknown`: no such export that has ended. Own choice. */
export type ReadyOutcome = 'mailed' | 'already_mailed' | 'refused' | 'nobody' | 'unknown';

type ReadyRow = {
  public_id: string;
  state: ExportState;
  kind: ExportKind;
  rows: string;
  locale: MailLocale;
  expires_at: string | null;
  mailed_at: string | null;
  slug: string | null;
  organization: string | null;
  name: string | null;
  email: string | null;
  is_delivered: boolean;
};

/**
 * Tells whoever asked for an export that it is ready, was put where it was wanted, or failed, once: a retry is the same message under the same Message-ID. The mail holds no row, and its
 * link asks to sign in. Nobody is told who is no member of the organization any more. A temporary failure is thrown, so that the job runs again. Own choice.
 */
export async function mailExportReady(
  exportId: number,
  given: Partial<ReadyTools> & Pick<ReadyTools, 'post' | 'renderMail' | 'origin'>,
): Promise<{ outcome: ReadyOutcome }> {
  const { db, now } = tools(given);
  const { post, renderMail, origin } = given;
  const [row] = await db.execute<ReadyRow>(sql`
    select r.public_id, r.state, r.kind, r.rows, r.locale, r.expires_at, r.mailed_at, g.slug, g.name as organization, o.name, o.email,
      r.destination <> 'page' as is_delivered
    from export_runs r left join organizations g on g.id = r.organization_id
      left join organizers o on r.requested_by = 'organizer:' || o.id and o.disabled_at is null
        and exists (select from memberships m where m.organizer_id = o.id and m.organization_id = r.organization_id)
    where r.id = ${exportId} and r.state in ('done', 'failed')`);
  if (!row) return { outcome: 'unknown' };
  if (row.mailed_at) return { outcome: 'already_mailed' };
  if (!row.email || !row.slug) return { outcome: 'nobody' };
  const rendered = await renderMail('export-ready', row.locale, {
    name: row.name ?? '',
    organization: row.organization ?? row.slug,
    kind: row.kind,
    outcome: row.state === 'failed' ? 'failed' : row.is_delivered ? 'delivered' : 'ready',
    rows: Number(row.rows),
    expiresAt: row.expires_at === null ? null : new Date(row.expires_at),
    exportUrl: `${origin}${row.locale === 'es' ? '/es' : ''}/organize/${row.slug}/exports/${row.public_id}`,
  });
  const mail = {
    ...rendered,
    kind: 'export-ready',
    messageId: `<export.${row.public_id}@${new URL(origin).hostname}>`,
    to: { name: row.name ?? '', address: row.email },
  };
  const result = await sendOrThrow(post, mail, `the mail about export ${exportId}`);
  await db.execute(
    sql`update export_runs set mailed_at = ${now().toISOString()}::timestamptz where id = ${exportId} and mailed_at is null`,
  );
  return { outcome: result.outcome === 'accepted' ? 'mailed' : 'refused' };
}
