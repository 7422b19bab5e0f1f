import type { ExportRun } from '#app/domain/export/list.server.ts';
import type { CampaignRow } from '#app/domain/token/campaigns.server.ts';
import type { CountRow } from '#app/domain/token/counts.server.ts';
import type { WebhookSeen } from '#app/domain/webhook/webhook.ts';
import type { CampaignShape, ExportShape, WebhookShape } from './organizer-shapes.ts';

/** A page of rows of which one more than `limit` was read, and the key to go on from. Own choice. */
export function pageOfRows<Row, Entry>(
  rows: readonly Row[],
  limit: number,
  { show, keyOf }: { show: (row: Row) => Entry; keyOf: (row: Row) => string },
): { body: { entries: Entry[] }; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { body: { entries: shown.map(show) }, next: rows.length > limit && last !== undefined ? keyOf(last) : null };
}

/** A campaign as the API gives it. Own choice. */
export function toOwnCampaign({ id: _, ...campaign }: CampaignRow): CampaignShape {
  return campaign;
}

/** The place of a row of counts in its list. Own choice. */
export function keyOfCount({ day, isp, state }: CountRow): string {
  return [day, isp, state].map((value) => value ?? '').join('|');
}

/** An export as the API gives it. Own choice. */
export function toExport(run: ExportRun, origin: string): ExportShape {
  const { publicId: id, kind, state, format, purpose, rows, estimate, createdAt, finishedAt, expiresAt, failure } = run;
  return {
    id,
    kind,
    state,
    format,
    purpose,
    rows,
    estimate,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    failure,
    files: run.files.map((file) => ({
      name: file.name,
      bytes: file.bytes,
      sha256: file.sha256,
      rows: file.rows,
      href: `${origin}/api/v1/organizer/exports/${id}/files/${encodeURIComponent(file.name)}`,
    })),
  };
}

/** A webhook as the API gives it. Own choice. */
export function toWebhook({ publicId, url, events, ...seen }: WebhookSeen): WebhookShape {
  const { createdAt, failingSince, disabledAt, disabledWhy } = seen;
  return {
    id: publicId,
    url,
    events,
    createdAt: createdAt.toISOString(),
    failingSince: failingSince?.toISOString() ?? null,
    disabledAt: disabledAt?.toISOString() ?? null,
    disabledWhy,
  };
}
