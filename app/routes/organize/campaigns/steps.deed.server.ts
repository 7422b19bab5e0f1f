import { redirect } from '@remix-run/node';
import { CAMPAIGN_LOCALES, outcomeField } from '#app/domain/campaign/content.ts';
import { discardDraft } from '#app/domain/campaign/make.server.ts';
import {
  archiveCampaign,
  closeCampaign,
  openCampaign,
  redirectCampaign,
  type StateRefusal,
  scheduleCampaign,
  setClosing,
  unarchiveCampaign,
  unscheduleCampaign,
  unwinCampaign,
  winCampaign,
} from '#app/domain/campaign/state.server.ts';
import { instantOf, TIME_ZONES, type TimeZone } from '#app/domain/campaign/zoned-time.ts';
import type { DeedAnswer } from './state.parts.tsx';

interface Deed {
  organizationId: number;
  slug: string;
  actor: string;
}

type Fields = Readonly<Record<string, string>>;
type Result = { ok: true } | { ok: false; reason: string };

const unreadable = { ok: false, reason: 'time' } as const;

function windowOf({ opensAt = '', closesAt = '', timeZone = '' }: Fields) {
  const zone: TimeZone = TIME_ZONES.find((one) => one === timeZone) ?? 'America/New_York';
  const times = { opensAt: opensAt && instantOf(opensAt, zone), closesAt: closesAt && instantOf(closesAt, zone) };
  if (times.opensAt === null || times.closesAt === null) return null;
  return { opensAt: times.opensAt || null, closesAt: times.closesAt || null, timeZone: zone };
}

function outcomesOf(fields: Fields) {
  const said = CAMPAIGN_LOCALES.map((locale) => [
    locale,
    outcomeField.safeParse(fields[`outcome-${locale}`] ?? '').data ?? '',
  ]);
  return Object.fromEntries(said) as Record<'en' | 'es', string>;
}

const deeds: Record<string, (own: Deed, fields: Fields) => Promise<Result | StateRefusal>> = {
  open: async (own, fields) => {
    const window = windowOf(fields);
    return window ? openCampaign({ ...own, ...window }) : unreadable;
  },
  schedule: async (own, fields) => {
    const window = windowOf(fields);
    return window ? scheduleCampaign({ ...own, ...window }) : unreadable;
  },
  set_closing: async (own, fields) => {
    const window = windowOf(fields);
    return window ? setClosing({ ...own, ...window }) : unreadable;
  },
  unschedule: (own) => unscheduleCampaign(own),
  close: (own) => closeCampaign(own),
  win: (own, fields) => winCampaign({ ...own, outcomes: outcomesOf(fields) }),
  unwin: (own) => unwinCampaign(own),
  archive: (own) => archiveCampaign(own),
  unarchive: (own) => unarchiveCampaign(own),
  redirect: (own, { to = '' }) => redirectCampaign({ ...own, to: to === '' ? null : to }),
  discard: (own) => discardDraft(own),
};

/** Does the deed that a posted form names; what was refused comes back with all that was typed. Throws 400 for a form that names none. */
export async function doDeed(
  own: Deed,
  posted: FormData,
): Promise<{ ok: true; deed: string } | { ok: false; answer: DeedAnswer }> {
  const fields = Object.fromEntries([...posted].map(([name, value]) => [name, String(value).slice(0, 5_000)]));
  const { deed = '' } = fields;
  const run = Object.hasOwn(deeds, deed) ? deeds[deed] : undefined;
  if (!run) throw new Response(null, { status: 400 });
  const result = await run(own, fields);
  if (result.ok) return { ok: true, deed };
  if (result.reason === 'campaign_unknown') throw redirect('/organize', 303);
  return { ok: false, answer: { deed, fault: result.reason, typed: fields } };
}
