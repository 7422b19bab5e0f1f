import { checkCampaign } from '#app/domain/campaign/check.server.ts';
import { listConsents } from '#app/domain/campaign/consent.server.ts';
import { listCampaignDockets } from '#app/domain/campaign/docket.server.ts';
import { findSheet, listOwnCampaigns } from '#app/domain/campaign/own.server.ts';
import { readCount } from '#app/domain/count/count.server.ts';
import { listTemplateVersions, readStoredTemplates } from '#app/domain/letter/template.server.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';
import type { Locale } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';

/** The campaign of an address for its organizers. Throws 404 when the organization has none of that slug. */
export async function sheetOf(seat: Seat, slug: string | undefined) {
  const sheet = await findSheet({ organizationId: seat.organization.id, slug: slug ?? '' });
  if (!sheet) throw new Response(null, { status: 404, headers: privateHeaders() });
  return sheet;
}

/** Everything that the page of steps shows. Throws 404 as `sheetOf`. */
export async function viewSteps(seat: Seat, slug: string | undefined, locale: Locale) {
  const sheet = await sheetOf(seat, slug);
  const own = { organizationId: seat.organization.id, slug: sheet.slug };
  const [faults, consents, dockets, count, letters, campaigns] = await Promise.all([
    checkCampaign(own),
    listConsents(own),
    listCampaignDockets(),
    readCount(sheet.id),
    listLetters(sheet.slug),
    listOwnCampaigns({ organizationId: seat.organization.id, locale }),
  ]);
  return {
    seat,
    sheet,
    faults: faults ?? [],
    ownConsents: (consents ?? []).filter(({ isOwn, isCurrent }) => isOwn && isCurrent).length,
    dockets,
    counted: count.total,
    letters,
    others: campaigns
      .filter((one) => one.state === 'open' && one.slug !== sheet.slug)
      .map((one) => ({ slug: one.slug, title: one.title })),
  };
}

/** What the page of steps shows. */
export type StepsView = Awaited<ReturnType<typeof viewSteps>>;

async function listLetters(campaign: string) {
  const [versions, read] = await Promise.all([listTemplateVersions({ campaign }), readStoredTemplates({ campaign })]);
  return versions.map(({ slug, locale, name }) => ({
    slug,
    locale,
    name,
    kinds: read.letters.find((one) => one.slug === slug && one.locale === locale)?.template.addressees ?? [],
  }));
}
