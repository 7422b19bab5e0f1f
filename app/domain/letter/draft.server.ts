import { and, asc, desc, eq, isNull, ne, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { letters, letterTemplates } from '#db/schema/letter.ts';
import { signatures } from '#db/schema/signature.ts';
import { type BlankValues, fill, parseTemplate } from '#templates/fill.ts';
import { findCampaign } from '../campaign/campaign.server.ts';
import { type AddresseeKind, type Campaign, isTakingSignatures } from '../campaign/campaign.ts';
import { listEvidence } from '../isp/evidence.server.ts';
import { type Evidence, isFitForLetter } from '../isp/evidence.ts';
import { findIspById } from '../isp/isp.server.ts';
import { chosenTargets } from '../target/target.server.ts';
import type { ChosenTarget, TargetOption } from '../target/target.ts';
import type { LetterChoice, LetterState } from './letter.ts';
import { stateName } from './state-names.ts';

/** Most addresses in one footnote: two are enough to check it, more fill the page. Own choice. */
const MAX_SOURCES = 2;

/** A letter that may be started: its slug and name. */
export interface TemplateChoice {
  slug: string;
  name: string;
}

/** A target with the letters that fit it and, when the person has begun one, that letter. */
export type WritingOption = TargetOption & {
  templates: TemplateChoice[];
  letter: { publicId: string; status: LetterState } | null;
};

/** What the page of a campaign's letters shows. Refusals: no such campaign; or a campaign that the person has not confirmed signing. */
export type Writing =
  | { ok: true; campaign: Campaign; senderName: string; options: WritingOption[] }
  | { ok: false; reason: 'campaign_unknown' }
  | { ok: false; reason: 'not_confirmed'; campaign: Campaign };

/** Who writes to which campaign, in which language. `personId` null: nobody who has confirmed. */
export interface WritingInput {
  slug: string;
  personId: number | null;
  locale: 'en' | 'es';
}

/** The addressees, letters and drafts of one person in one campaign. Reads only. */
export async function findWriting(
  { slug, personId, locale }: WritingInput,
  given: Partial<Tools> = {},
): Promise<Writing> {
  const { db } = tools(given);
  const campaign = await findCampaign(slug, locale, given);
  if (!campaign) return { ok: false, reason: 'campaign_unknown' };
  const sender = personId === null ? null : await findSender(db, personId, campaign.id);
  if (!sender || personId === null) return { ok: false, reason: 'not_confirmed', campaign };
  const [options, templates, begun] = await Promise.all([
    chosenTargets(sender, campaign.id, given),
    listTemplates(db, campaign.id, locale),
    listBegun(db, personId, campaign.id),
  ]);
  return {
    ok: true,
    campaign,
    senderName: sender.name,
    options: options.map((option) => ({
      ...option,
      templates: templates
        .filter((t) => t.addresseeKinds.includes(option.targetKind))
        .map(({ slug, name }) => ({ slug, name })),
      letter: option.ok ? (begun.find((letter) => isTo(letter, option)) ?? null) : null,
    })),
  };
}

/** What drafting came to: the public ids of the letters, in the order of the choice. */
export type DraftResult =
  | { ok: true; publicIds: string[] }
  | {
      ok: false;
      reason: 'campaign_unknown' | 'not_confirmed' | 'campaign_not_open' | 'target_unavailable' | 'no_template';
    };

/**
 * Stores one draft per chosen addressee, filled from its template with the sender's own ISP, the sources of the law that the template
 * states, and the current fact about the ISP where there is one; in one transaction, so all or none. An addressee that the person has
 * begun or finished a letter to keeps that letter. A target that is not the campaign's, or does not apply to the sender, refuses the
 * whole choice.
 */
export async function draftLetters(
  { slug, personId, locale, choice }: WritingInput & { choice: LetterChoice },
  given: Partial<Tools> = {},
): Promise<DraftResult> {
  const { db, now } = tools(given);
  const campaign = await findCampaign(slug, locale, given);
  if (!campaign) return { ok: false, reason: 'campaign_unknown' };
  if (!isTakingSignatures(campaign, now())) return { ok: false, reason: 'campaign_not_open' };
  return db.transaction(async (tx): Promise<DraftResult> => {
    const sender = personId === null ? null : await findSender(tx, personId, campaign.id);
    if (!sender || personId === null) return { ok: false, reason: 'not_confirmed' };
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`letters:${personId}`}, 0))`);
    const inside = { db: tx, now };
    const options = await chosenTargets(sender, campaign.id, inside);
    const evidence = await listEvidence({ ispId: sender.ispStatedId, locale }, inside);
    const begun = await listBegun(tx, personId, campaign.id);
    const templates = await listTemplates(tx, campaign.id, locale);
    const isp = sender.ispStatedId === null ? null : await findIspById(sender.ispStatedId, inside);
    const planned = [...new Set(choice.targets)].map((targetId) => {
      const option = options.find((o) => o.targetId === targetId);
      const fitting = templates.filter((t) => option && t.addresseeKinds.includes(option.targetKind));
      return { option, template: fitting.find((t) => t.slug === choice.templates[targetId]) ?? fitting[0] };
    });
    if (planned.some(({ option }) => !option?.ok)) return { ok: false, reason: 'target_unavailable' };
    if (planned.some(({ template }) => !template)) return { ok: false, reason: 'no_template' };
    const publicIds: string[] = [];
    for (const { option, template } of planned) {
      if (!option?.ok || !template) continue;
      const held = begun.find((letter) => isTo(letter, option));
      if (held) {
        publicIds.push(held.publicId);
        continue;
      }
      const letter = parseTemplate(template.source, `letter template ${template.id}`);
      const cited = citedFacts(evidence, letter.law);
      const blanks: BlankValues = {
        sender_name: sender.name,
        sender_zip: sender.zip,
        sender_state: stateName(sender.state, locale),
        isp: isp?.name,
        addressee: option.name,
        ...footnoted(cited),
      };
      const filled = fill(letter, blanks);
      const isFactUsed = cited.fact !== null && filled.body.includes(citation(cited.fact));
      const [row] = await tx
        .insert(letters)
        .values({
          personId,
          signatureId: sender.signatureId,
          campaignId: campaign.id,
          templateId: template.id,
          addresseeKind: option.targetKind,
          docketId: option.targetKind === 'fcc_docket' ? campaign.docketId : null,
          regulatorId: option.addressee.kind === 'regulator' ? option.addressee.regulatorId : null,
          ispId: option.addressee.kind === 'isp' ? option.addressee.ispId : null,
          senderIspId: sender.ispStatedId,
          senderState: sender.state,
          senderName: sender.name,
          locale,
          subject: filled.subject,
          body: filled.body,
          templateBody: filled.body,
          evidence: [...cited.law, ...(isFactUsed && cited.fact ? [cited.fact] : [])].map((cite) => ({
            kind: cite.kind,
            ref: cite.ref,
            text: citation(cite),
            sources: [...cite.sources],
          })),
          createdAt: now(),
        })
        .returning({ publicId: letters.publicId });
      if (row) publicIds.push(row.publicId);
    }
    return { ok: true, publicIds };
  });
}

interface CitedFacts {
  /** The law that the template's own words state. */
  law: readonly Evidence[];
  /** The first current fact about the ISP itself. */
  fact: Evidence | null;
}

/**
 * What a letter cites, all of it current and sourced; an ISP without a fact on how it treats traffic leaves the law, which holds for every ISP: a
 * sale or a merger is no argument.
 */
function citedFacts(evidence: readonly Evidence[], law: readonly string[]): CitedFacts {
  const laws = evidence.filter(({ kind, isCurrent, sources }) => kind === 'law' && isCurrent && sources.length > 0);
  return {
    law: law.flatMap((slug) => laws.find(({ ref }) => ref === slug) ?? []),
    fact: evidence.find(isFitForLetter) ?? null,
  };
}

/** The sentence with its caveat, which stands wherever the sentence does. */
function citation({ text, caveat }: Evidence): string {
  return caveat ? `${text} ${caveat}` : text;
}

/** The law is note 1, the fact the next. Two laws share the note with one source each, so that each can be checked. */
function footnoted({ law, fact }: CitedFacts): BlankValues {
  const note = (number: number, sources: readonly string[]) =>
    `[${number}] ${sources.slice(0, MAX_SOURCES).join(' ; ')}`;
  const ofEach =
    law.length === 1 ? law.flatMap(({ sources }) => sources) : law.flatMap(({ sources }) => sources.slice(0, 1));
  const number = law.length > 0 ? 2 : 1;
  return {
    ...(law.length > 0 ? { law_mark: '[1]', law_source: note(1, ofEach) } : {}),
    ...(fact ? { evidence: `${citation(fact)} [${number}]`, evidence_source: note(number, fact.sources) } : {}),
  };
}

async function findSender(db: Db, personId: number, campaignId: number) {
  const [row] = await db
    .select({
      signatureId: signatures.id,
      name: signatures.name,
      zip: signatures.zip,
      state: signatures.state,
      ispStatedId: signatures.ispStatedId,
    })
    .from(signatures)
    .where(
      and(eq(signatures.personId, personId), eq(signatures.campaignId, campaignId), eq(signatures.status, 'confirmed')),
    )
    .orderBy(desc(signatures.id))
    .limit(1);
  return row ?? null;
}

function listTemplates(db: Db, campaignId: number, locale: 'en' | 'es') {
  return db
    .select({
      id: letterTemplates.id,
      slug: letterTemplates.slug,
      name: letterTemplates.name,
      addresseeKinds: letterTemplates.addresseeKinds,
      source: letterTemplates.source,
    })
    .from(letterTemplates)
    .where(
      and(
        eq(letterTemplates.campaignId, campaignId),
        eq(letterTemplates.locale, locale),
        isNull(letterTemplates.retiredAt),
      ),
    )
    .orderBy(asc(letterTemplates.position), asc(letterTemplates.slug))
    .limit(100);
}

function listBegun(db: Db, personId: number, campaignId: number) {
  return db
    .select({
      publicId: letters.publicId,
      status: letters.status,
      addresseeKind: letters.addresseeKind,
      regulatorId: letters.regulatorId,
      ispId: letters.ispId,
    })
    .from(letters)
    .where(and(eq(letters.personId, personId), eq(letters.campaignId, campaignId), ne(letters.status, 'discarded')))
    .orderBy(sql`${letters.status} = 'sent' desc`, desc(letters.id))
    .limit(100);
}

function isTo(
  letter: { addresseeKind: AddresseeKind; regulatorId: number | null; ispId: number | null },
  { addressee, targetKind }: ChosenTarget,
): boolean {
  if (letter.addresseeKind !== targetKind) return false;
  return addressee.kind === 'isp' ? letter.ispId === addressee.ispId : letter.regulatorId === addressee.regulatorId;
}
