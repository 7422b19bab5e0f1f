import { redirect } from '@remix-run/node';
import { type CampaignContent, partText, setupForm, setupOf } from '#app/domain/campaign/content.ts';
import { saveContent } from '#app/domain/campaign/edit.server.ts';
import type { CampaignSheet } from '#app/domain/campaign/own.server.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';
import { parseFields } from '#app/http/forms.ts';
import type { Locale } from '#app/http/locale.ts';
import { answered } from './answer.ts';
import { conflictOf, type EditAnswer, savedPath } from './words.view.server.ts';

interface SetupPost {
  seat: Seat;
  sheet: CampaignSheet;
  pageLocale: Locale;
  posted: FormData;
}

/** Saves addressees, docket and goal. Throws the redirect that follows; answers what was refused, with all that was chosen. */
export async function postSetup({ seat, sheet, pageLocale, posted }: SetupPost): Promise<EditAnswer> {
  const form = parseFields(posted, setupForm);
  const said = answered(form.reply());
  const nothing = { form: said, conflict: null, incomplete: [], preview: null };
  if (form.status !== 'success') return nothing;
  const setup = setupOf(form.value);
  const { base } = form.value;
  const own = { organizationId: seat.organization.id, slug: sheet.slug, actor: seat.actor };
  const result = await saveContent({ ...own, base, change: { part: 'setup', setup } });
  const home = `/organize/${seat.organization.slug}/campaigns/${sheet.slug}`;
  if (result.ok) throw redirect(savedPath(pageLocale, home, base, result, 'setup'), 303);
  if (result.reason === 'conflict') {
    const mine = partText({ ...(sheet.content satisfies CampaignContent), ...setup }, 'setup');
    return { ...nothing, conflict: conflictOf(result, mine, seat.actor) };
  }
  if (result.reason === 'incomplete') return { ...nothing, incomplete: result.faults };
  return { ...nothing, form: { ...said, errors: { docket: ['docket_unknown'] } } };
}
