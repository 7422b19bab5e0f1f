import type { Proof } from '../signature/signature.ts';

/** What a rule says of a form. The same list as in `db/schema/judgement.ts`. */
export const VERDICTS = ['clear', 'noted', 'suspicious'] as const;

/** One of these. */
export type Verdict = (typeof VERDICTS)[number];

/**
 * The rules by which every form is judged, each with its version, which rises with every change of what it says or of its thresholds. The order is that of
 * the published list. Decision 0026.
 */
export const RULES = [
  { name: 'honeypot', version: 1 },
  { name: 'proof', version: 1 },
  { name: 'proof-reused', version: 1 },
  { name: 'time-trap', version: 1 },
  { name: 'network-burst', version: 1 },
  { name: 'network-sustained', version: 1 },
  { name: 'isp-burst', version: 1 },
  { name: 'domain-burst', version: 1 },
  { name: 'domain-sustained', version: 1 },
  { name: 'disposable-domain', version: 1 },
  { name: 'isp-differs', version: 1 },
  { name: 'isp-elsewhere', version: 1 },
  { name: 'set-aside', version: 1 },
] as const;

/** Name of a rule. */
export type RuleName = (typeof RULES)[number]['name'];

/** The judgement that sums up the others, under which the database keeps the outcome of every form. Its version is that of the weighing. */
export const WEIGHING = { name: 'weighing', version: 1 } as const;

/** Points from which a form's signature is set aside: one rule that says "suspicious" (2), or two notes (1 each). Own choice. */
export const suspiciousFromPoints = 2;

/** Below the first a person cannot have filled the form in; below the second hardly. Milliseconds from rendering to handing in. Own choice. */
export const timeTrapMs = { suspicious: 800, noted: 2_000 } as const;

/** The same proof of work from other addresses before this one: once is noted (a browser's "back" in a household), twice is a machine. Own choice. */
export const proofUses = { noted: 1, suspicious: 2 } as const;

/**
 * Thresholds of the windows: most forms in one minute, and in the 60 minutes up to it, that pass. With a valid proof a network may be a carrier's or a
 * university's with a rally under way; without one, forms count among their like only. Own choice; the heaviest petition on record took 2,000 a minute in all.
 */
export const windowLimits = {
  network: {
    proved: { minute: { noted: 300, suspicious: 1_200 }, hour: { noted: 3_000, suspicious: 12_000 } },
    bare: { minute: { noted: 10, suspicious: 60 }, hour: { noted: 40, suspicious: 300 } },
  },
  domain: {
    proved: { minute: { noted: 150, suspicious: 600 }, hour: { noted: 1_000, suspicious: 3_000 } },
    bare: { minute: { noted: 20, suspicious: 120 }, hour: { noted: 100, suspicious: 600 } },
  },
  /** Forms without a valid proof from one ISP in a minute, and their share of all its forms: both must be passed. With proof an ISP has no limit: whoever calls, calls by ISP. */
  isp: { bareMinute: 300, bareShare: 0.1 },
} as const;

/** From when forms without a valid proof wait: so many in a minute to one campaign, and so large a share of its forms. Own choice. */
export const pressure = { bareMinute: 60, bareShare: 0.1 } as const;

/** How long the mail of a form without proof is held back under pressure, in milliseconds: five to ten minutes, spread by the form's number. Own choice. */
export const holdMs = { least: 300_000, spread: 300_000 } as const;

/**
 * How many forms came in a minute and in the 60 minutes that end with it, this one included. `bare`: those without a valid proof; they stand in `minute` and `hour` of an ISP and a
 * campaign, and not of a network and a domain. What a form is not measured by may be 0.
 */
export interface WindowCount {
  minute: number;
  hour: number;
  bareMinute: number;
  bareHour: number;
}

/** What the rules are told of one form. Null: not known, or an organizer's allowance passes it over. */
export interface FormFacts {
  isTrapped: boolean;
  proof: Proof;
  /** Forms of other addresses that showed the same proof before. */
  proofUsedBefore: number;
  openMs: number | null;
  network: WindowCount | null;
  isp: WindowCount | null;
  domain: WindowCount | null;
  campaign: WindowCount;
  /** The dated list that holds the mail domain; null when none does. */
  disposableList: string | null;
  ispStatedId: number | null;
  ispSeenId: number | null;
  state: string | null;
  /** States that the stated ISP is known to serve. */
  ispStates: readonly string[] | null;
  /** Whether an organizer has set the signature of this address aside. */
  isSetAside: boolean;
}

/** What one rule found. `facts`: figures and names of lists, never an address or a name. */
export interface Judgement {
  rule: RuleName | typeof WEIGHING.name;
  version: number;
  verdict: Verdict;
  points: number;
  facts: Readonly<Record<string, unknown>>;
}

/** A judged form. `judgements` holds what is not clear, and the weighing last. `holdMs`: how long its mail waits, 0 for not at all. */
export interface Judged {
  isSuspicious: boolean;
  judgements: readonly Judgement[];
  holdMs: number;
}

type Found = { verdict: Verdict; points?: number; facts?: Record<string, unknown> };

const clear: Found = { verdict: 'clear' };
const noted = (points: 0 | 1, facts: Record<string, unknown>): Found => ({ verdict: 'noted', points, facts });
const suspicious = (facts: Record<string, unknown>): Found => ({ verdict: 'suspicious', points: 2, facts });

/** What a form without a valid proof is measured by. */
const isBare = ({ proof }: Pick<FormFacts, 'proof'>) => proof !== 'valid';

/** A window's note weighs only against forms without a valid proof: a crowd is no fault of whoever is in it. */
function byWindow(
  form: FormFacts,
  count: WindowCount | null,
  span: 'minute' | 'hour',
  limits: (typeof windowLimits)['network'] | (typeof windowLimits)['domain'],
): Found {
  if (!count) return clear;
  const bare = isBare(form);
  const bareForms = span === 'minute' ? count.bareMinute : count.bareHour;
  const forms = bare ? bareForms : count[span];
  const limit = limits[bare ? 'bare' : 'proved'][span];
  const facts = { forms, limit: limit.noted, counted: bare ? 'without-proof' : 'with-proof' };
  if (forms > limit.suspicious) return suspicious({ ...facts, limit: limit.suspicious });
  return forms > limit.noted ? noted(bare ? 1 : 0, facts) : clear;
}

const says: Record<RuleName, (form: FormFacts) => Found> = {
  honeypot: ({ isTrapped }) => (isTrapped ? suspicious({}) : clear),
  proof: ({ proof }) => {
    if (proof === 'valid') return clear;
    return proof === 'invalid' ? suspicious({ proof }) : noted(1, { proof });
  },
  'proof-reused': ({ proofUsedBefore }) => {
    if (proofUsedBefore >= proofUses.suspicious) return suspicious({ before: proofUsedBefore });
    return proofUsedBefore >= proofUses.noted ? noted(1, { before: proofUsedBefore }) : clear;
  },
  // A page that lay open for more than a day shows no stamp, so none weighs nothing.
  'time-trap': ({ openMs }) => {
    if (openMs === null) return noted(0, { openMs });
    if (openMs < timeTrapMs.suspicious) return suspicious({ openMs });
    return openMs < timeTrapMs.noted ? noted(1, { openMs }) : clear;
  },
  'network-burst': (form) => byWindow(form, form.network, 'minute', windowLimits.network),
  'network-sustained': (form) => byWindow(form, form.network, 'hour', windowLimits.network),
  'isp-burst': (form) => {
    if (!form.isp || !isBare(form)) return clear;
    const { bareMinute, minute } = form.isp;
    const isOver = bareMinute > windowLimits.isp.bareMinute && bareMinute > minute * windowLimits.isp.bareShare;
    return isOver ? noted(1, { withoutProof: bareMinute, all: minute }) : clear;
  },
  'domain-burst': (form) => byWindow(form, form.domain, 'minute', windowLimits.domain),
  'domain-sustained': (form) => byWindow(form, form.domain, 'hour', windowLimits.domain),
  'disposable-domain': ({ disposableList }) => (disposableList === null ? clear : noted(1, { list: disposableList })),
  // People sign at work and on their telephones: kept as a fact, held against nobody.
  'isp-differs': ({ ispStatedId: stated, ispSeenId: seen }) =>
    stated !== null && seen !== null && stated !== seen ? noted(0, { stated, seen }) : clear,
  'isp-elsewhere': ({ ispStates, state, ispStatedId }) =>
    ispStates && ispStates.length > 0 && state !== null && !ispStates.includes(state)
      ? noted(1, { isp: ispStatedId, state })
      : clear,
  'set-aside': ({ isSetAside }) => (isSetAside ? suspicious({}) : clear),
};

/** Burst and sustained count the same forms: of the two only the heavier weighs. */
const oneOfPair: readonly (readonly [RuleName, RuleName])[] = [
  ['network-burst', 'network-sustained'],
  ['domain-burst', 'domain-sustained'],
];

/**
 * Judges one form by all rules: pure, the same facts give the same answer. Its signature is set aside from `suspiciousFromPoints` upwards. A form without a valid
 * proof that comes under `pressure` has its mail held back, and is refused nothing. `id`: the form's number, which spreads the waiting. Decision 0026.
 */
export function judge(id: number, form: FormFacts): Judged {
  const found = RULES.map(({ name, version }): Judgement => {
    const { verdict, points = 0, facts = {} } = says[name](form);
    return { rule: name, version, verdict, points, facts };
  });
  const pointsOf = (rule: RuleName) => found.find((one) => one.rule === rule)?.points ?? 0;
  const counted = found.reduce((sum, { points }) => sum + points, 0);
  const twice = oneOfPair.reduce((sum, [one, other]) => sum + Math.min(pointsOf(one), pointsOf(other)), 0);
  const points = counted - twice;
  const isSuspicious = points >= suspiciousFromPoints;
  const weighing: Judgement = {
    rule: WEIGHING.name,
    version: WEIGHING.version,
    verdict: isSuspicious ? 'suspicious' : points > 0 ? 'noted' : 'clear',
    points,
    facts: { rules: found.filter((one) => one.points > 0).map(({ rule }) => rule) },
  };
  const { bareMinute, minute } = form.campaign;
  const isPressed = bareMinute > pressure.bareMinute && bareMinute > minute * pressure.bareShare;
  return {
    isSuspicious,
    judgements: [...found.filter(({ verdict }) => verdict !== 'clear'), weighing],
    holdMs: isBare(form) && isPressed ? holdMs.least + ((id * 7_919) % holdMs.spread) : 0,
  };
}
