import { and, asc, desc, eq, isNull, ne } from 'drizzle-orm';
import { z } from 'zod';
import { type Tools, tools } from '#app/db.server.ts';
import { criterionFindings } from '#db/schema/editorial.ts';
import { isps } from '#db/schema/isp.ts';
import { dayOf } from '../isp/age.ts';
import { listIsps } from '../isp/isp.server.ts';
import { type IspSummary, publishedConfidence } from '../isp/isp.ts';
import {
  CRITERIA,
  type Criterion,
  type CriterionAnswer,
  type CriterionFinding,
  deriveCriteria,
  FINDING_LINES,
} from './criteria.ts';
import { listIncidents } from './incident.server.ts';
import type { Incident } from './incident.ts';

/** Most findings that one listing returns. Own choice. */
export const MAX_FINDINGS = 2_000;

/** The six answers about one ISP, by the rules of `docs/criteria.md`, as of today. */
export async function listCriteria(
  isp: { id: number; slug: string },
  given: Partial<Tools> = {},
): Promise<CriterionAnswer[]> {
  const [counted, findings] = await Promise.all([listVerifiedIncidents(isp.id, given), readFindings(isp.id, given)]);
  return deriveCriteria({ slug: isp.slug, incidents: counted, findings }, tools(given).now());
}

/** The incidents of an ISP on which something may rest, newest first: verified ones. A disputed entry stands on the page and answers nothing. */
export async function listVerifiedIncidents(ispId: number, given: Partial<Tools> = {}): Promise<Incident[]> {
  return (await listIncidents({ ispId }, given)).filter(({ state }) => state === 'verified');
}

/** One ISP of the comparison with its six answers. */
export interface ComparedIsp {
  slug: string;
  name: string;
  answers: CriterionAnswer[];
}

/** Every ISP of the catalogue with at least one known answer, by name; and how many have none. */
export async function compareIsps(given: Partial<Tools> = {}): Promise<{ compared: ComparedIsp[]; unknown: number }> {
  const [all, list, findings] = await Promise.all([
    listIsps(given),
    listIncidents({}, given),
    readFindings(null, given),
  ]);
  const counted = list.filter(({ state }) => state === 'verified');
  const now = tools(given).now();
  const compared = all
    .map(({ id, slug, name }: IspSummary): ComparedIsp => {
      const own = counted.filter(({ isps }) => isps.some((isp) => isp.slug === slug));
      const found = findings.filter(({ ispId }) => ispId === id);
      return { slug, name, answers: deriveCriteria({ slug, incidents: own, findings: found }, now) };
    })
    .filter(({ answers }) => answers.some(({ answer }) => answer !== 'unknown'))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return { compared, unknown: all.length - compared.length };
}

/** What an editor enters: `isp` by its slug, `foundOn` the day it was found, `sources` addresses or citations, `enteredBy` the editor's name. */
export const findingInput = z.object({
  isp: z.string().min(1),
  criterion: z.enum(CRITERIA),
  line: z.enum(FINDING_LINES).nullable(),
  answer: z.enum(['yes', 'no']),
  foundOn: z.iso.date(),
  note: z.string().trim().min(10).max(600),
  sources: z.array(z.string().trim().min(4).max(500)).min(1).max(10),
  confidence: z.enum(['sourced', 'partly']),
  enteredBy: z.string().trim().min(1).max(100),
});

/** Enters a finding. Refusals: an ISP that is not in the catalogue; a day that has not come. */
export async function addFinding(
  { isp, ...finding }: z.output<typeof findingInput>,
  given: Partial<Tools> = {},
): Promise<{ ok: true; id: number } | { ok: false; reason: 'isp_unknown' | 'day_to_come' }> {
  const { db, now } = tools(given);
  if (finding.foundOn > dayOf(now())) return { ok: false, reason: 'day_to_come' };
  const [known] = await db.select({ id: isps.id }).from(isps).where(eq(isps.slug, isp));
  if (!known) return { ok: false, reason: 'isp_unknown' };
  const [row] = await db
    .insert(criterionFindings)
    .values({ ...finding, ispId: known.id, enteredAt: now() })
    .returning({ id: criterionFindings.id });
  if (!row) throw new Error('A finding was entered and gave no id');
  return { ok: true, id: row.id };
}

/** Withdraws a finding for good; it answers nothing from then on and stays in the table. Refusal: no such finding, or withdrawn before. */
export async function withdrawFinding(
  id: number,
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: 'finding_unknown' }> {
  const { db, now } = tools(given);
  const rows = await db
    .update(criterionFindings)
    .set({ withdrawnAt: now() })
    .where(and(eq(criterionFindings.id, id), isNull(criterionFindings.withdrawnAt)))
    .returning({ id: criterionFindings.id });
  return rows.length === 1 ? { ok: true } : { ok: false, reason: 'finding_unknown' };
}

/** The published findings about one ISP, newest first: not withdrawn, and not from memory. */
export async function listFindings(ispId: number, given: Partial<Tools> = {}): Promise<CriterionFinding[]> {
  return readFindings(ispId, given);
}

async function readFindings(
  ispId: number | null,
  given: Partial<Tools>,
): Promise<(CriterionFinding & { ispId: number })[]> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(criterionFindings)
    .where(
      and(
        ispId === null ? undefined : eq(criterionFindings.ispId, ispId),
        isNull(criterionFindings.withdrawnAt),
        ne(criterionFindings.confidence, 'memory'),
      ),
    )
    .orderBy(desc(criterionFindings.foundOn), asc(criterionFindings.id))
    .limit(MAX_FINDINGS);
  return rows.flatMap(({ id, ispId: of, criterion, line, answer, foundOn, note, sources, confidence }) =>
    isCriterion(criterion)
      ? [
          {
            id,
            ispId: of,
            criterion,
            line,
            answer,
            foundOn,
            note,
            sources,
            confidence: publishedConfidence(confidence),
          },
        ]
      : [],
  );
}

function isCriterion(text: string): text is Criterion {
  return CRITERIA.some((criterion) => criterion === text);
}
