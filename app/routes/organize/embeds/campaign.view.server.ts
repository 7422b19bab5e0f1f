import { may } from '#app/domain/organizer/permissions.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';
import { findEmbeds } from '#app/domain/partner/list.server.ts';
import { localeOf } from '#app/http/locale.ts';

/** What the page of a campaign's embeds shows: the campaign's own, and which snippet was asked for; null for a campaign of somebody else. */
export async function viewEmbeds(
  { organization, role }: Seat,
  params: { lang?: string | undefined; campaign?: string | undefined },
  { searchParams, origin }: URL,
) {
  const locale = localeOf(params.lang);
  const campaignSlug = params.campaign ?? '';
  const embeds = await findEmbeds({ organizationId: organization.id, campaignSlug, locale });
  if (!embeds) return null;
  const current = embeds.partners.filter(({ isEnded }) => !isEnded);
  const partnerIn = (name: string) => current.find(({ slug }) => slug === searchParams.get(name)) ?? null;
  const theme = searchParams.get('theme');
  const lang = searchParams.get('in') ?? locale;
  return {
    embeds,
    mayChange: may(role, 'embed.change', organization.runsInstallation),
    isSaved: searchParams.has('saved'),
    /** The partner whose box is being edited. */
    edited: partnerIn('edit'),
    /** Our own origin: the listener writes it into every address. */
    site: origin,
    snippet: {
      kind: searchParams.get('kind') === 'counter' ? ('counter' as const) : ('form' as const),
      partner: partnerIn('for')?.slug ?? '',
      theme: theme === 'light' || theme === 'dark' ? theme : ('auto' as const),
      lang: lang === 'es' ? ('es' as const) : ('en' as const),
    },
  };
}

/** The page's view. */
export type EmbedsView = NonNullable<Awaited<ReturnType<typeof viewEmbeds>>>;
