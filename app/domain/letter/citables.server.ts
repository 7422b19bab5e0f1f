import { inArray } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { incidents } from '#db/schema/incident.ts';
import type { Citable, Citables } from '#templates/citing.ts';
import { toIncidents } from '../incident/incident.server.ts';
import { listEvidence } from '../isp/evidence.server.ts';
import { type Evidence, type EvidenceLocale, isFitForLetter } from '../isp/evidence.ts';
import { listLegalEvents } from '../legal/legal.server.ts';

/**
 * What a letter may cite today. `facts`: about the ISP, current, sourced and about how it treats traffic, the best first; `law`: what the law is;
 * `record` (of kind `record`): of the entries named, those that the register holds as verified or the timeline publishes. Nothing from memory.
 */
export async function listCitables(
  { ispId, locale, record }: { ispId: number | null; locale: EvidenceLocale; record: readonly string[] },
  given: Partial<Tools> = {},
): Promise<Citables> {
  const [evidence, entries] = await Promise.all([
    listEvidence({ ispId, locale }, given),
    listRecord(record, locale, given),
  ]);
  return {
    facts: evidence.filter(isFitForLetter).map(citableOf),
    law: evidence.filter(({ kind, isCurrent }) => kind === 'law' && isCurrent).map(citableOf),
    record: entries,
  };
}

function citableOf({ kind, ref, text, caveat, date, sources }: Evidence): Citable {
  return { kind, ref, text, caveat, date, sources };
}

/** Entries of the register and the timeline by their slugs; one that is not verified, or is disputed or withdrawn, is left out. */
async function listRecord(slugs: readonly string[], locale: EvidenceLocale, given: Partial<Tools>): Promise<Citable[]> {
  if (slugs.length === 0) return [];
  const { db } = tools(given);
  const [rows, events] = await Promise.all([
    db
      .select()
      .from(incidents)
      .where(inArray(incidents.slug, [...slugs])),
    listLegalEvents(given),
  ]);
  const verified = rows.filter(
    ({ editorialState, confidence }) => editorialState === 'verified' && confidence !== 'memory',
  );
  const happened = (await toIncidents(db, verified)).map(({ slug, statement, title, occurredOn, sources }) => ({
    kind: 'record',
    ref: slug,
    text: statement?.[locale] ?? title,
    caveat: null,
    date: occurredOn,
    sources,
  }));
  const legal = events
    .filter(({ slug }) => slugs.includes(slug))
    .map(({ slug, statement, title, occurredOn, sources }) => ({
      kind: 'record',
      ref: slug,
      text: statement?.[locale] ?? title,
      caveat: null,
      date: occurredOn,
      sources,
    }));
  // The timeline and the register may hold one event under one name; the timeline tells what became of it in law.
  return [...legal, ...happened];
}
