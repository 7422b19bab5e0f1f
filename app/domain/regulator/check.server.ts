import { and, asc, eq, ne } from 'drizzle-orm';
import { z } from 'zod';
import { type Tools, tools } from '#app/db.server.ts';
import { regulators, stateInstruments } from '#db/schema/regulator.ts';

const words = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u);

/** Who read it, and on which page or paper; both are shown. */
export const readingOf = z.object({ by: words(100), source: words(500) });

/** The reading of an organizer. */
export type Reading = z.input<typeof readingOf>;

/** An office or a law that is known only from memory, and so neither shown nor used. */
export interface Unread {
  /** The slug of the office, or the state of the law. */
  key: string;
  name: string;
}

/** Offices whose name is known only from memory, by slug; at most 200. For organizers only. */
export async function listUnreadOffices(given: Partial<Tools> = {}): Promise<Unread[]> {
  const { db } = tools(given);
  return db
    .select({ key: regulators.slug, name: regulators.name })
    .from(regulators)
    .where(eq(regulators.confidence, 'memory'))
    .orderBy(asc(regulators.slug))
    .limit(200);
}

/** State laws and orders that are known only from memory, by state; at most 200. For organizers only. */
export async function listUnreadLaws(given: Partial<Tools> = {}): Promise<Unread[]> {
  const { db } = tools(given);
  return db
    .select({ key: stateInstruments.state, name: stateInstruments.instrument })
    .from(stateInstruments)
    .where(eq(stateInstruments.confidence, 'memory'))
    .orderBy(asc(stateInstruments.state), asc(stateInstruments.id))
    .limit(200);
}

/**
 * Says that an organizer read the name of an office on its own page, which becomes its source; from then on the office is shown, and its contacts
 * can be verified. `name`: as the page writes it; null leaves what is held. Reading it again renews source and day. False for an unknown slug.
 * Throws `ZodError` when name or source is missing or too long.
 */
export async function verifyOffice(
  { slug, name, ...reading }: { slug: string; name: string | null } & Reading,
  given: Partial<Tools> = {},
): Promise<boolean> {
  const { db, now } = tools(given);
  const { by, source } = readingOf.parse(reading);
  const changed = await db
    .update(regulators)
    .set({ ...read(by, now()), source, ...(name === null ? {} : { name: words(200).parse(name) }) })
    .where(eq(regulators.slug, slug))
    .returning({ id: regulators.id });
  return changed.length > 0;
}

/**
 * Says that an organizer read the laws of a state on net neutrality that nobody had read in full, as they are held; the source becomes theirs,
 * and reasons state them from then on. Returns their names; none when there was no such law. Throws `ZodError` when name or source is missing or too long.
 */
export async function verifyLaws(
  { state, ...reading }: { state: string } & Reading,
  given: Partial<Tools> = {},
): Promise<string[]> {
  const { db, now } = tools(given);
  const { by, source } = readingOf.parse(reading);
  const changed = await db
    .update(stateInstruments)
    .set({ ...read(by, now()), sources: [source] })
    .where(and(eq(stateInstruments.state, state), ne(stateInstruments.confidence, 'sourced')))
    .returning({ name: stateInstruments.instrument });
  return changed.map(({ name }) => name);
}

function read(by: string, at: Date) {
  const readOn = at.toISOString().slice(0, 10);
  return { confidence: 'sourced' as const, readOn, verifiedBy: by, verifiedAt: at };
}
