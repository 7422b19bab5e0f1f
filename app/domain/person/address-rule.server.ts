import { asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Tools, tools } from '#app/db.server.ts';
import { addressRuleChanges, addressRules } from '#db/schema/index.ts';
import {
  type AddressRule,
  type AddressRules,
  type AddressRulesFault,
  addressRulesFault,
  asciiDomain,
} from './address.ts';

/** A rule with the place where it was read. */
export type SourcedRule = AddressRule & { source: string };

/** One change of a rule; `before` or `after` is null where there was or is none. Instants in UTC. */
export interface AddressRuleChange {
  before: SourcedRule | null;
  after: SourcedRule | null;
  reason: string;
  by: string;
  at: Date;
}

const words = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u);

/** A rule as an organizer states it, whole. Domains in any spelling; `tagSeparator`: one sign that a local part may hold. */
export const statedRule = z.object({
  aliasOf: z.string().nullable(),
  ignoresDots: z.boolean(),
  tagSeparator: z
    .string()
    .regex(/^[!#$%&'*+/=?^_`{|}~-]$/)
    .nullable(),
  isOneMailbox: z.boolean(),
  source: words(500),
});

/** Who changes a rule and why: at most 100 and 500 characters on one line. */
export const changeReason = z.object({ by: words(100), reason: words(500) });

/** What an organizer wants: this rule for the domain, or none of its own. */
export interface WantedRule {
  domain: string;
  rule: z.input<typeof statedRule> | null;
}

/** Why a rule is not changed. `domain`, `alias`: no domain that mail goes to. `unchanged`: it stands so already. */
export type AddressRuleRefusal = 'domain' | 'alias' | 'unchanged' | AddressRulesFault;

/** A wanted rule fitted into those that stand. */
export type FittedRule =
  | { ok: true; domain: string; before: SourcedRule | null; after: SourcedRule | null; rules: AddressRules }
  | { ok: false; reason: AddressRuleRefusal };

/** A domain, `*.` and a domain, or `*`, in the one spelling that rules use; null for anything else. */
export function ruleDomain(typed: string): string | null {
  const bare = typed.trim();
  if (bare === '*') return bare;
  const above = bare.startsWith('*.');
  const domain = asciiDomain(above ? bare.slice(2) : bare);
  return domain && above ? `*.${domain}` : domain;
}

/** All rules as the table holds them now, with their sources, by domain. */
export async function listSourcedRules(given: Partial<Tools> = {}): Promise<SourcedRule[]> {
  const { db } = tools(given);
  return db
    .select({
      domain: addressRules.domain,
      aliasOf: addressRules.aliasOf,
      ignoresDots: addressRules.ignoresDots,
      tagSeparator: addressRules.tagSeparator,
      isOneMailbox: addressRules.isOneMailbox,
      source: addressRules.source,
    })
    .from(addressRules)
    .orderBy(asc(addressRules.domain));
}

/** What was changed about the rule of a domain, oldest first. */
export async function listAddressRuleChanges(domain: string, given: Partial<Tools> = {}): Promise<AddressRuleChange[]> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(addressRuleChanges)
    .where(eq(addressRuleChanges.domain, domain))
    .orderBy(asc(addressRuleChanges.id));
  return rows.map(({ before, after, reason, changedBy, changedAt }) => ({
    before: before as SourcedRule | null,
    after: after as SourcedRule | null,
    reason,
    by: changedBy,
    at: changedAt,
  }));
}

/** Fits a wanted rule into those that stand, and changes nothing. Throws on a rule that `statedRule` would refuse. */
export async function fitAddressRule(wanted: WantedRule, given: Partial<Tools> = {}): Promise<FittedRule> {
  const domain = ruleDomain(wanted.domain);
  if (domain === null) return { ok: false, reason: 'domain' };
  const stated = wanted.rule === null ? null : statedRule.parse(wanted.rule);
  const aliasOf = stated?.aliasOf == null ? null : asciiDomain(stated.aliasOf);
  if (stated?.aliasOf != null && aliasOf === null) return { ok: false, reason: 'alias' };
  const after = stated && { ...stated, domain, aliasOf };
  const standing = await listSourcedRules(given);
  const before = standing.find((rule) => rule.domain === domain) ?? null;
  if (isSame(before, after)) return { ok: false, reason: 'unchanged' };
  const rules = new Map<string, AddressRule>(standing.map((rule) => [rule.domain, rule]));
  if (after) rules.set(domain, after);
  else rules.delete(domain);
  const fault = addressRulesFault(rules);
  if (fault) return { ok: false, reason: fault };
  return { ok: true, domain, before, after, rules };
}

/**
 * Changes, makes or retires a rule and writes down what stood before and after, who changed it and why, in one transaction. Two organizers at once wait for each
 * other. Every process reads addresses by it within a minute (`listAddressRules`); signatures that stand stay as they are. Refuses as `AddressRuleRefusal` says.
 */
export async function changeAddressRule(
  wanted: WantedRule & z.input<typeof changeReason>,
  given: Partial<Tools> = {},
): Promise<FittedRule> {
  const { db, now } = tools(given);
  const { by, reason } = changeReason.parse(wanted);
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('address_rules'))`);
    const fitted = await fitAddressRule(wanted, { db: tx });
    if (!fitted.ok) return fitted;
    const { domain, before, after } = fitted;
    if (after) {
      const { domain: _, ...fields } = after;
      await tx
        .insert(addressRules)
        .values(after)
        .onConflictDoUpdate({ target: [addressRules.domain], set: fields });
    } else await tx.delete(addressRules).where(eq(addressRules.domain, domain));
    await tx.insert(addressRuleChanges).values({ domain, before, after, reason, changedBy: by, changedAt: now() });
    return fitted;
  });
}

function isSame(one: SourcedRule | null, other: SourcedRule | null): boolean {
  if (one === null || other === null) return one === other;
  return (['aliasOf', 'ignoresDots', 'tagSeparator', 'isOneMailbox', 'source'] as const).every(
    (field) => one[field] === other[field],
  );
}
