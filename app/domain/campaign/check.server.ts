import { and, eq, isNull, or } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { consentTexts } from '#db/schema/campaign.ts';
import { letterTemplates } from '#db/schema/letter.ts';
import { docketWindows } from '#db/schema/regulator.ts';
import type { CampaignLocale } from './campaign.ts';
import type { CampaignContent } from './content.ts';
import { type CampaignRow, findOwnRow, type OwnCampaign, readContent } from './held.server.ts';
import { type OpeningFacts, type OpeningFault, openingFaults } from './opening.ts';
import { wallTime } from './zoned-time.ts';

/** What a campaign of an organization lacks before it can open; null when there is none of that slug. Reads only. */
export async function checkCampaign(own: OwnCampaign, given: Partial<Tools> = {}): Promise<OpeningFault[] | null> {
  const { db, now } = tools(given);
  const row = await findOwnRow(db, own);
  return row && checkContent(db, row, await readContent(db, row), now());
}

/** What a campaign would lack with a content that is not saved yet. */
export async function checkContent(
  db: Db,
  { id }: Pick<CampaignRow, 'id'>,
  content: CampaignContent,
  at: Date,
): Promise<OpeningFault[]> {
  const [letters, consents, windows] = await Promise.all([
    db
      .select({ locale: letterTemplates.locale, kinds: letterTemplates.addresseeKinds })
      .from(letterTemplates)
      .where(and(eq(letterTemplates.campaignId, id), isNull(letterTemplates.retiredAt))),
    db
      .selectDistinct({ locale: consentTexts.locale, kind: consentTexts.kind })
      .from(consentTexts)
      .where(or(isNull(consentTexts.campaignId), eq(consentTexts.campaignId, id))),
    content.docketId === null
      ? []
      : db.select().from(docketWindows).where(eq(docketWindows.docketId, content.docketId)),
  ]);
  const ofLocale = (locale: CampaignLocale) =>
    letters.filter((letter) => letter.locale === locale).flatMap(({ kinds }) => kinds);
  const agreed = (locale: CampaignLocale) => consents.filter((one) => one.locale === locale).map(({ kind }) => kind);
  const facts: OpeningFacts = {
    letters: { en: ofLocale('en'), es: ofLocale('es') },
    consents: { en: agreed('en'), es: agreed('es') },
    docket: content.docketId === null ? null : standingOfWindows(windows, at),
  };
  return openingFaults(content, facts);
}

function standingOfWindows(
  windows: readonly { opensOn: string | null; closesOn: string; timeZone: string }[],
  at: Date,
): 'open' | 'coming' | 'over' {
  const standings = windows.map(({ opensOn, closesOn, timeZone }) => {
    const day = wallTime(at, timeZone).slice(0, 10);
    if (day > closesOn) return 'over';
    return opensOn === null || opensOn <= day ? 'open' : 'coming';
  });
  if (windows.length === 0 || standings.includes('open')) return 'open';
  return standings.includes('coming') ? 'coming' : 'over';
}
