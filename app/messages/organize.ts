import { organize as organizeEn } from './en/organize.ts';
import { account as accountEn } from './en/organize-account.ts';
import { api as apiEn } from './en/organize-api.ts';
import { audience as audienceEn } from './en/organize-audience.ts';
import { audit as auditEn } from './en/organize-audit.ts';
import { broadcasts as broadcastsEn } from './en/organize-broadcasts.ts';
import { campaigns as campaignsEn } from './en/organize-campaigns.ts';
import { organizeDashboard as dashboardEn } from './en/organize-dashboard.ts';
import { embeds as embedsEn } from './en/organize-embeds.ts';
import { exports as exportsEn } from './en/organize-exports.ts';
import { letters as lettersEn } from './en/organize-letters.ts';
import { review as reviewEn } from './en/organize-review.ts';
import { switches as switchesEn } from './en/organize-switches.ts';
import { trials as trialsEn } from './en/organize-trials.ts';
import { organize as organizeEs } from './es/organize.ts';
import { account as accountEs } from './es/organize-account.ts';
import { api as apiEs } from './es/organize-api.ts';
import { audience as audienceEs } from './es/organize-audience.ts';
import { audit as auditEs } from './es/organize-audit.ts';
import { broadcasts as broadcastsEs } from './es/organize-broadcasts.ts';
import { campaigns as campaignsEs } from './es/organize-campaigns.ts';
import { organizeDashboard as dashboardEs } from './es/organize-dashboard.ts';
import { embeds as embedsEs } from './es/organize-embeds.ts';
import { exports as exportsEs } from './es/organize-exports.ts';
import { letters as lettersEs } from './es/organize-letters.ts';
import { review as reviewEs } from './es/organize-review.ts';
import { switches as switchesEs } from './es/organize-switches.ts';
import { trials as trialsEs } from './es/organize-trials.ts';

/** The English words of organizers' pages, which define the keys of every other language. A catalogue of its own, so that visitors' pages do not carry it. */
const en = {
  api: apiEn,
  audience: audienceEn,
  account: accountEn,
  audit: auditEn,
  broadcasts: broadcastsEn,
  campaigns: campaignsEn,
  embeds: embedsEn,
  exports: exportsEn,
  switches: switchesEn,
  dashboard: dashboardEn,
  frame: organizeEn,
  letters: lettersEn,
  trials: trialsEn,
  review: reviewEn,
};

/** The shape of the catalogue of organizers' pages. */
export type OrganizeMessages = typeof en;

const es: OrganizeMessages = {
  api: apiEs,
  audience: audienceEs,
  account: accountEs,
  audit: auditEs,
  broadcasts: broadcastsEs,
  campaigns: campaignsEs,
  embeds: embedsEs,
  exports: exportsEs,
  switches: switchesEs,
  dashboard: dashboardEs,
  frame: organizeEs,
  letters: lettersEs,
  trials: trialsEs,
  review: reviewEs,
};

/** The words of organizers' pages in a language. Decision 0003. */
export function organizeMessagesIn(locale: 'en' | 'es'): OrganizeMessages {
  return locale === 'es' ? es : en;
}
