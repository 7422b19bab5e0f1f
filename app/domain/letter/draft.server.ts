import { and, desc, eq, ne, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { letters } from '#db/schema/letter.ts';
import { signatures } from '#db/schema/signature.ts';
import type { Citable, Citables } from '#templates/citing.ts';
import { fill } from '#templates/fill.ts';
import { findCampaign } from '../campaign/campaign.server.ts';
import { type AddresseeKind, type Campaign, isTakingSignatures } from '../campaign/campaign.ts';
import { chosenTargets } from '../target/target.server.ts';
import type { ChosenTarget, TargetOption } from '../target/target.ts';
import { listCitables } from './citables.server.ts';
import type { LetterChoice, LetterEvidence, LetterState } from './letter.ts';
import {
  blanksOf,
  findSenderIsp,
  fittingLetters,
  type LetterSender,
  listOfferedTemplates,
  type OfferedTemplate,
} from './template-choice.server.ts';

/** A letter that may be started: its slug and name. */
export interface TemplateChoice {
  slug: string;
  name: string;
}

/**
 * A target with the letters that fit it, the first of which is the person's unless they choose, and, when the person has begun one, that letter.
 * `exclusion`: why there is no letter for this person, in their language, when a template says so.
 */
export type WritingOption = TargetOption & {
  templates: TemplateChoice[];
  exclusion: string | null;
  letter: { publicId: string; status: LetterState } | null;
};

/** What the page of a campaign's letters shows. Refusals: no such campaign; or a campaign that the person has not confirmed signing. */
export type Writing =
  | { ok: true; campaign: Campaign; senderName: string; options: WritingOption[] }
  | { ok: false; reason: 'campaign_unknown' }
  | { ok: false; reason: 'not_confirmed'; campaign: Campaign };

/** Who writes to which campaign, in which language. `personId` null: nobody who has confirmed; `signatureId`: whose words, where two people share a mailbox. */
export interface WritingInput {
  slug: string;
  personId: number | null;
  signatureId?: number | null | undefined;
  locale: 'en' | 'es';
}

/** The addressees, letters and drafts of one person in one campaign. Reads only. */
export async function findWriting(
  { slug, personId, signatureId, locale }: WritingInput,
  given: Partial<Tools> = {},
): Promise<Writing> {
  const { db, now } = tools(given);
  const campaign = await findCampaign(slug, locale, given);
  if (!campaign) return { ok: false, reason: 'campaign_unknown' };
  const sender = personId === null ? null : await findSender(db, { personId, signatureId }, campaign.id);
  if (!sender || personId === null) return { ok: false, reason: 'not_confirmed', campaign };
  const [options, templates, begun, isp] = await Promise.all([
    chosenTargets(sender, campaign.id, given),
    listOfferedTemplates(db, campaign.id, locale),
    listBegun(db, sender.signatureId),
    findSenderIsp(db, sender.ispStatedId),
  ]);
  const writer = { ...sender, isp };
  return {
    ok: true,
    campaign,
    senderName: sender.name,
    options: options.map((option) => {
      const { letters: fitting, exclusion } = fittingLetters(templates, option, writer, now());
      return {
        ...option,
        templates: fitting.map(({ slug, template }) => ({ slug, name: template.name })),
        exclusion,
        letter: option.ok ? (begun.find((letter) => isTo(letter, option)) ?? null) : null,
      };
    }),
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
 * states, and current facts about the ISP where there are any; in one transaction, so all or none. An addressee that the person has
 * begun or finished a letter to keeps that letter. A target that is not the campaign's, or does not apply to the sender, refuses the
 * whole choice.
 */
export async function draftLetters(
  { slug, personId, signatureId, locale, choice }: WritingInput & { choice: LetterChoice },
  given: Partial<Tools> = {},
): Promise<DraftResult> {
  const { db, now } = tools(given);
  const campaign = await findCampaign(slug, locale, given);
  if (!campaign) return { ok: false, reason: 'campaign_unknown' };
  if (!isTakingSignatures(campaign, now())) return { ok: false, reason: 'campaign_not_open' };
  const sender = personId === null ? null : await findSender(db, { personId, signatureId }, campaign.id);
  if (!sender || personId === null) return { ok: false, reason: 'not_confirmed' };
  const [options, templates, isp] = await Promise.all([
    chosenTargets(sender, campaign.id, given),
    listOfferedTemplates(db, campaign.id, locale),
    findSenderIsp(db, sender.ispStatedId),
  ]);
  const writer: Writer = { ...sender, personId, isp };
  const planned = [...new Set(choice.targets)].map((targetId) => {
    const option = options.find((o) => o.targetId === targetId);
    const fitting = option ? fittingLetters(templates, option, writer, now()).letters : [];
    return { option, template: fitting.find((t) => t.slug === choice.templates[targetId]) ?? fitting[0] };
  });
  if (planned.some(({ option }) => !option?.ok)) return { ok: false, reason: 'target_unavailable' };
  const record = [...new Set(planned.flatMap(({ template }) => template?.template.record ?? []))];
  const citables = await listCitables({ ispId: sender.ispStatedId, locale, record }, given);
  // Only what two requests of one person could do twice needs the lock; what is read above is looked at again before anything is sent.
  return db.transaction(async (tx): Promise<DraftResult> => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`letters:${personId}`}, 0))`);
    const begun = await listBegun(tx, writer.signatureId);
    const isHeld = (option: TargetOption) => option.ok && begun.some((letter) => isTo(letter, option));
    if (planned.some(({ option, template }) => !template && !(option && isHeld(option))))
      return { ok: false, reason: 'no_template' };
    const publicIds: string[] = [];
    for (const { option, template } of planned) {
      if (!option?.ok) continue;
      const held = begun.find((letter) => isTo(letter, option));
      if (held) publicIds.push(held.publicId);
      else if (template) publicIds.push(await storeDraft(tx, { campaign, option, template, writer, citables }, now()));
    }
    return { ok: true, publicIds };
  });
}

interface Writer extends LetterSender {
  personId: number;
  signatureId: number;
  ispStatedId: number | null;
}

interface Plan {
  campaign: Campaign;
  option: ChosenTarget;
  template: OfferedTemplate;
  writer: Writer;
  citables: Citables;
}

/** Fills one letter and stores it with the version of its template and with what it cites, in the order of its footnotes. */
async function storeDraft(tx: Db, plan: Plan, at: Date): Promise<string> {
  const { campaign, option, template, writer, citables } = plan;
  const filled = fill(template.template, blanksOf(template.template, writer, option.name), citables);
  const [row] = await tx
    .insert(letters)
    .values({
      personId: writer.personId,
      signatureId: writer.signatureId,
      campaignId: campaign.id,
      templateId: template.id,
      addresseeKind: option.targetKind,
      docketId: option.targetKind === 'fcc_docket' ? campaign.docketId : null,
      regulatorId: option.addressee.kind === 'regulator' ? option.addressee.regulatorId : null,
      ispId: option.addressee.kind === 'isp' ? option.addressee.ispId : null,
      senderIspId: writer.ispStatedId,
      senderState: writer.state,
      senderName: writer.name,
      locale: template.template.locale,
      subject: filled.subject,
      body: filled.body,
      templateBody: filled.body,
      evidence: filled.cited.map(evidenceOf),
      createdAt: at,
    })
    .returning({ publicId: letters.publicId });
  if (!row) throw new Error('the letter was not stored');
  return row.publicId;
}

/** What is kept of a cited entry; the caveat stands wherever the sentence does. */
function evidenceOf({ kind, ref, text, caveat, sources }: Citable): LetterEvidence {
  return { kind, ref, text: caveat ? `${text} ${caveat}` : text, sources: [...sources] };
}

/** The confirmed signature whose words a letter takes: the session's own; in another campaign the one under the same name, else the newest of the mailbox. */
async function findSender(
  db: Db,
  { personId, signatureId = null }: Pick<WritingInput, 'signatureId'> & { personId: number },
  campaignId: number,
) {
  const isNamedAlike = sql`lower(${signatures.name}) = (select lower(o.name) from signatures o where o.id = ${signatureId} and o.person_id = ${personId})`;
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
    .orderBy(
      sql`${signatures.id} = ${signatureId} desc nulls last`,
      sql`${isNamedAlike} desc nulls last`,
      desc(signatures.id),
    )
    .limit(1);
  return row ?? null;
}

function listBegun(db: Db, signatureId: number) {
  return db
    .select({
      publicId: letters.publicId,
      status: letters.status,
      addresseeKind: letters.addresseeKind,
      regulatorId: letters.regulatorId,
      ispId: letters.ispId,
    })
    .from(letters)
    .where(and(eq(letters.signatureId, signatureId), ne(letters.status, 'discarded')))
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
