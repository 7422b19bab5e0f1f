import { ADDRESSEE_KINDS } from '#app/domain/campaign/campaign.ts';
import { compareFields } from '#app/domain/campaign/difference.server.ts';
import { findSheet } from '#app/domain/campaign/own.server.ts';
import { listIsps } from '#app/domain/isp/isp.server.ts';
import { findOwnLetter, findOwnVersions } from '#app/domain/letter/own-letter.server.ts';
import { startLetter } from '#app/domain/letter/start-letter.server.ts';
import { stateName } from '#app/domain/letter/state-names.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';
import { listRegulators } from '#app/domain/regulator/regulator.server.ts';
import type { Locale } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';

const missing = () => new Response(null, { status: 404, headers: privateHeaders() });

/** The letter of an address as its editor shows it; `new` with `kind` and `from` is one that is not stored yet. Throws 404 for one that is not the organization's. */
export async function viewLetter(
  seat: Seat,
  { campaign = '', template = '' }: { campaign?: string; template?: string },
  query: URLSearchParams,
  pageLocale: Locale,
) {
  const own = { organizationId: seat.organization.id, slug: campaign };
  const sheet = await findSheet(own);
  const isNew = template === 'new';
  const held = sheet && !isNew ? await findOwnLetter({ ...own, letter: template }) : null;
  if (!sheet || (!isNew && !held)) throw missing();
  const kind = ADDRESSEE_KINDS.find((one) => one === query.get('kind')) ?? sheet.content.targets[0] ?? 'fcc_docket';
  const begun = isNew ? await startLetter({ ...own, kind, from: query.get('from') ?? '' }) : null;
  const [isps, states] = await Promise.all([listIsps(), listRegulators('attorney_general')]);
  return {
    seat,
    slug: campaign,
    title: sheet.content.texts.en?.title || campaign,
    timeZone: sheet.timeZone,
    kind,
    letter: held,
    sources: { en: held?.texts.en?.source ?? begun?.en ?? '', es: held?.texts.es?.source ?? begun?.es ?? '' },
    isps: isps.map(({ slug, name }) => ({ value: slug, label: name })),
    states: states.flatMap(({ state }) => {
      const label = stateName(state, pageLocale);
      return state && label ? [{ value: state, label }] : [];
    }),
    compared: held ? await comparedOf({ ...own, letter: template }, query) : null,
  };
}

/** What the editor of a letter shows. */
export type LetterView = Awaited<ReturnType<typeof viewLetter>>;

async function comparedOf(own: { organizationId: number; slug: string; letter: string }, query: URLSearchParams) {
  const locale: Locale = query.get('in') === 'es' ? 'es' : 'en';
  const [from, to] = [Number(query.get('from')), Number(query.get('to'))];
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 1 || to < 1) return null;
  const found = await findOwnVersions({ ...own, locale, from, to });
  const fields = found && compareFields({ text: found.before }, { text: found.after });
  return fields && { locale, from, to, parts: fields[0]?.parts ?? [] };
}
