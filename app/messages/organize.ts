import { organize as organizeEn } from './en/organize.ts';
import { audit as auditEn } from './en/organize-audit.ts';
import { organizeDashboard as dashboardEn } from './en/organize-dashboard.ts';
import { switches as switchesEn } from './en/organize-switches.ts';
import { organize as organizeEs } from './es/organize.ts';
import { audit as auditEs } from './es/organize-audit.ts';
import { organizeDashboard as dashboardEs } from './es/organize-dashboard.ts';
import { switches as switchesEs } from './es/organize-switches.ts';

/** The English words of organizers' pages, which define the keys of every other language. A catalogue of its own, so that visitors' pages do not carry it. */
const en = {
  audit: auditEn,
  switches: switchesEn,
  dashboard: dashboardEn,
  frame: organizeEn,
};

/** The shape of the catalogue of organizers' pages. */
export type OrganizeMessages = typeof en;

const es: OrganizeMessages = {
  audit: auditEs,
  switches: switchesEs,
  dashboard: dashboardEs,
  frame: organizeEs,
};

/** The words of organizers' pages in a language. Decision 0003. */
export function organizeMessagesIn(locale: 'en' | 'es'): OrganizeMessages {
  return locale === 'es' ? es : en;
}
