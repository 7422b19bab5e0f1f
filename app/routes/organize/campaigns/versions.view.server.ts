import { CONTENT_PARTS, partText } from '#app/domain/campaign/content.ts';
import { compareFields } from '#app/domain/campaign/difference.server.ts';
import { findContent, listCampaignVersions } from '#app/domain/campaign/edit.server.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';
import { sheetOf } from './steps.view.server.ts';

/** The versions of a campaign, and what changed between two of them: those asked for, else the newest and the one before. Throws 404 as `sheetOf`. */
export async function viewVersions(seat: Seat, slug: string | undefined, numbers: { from: number; to: number }) {
  const sheet = await sheetOf(seat, slug);
  const own = { organizationId: seat.organization.id, slug: sheet.slug };
  const versions = (await listCampaignVersions(own)) ?? [];
  const known = (number: number, other: number) =>
    versions.some(({ version }) => version === number) ? number : other;
  const to = known(numbers.to, sheet.version);
  const from = known(numbers.from, Math.max(1, to - 1));
  const [before, after] = await Promise.all([
    findContent({ ...own, version: from }),
    findContent({ ...own, version: to }),
  ]);
  const compared =
    before && after
      ? CONTENT_PARTS.map((part) => ({
          part,
          fields: compareFields(partText(before.content, part), partText(after.content, part)),
        })).filter(({ fields }) => fields.length > 0)
      : [];
  return { seat, sheet, versions, from, to, compared };
}

/** What the page of versions shows. */
export type VersionsView = Awaited<ReturnType<typeof viewVersions>>;
