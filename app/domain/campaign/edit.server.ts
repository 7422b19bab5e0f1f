import { and, asc, desc, eq, getTableColumns, gt, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { campaignVersions } from '#db/schema/campaign.ts';
import { organizers } from '#db/schema/organizer-account.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { checkContent } from './check.server.ts';
import {
  CAMPAIGN_LOCALES,
  type CampaignContent,
  type ContentChange,
  type ContentPart,
  differingParts,
  partText,
  withChange,
} from './content.ts';
import { findOwnRow, type OwnCampaign, readContent, readVersion, storeVersion } from './held.server.ts';
import type { OpeningFault } from './opening.ts';

/** Who saved a version meanwhile, as in `audit_events`, and when. */
export interface Meanwhile {
  version: number;
  actor: string;
  /** Of an organizer who is still there. */
  name: string | null;
  savedAt: Date;
}

/**
 * What saving came to. `meanwhile`: versions of others since the one that was begun from, which changed other parts. `conflict`: somebody changed the same part:
 * nothing is saved, `base` is what both began from, `theirs` what stands now. `incomplete`: it is open or about to be, and must stay whole.
 */
export type SaveResult =
  | { ok: true; version: number; meanwhile: Meanwhile[] }
  | { ok: false; reason: 'campaign_unknown' | 'docket_unknown' }
  | { ok: false; reason: 'incomplete'; faults: OpeningFault[] }
  | {
      ok: false;
      reason: 'conflict';
      version: number;
      base: Record<string, string>;
      theirs: Record<string, string>;
      meanwhile: Meanwhile[];
    };

/**
 * Saves one part of a campaign's content as a new version, if nobody has changed that part since the version `base`; a change that changes nothing makes no version.
 * Two savings at once follow one another, and the second is told. Decision 0031.
 */
export async function saveContent(
  { actor, base, change, ...own }: OwnCampaign & { actor: string; base: number; change: ContentChange },
  given: Partial<Tools> = {},
): Promise<SaveResult> {
  const { db, now } = tools(given);
  return db.transaction(async (tx): Promise<SaveResult> => {
    const row = await findOwnRow(tx, own, true);
    if (!row) return { ok: false, reason: 'campaign_unknown' };
    const standing = await readContent(tx, row);
    const meanwhile = base === row.version ? [] : await listSince(tx, row.id, base);
    if (base !== row.version) {
      const begun = (await readVersion(tx, row.id, base)) ?? null;
      const theirs = partText(standing, change.part);
      const before = begun ? partText(begun, change.part) : {};
      const mine = partText(withChange(standing, change), change.part);
      // What came of a campaign is not edited here, so that a victory is in nobody's way.
      const isSame = (a: Record<string, string>, b: Record<string, string>) =>
        JSON.stringify({ ...a, outcome: '' }) === JSON.stringify({ ...b, outcome: '' });
      if (!isSame(before, theirs) && !isSame(mine, theirs))
        return { ok: false, reason: 'conflict', version: row.version, base: before, theirs, meanwhile };
    }
    const content = withChange(standing, change);
    if (differingParts(standing, content).length === 0) return { ok: true, version: row.version, meanwhile };
    if (row.state === 'open' || row.state === 'scheduled') {
      const faults = (await checkContent(tx, row, content, now())).filter(({ isNeeded }) => isNeeded);
      if (faults.length > 0) return { ok: false, reason: 'incomplete', faults };
    }
    if (content.docketId !== null && !(await hasDocket(tx, content.docketId)))
      return { ok: false, reason: 'docket_unknown' };
    const version = await storeVersion(tx, row, content, { actor, at: now() });
    await recordDeed(tx, {
      organizationId: own.organizationId,
      actor,
      action: 'campaign.save',
      subject: `campaign:${row.slug}`,
      facts: { version, part: change.part },
      at: now(),
    });
    return { ok: true, version, meanwhile };
  });
}

async function hasDocket(tx: Db, id: number): Promise<boolean> {
  const found = await tx.query.dockets.findFirst({ columns: { id: true }, where: (t, { eq }) => eq(t.id, id) });
  return found !== undefined;
}

const isActor = sql`'organizer:' || ${organizers.id} = ${campaignVersions.actor}`;

async function listSince(tx: Db, campaignId: number, version: number): Promise<Meanwhile[]> {
  return tx
    .select({
      version: campaignVersions.version,
      actor: campaignVersions.actor,
      name: organizers.name,
      savedAt: campaignVersions.savedAt,
    })
    .from(campaignVersions)
    .leftJoin(organizers, isActor)
    .where(and(eq(campaignVersions.campaignId, campaignId), gt(campaignVersions.version, version)))
    .orderBy(asc(campaignVersions.version))
    .limit(100);
}

/** One version of a campaign in the list of them: which parts it changed against the one before it. */
export interface VersionEntry extends Meanwhile {
  restoredFrom: number | null;
  parts: ContentPart[];
}

/** The versions of a campaign, the newest first; at most 100. Null when the organization has none of that slug. */
export async function listCampaignVersions(
  own: OwnCampaign,
  given: Partial<Tools> = {},
): Promise<VersionEntry[] | null> {
  const { db } = tools(given);
  const row = await findOwnRow(db, own);
  if (!row) return null;
  const kept = await db
    .select({ ...getTableColumns(campaignVersions), name: organizers.name })
    .from(campaignVersions)
    .leftJoin(organizers, isActor)
    .where(eq(campaignVersions.campaignId, row.id))
    .orderBy(desc(campaignVersions.version))
    .limit(100);
  if (kept.length === 0)
    return [
      { version: row.version, actor: 'system', name: null, savedAt: row.createdAt, restoredFrom: null, parts: [] },
    ];
  return kept.map(({ version, actor, name, savedAt, restoredFrom, content }, index) => {
    const before = kept[index + 1]?.content as unknown as CampaignContent | undefined;
    const parts = before ? differingParts(before, content as unknown as CampaignContent) : [];
    return { version, actor, name, savedAt, restoredFrom, parts };
  });
}

/** The content of a version of a campaign; of the one that stands without `version`. Null when the organization has no such campaign or version. */
export async function findContent(
  { version, ...own }: OwnCampaign & { version?: number },
  given: Partial<Tools> = {},
): Promise<{ version: number; content: CampaignContent } | null> {
  const { db } = tools(given);
  const row = await findOwnRow(db, own);
  if (!row) return null;
  if (version === undefined || version === row.version)
    return { version: row.version, content: await readContent(db, row) };
  const content = await readVersion(db, row.id, version);
  return content && { version, content };
}

/**
 * Takes an older version up again, whole, as a new version; the ones between are kept. Refused like a saving: somebody saved since `base`, or the campaign is open and the old
 * version is not whole.
 */
export async function restoreVersion(
  { actor, base, version, ...own }: OwnCampaign & { actor: string; base: number; version: number },
  given: Partial<Tools> = {},
): Promise<
  | { ok: true; version: number }
  | { ok: false; reason: 'campaign_unknown' | 'version_unknown' | 'changed' }
  | { ok: false; reason: 'incomplete'; faults: OpeningFault[] }
> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const row = await findOwnRow(tx, own, true);
    if (!row) return { ok: false, reason: 'campaign_unknown' };
    if (row.version !== base) return { ok: false, reason: 'changed' };
    const old = await readVersion(tx, row.id, version);
    if (!old || version >= row.version) return { ok: false, reason: 'version_unknown' };
    const content = withOutcomes(old, await readContent(tx, row));
    if (row.state === 'open' || row.state === 'scheduled') {
      const faults = (await checkContent(tx, row, content, now())).filter(({ isNeeded }) => isNeeded);
      if (faults.length > 0) return { ok: false, reason: 'incomplete', faults };
    }
    const next = await storeVersion(tx, row, content, { actor, at: now(), restoredFrom: version });
    await recordDeed(tx, {
      organizationId: own.organizationId,
      actor,
      action: 'campaign.restore',
      subject: `campaign:${row.slug}`,
      facts: { version: next, restoredFrom: version },
      at: now(),
    });
    return { ok: true, version: next };
  });
}

/** An old content with what came of the campaign as it is said now. */
function withOutcomes(old: CampaignContent, standing: CampaignContent): CampaignContent {
  const texts: CampaignContent['texts'] = {};
  for (const locale of CAMPAIGN_LOCALES) {
    const words = old.texts[locale];
    if (words) texts[locale] = { ...words, outcome: standing.texts[locale]?.outcome ?? '' };
  }
  return { ...old, texts };
}
