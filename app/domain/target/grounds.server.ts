import type { Tools } from '#app/db.server.ts';
import type { Contact } from '../contact/contact.ts';
import { listLegalEvents } from '../legal/legal.server.ts';
import type { LegalEvent } from '../legal/legal.ts';
import { listStateInstruments } from '../regulator/regulator.server.ts';
import type { Regulator, StateInstrument } from '../regulator/regulator.ts';
import type { Decision, Ground, ReasonCode } from './jurisdiction.ts';
import type { Reason, TargetDocket } from './target.ts';

/** What the compilers of the seed found on utility commissions, for which they name no page; West Virginia's says so itself. Source: `db/seed/regulators.json`, jurisdictionNote. */
export const COMPILERS = {
  sources: [
    'compiled on 2026-11-22 from public sources; no page named',
    'West Virginia’s commission says so itself: http://www.psc.state.wv.us/telecom/jurisdiction.htm',
  ],
  readOn: '2026-11-22',
} as const;

/** Published law that reasons may state: the legal timeline and the instruments of one state. */
export interface PublishedLaw {
  events: readonly LegalEvent[];
  instruments: readonly StateInstrument[];
}

/** What is known of one addressee when its reasons are put together. */
export interface Known extends PublishedLaw {
  state: string | null;
  office: Regulator | null;
  docket: TargetDocket | null;
  contacts: readonly Contact[];
}

/** The published law that holds for a state; without one, what holds everywhere. */
export async function publishedLaw(state: string | null, given: Partial<Tools> = {}): Promise<PublishedLaw> {
  const [events, instruments] = await Promise.all([
    listLegalEvents(given),
    state === null ? [] : listStateInstruments(state, given),
  ]);
  return { events, instruments };
}

/** The reasons of a decision whose facts are published, one of each list; a reason without a source is none. */
export function reasonsOf({ reasons }: Pick<Decision, 'reasons'>, known: Known): Reason[] {
  return reasons.flatMap((candidates) => {
    for (const { code, ground } of candidates) {
      const reason = statedBy(code, ground, known);
      if (reason && reason.sources.length > 0) return [reason];
    }
    return [];
  });
}

function statedBy(code: ReasonCode, ground: Ground, known: Known): Reason | null {
  const base = { code, state: known.state, name: null, since: null, datePrecision: 'day' as const, isRead: true };
  switch (ground.from) {
    case 'event': {
      const event = known.events.find(({ slug }) => slug === ground.slug);
      if (!event) return null;
      const { sources, occurredOn: date, datePrecision } = event;
      return { ...base, name: event.title, sources, date, datePrecision, isRead: false };
    }
    case 'instrument': {
      const law = known.instruments.find(
        ({ covers }) => covers.includes('state contracting') === (ground.covers === 'contracts'),
      );
      return law ? { ...base, name: law.instrument, since: law.since, sources: law.sources, date: law.readOn } : null;
    }
    case 'office':
    case 'commission': {
      const { office } = known;
      const text = ground.from === 'office' ? office?.authorityNow : office?.note;
      if (!office?.source || !text) return null;
      const page = /https?:\/\/[^\s)]+/.exec(ground.from === 'commission' ? text : '')?.[0];
      return { ...base, name: office.name, sources: [page ?? office.source], date: office.readOn };
    }
    case 'intake': {
      const form = known.contacts.find(({ channel, note }) => channel === 'web_form' && note !== null);
      return form?.source ? { ...base, name: form.label, sources: [form.source], date: form.readOn } : null;
    }
    case 'docket': {
      const { docket, office } = known;
      const source = docket?.windows[0]?.source ?? office?.source;
      if (!docket || !office || !source) return null;
      return { ...base, name: `${docket.number}, ${docket.title}`, sources: [source], date: office.readOn };
    }
    case 'compilers':
      return { ...base, sources: COMPILERS.sources, date: COMPILERS.readOn };
  }
}
