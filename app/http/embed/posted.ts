import type { IncomingMessage } from 'node:http';
import { type Switches, takesSignatures } from '#app/domain/installation/switches.ts';
import type { BatchResult, SignBatch } from '#app/domain/signature/batch.server.ts';
import { formChoices } from '#app/domain/signature/choices.ts';
import { type CodeRefusal, codeForm, signForm } from '#app/domain/signature/signature.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { readSigns } from '../form-signs.ts';
import { parseFields } from '../forms.ts';
import type { Locale } from '../locale.ts';
import { refusalOf } from '../refusals.ts';
import { fieldsOf, readForm } from '../request-body.ts';
import { requestAddress, type VisitorOptions } from '../visitor.ts';

/** An answer of an embed's address: JSON for its script, or a page for a frame. Status 499: the client went away. */
export interface EmbedAnswer {
  status: number;
  json?: Record<string, unknown> & { retryAfterSeconds?: number };
  page?: { head: readonly string[]; body: Buffer };
}

/** Confirms by the six digits, as `confirmByCode` of the domain. */
export type Confirm = (input: {
  claim: string;
  code: string;
}) => Promise<{ ok: true; isHeld: boolean; token: string } | { ok: false; reason: CodeRefusal }>;

/** What taking forms needs. */
export interface PostedOptions extends VisitorOptions {
  verbs: { confirm: Confirm };
  origin: string;
  secret: string;
  batch: SignBatch;
  switches(): Switches;
}

const bodyStatuses = { too_large: 413, unsupported_form: 415, bad_request: 400, gone: 499 } as const;
const RETRY_SECONDS = { least: 3, more: 8 };

const putOff = (reason: 'busy' | 'away' | 'off'): EmbedAnswer => ({
  status: 503,
  json: {
    reason,
    retryAfterSeconds: RETRY_SECONDS.least + Math.floor(Math.random() * (RETRY_SECONDS.more + 1)),
  },
});

/**
 * Takes a sign form that stood on another site, by the same way as one of our own page: the same schema, signs, batch and answer. 200 with a claim after the commit,
 * whoever has signed before; 422 with the words of each fault; a refusal about the campaign with its words; 503 while the batch is full, nothing could be stored,
 * or no signatures are collected. Decision 0024.
 */
export async function signFrom(
  request: IncomingMessage,
  { slug, locale, source }: { slug: string; locale: Locale; source: string },
  options: PostedOptions,
): Promise<EmbedAnswer> {
  const fields = await fieldsIn(request);
  if (!Array.isArray(fields)) return fields;
  if (!takesSignatures(options.switches())) return putOff('off');
  const parsed = parseFields(fields, signForm);
  if (parsed.status !== 'success') return { status: 422, json: { faults: faultWords(parsed.reply().error, locale) } };
  if (options.batch.isFull()) return putOff('busy');
  const { address } = requestAddress(request, '', options);
  const { proof, stamp, partner, variant, subscribe, partnerConsent, ...said } = parsed.value;
  const result = await new Promise<BatchResult>((done) =>
    options.batch.take(
      {
        ...said,
        campaignSlug: slug,
        locale,
        source,
        seen: options.identify(address),
        signs: readSigns({ proof, stamp }, address, { secret: options.secret, now: () => new Date() }),
        choices: formChoices({ partner, variant, subscribe, partnerConsent }),
      },
      done,
    ),
  );
  if (result === 'unsaved') return putOff('away');
  if (result.ok) return { status: 200, json: { claim: result.claim } };
  const { status, title, text } = refusalOf(result.reason, locale);
  return { status, json: { refusal: { title, text } } };
}

/**
 * Confirms by the six digits for the claim that `signFrom` gave: 200 with the address of the page where the person goes on, or that an organizer looks at it first; the refusals of
 * the thank-you page with their words. No cookie is set: the way on begins at a page of ours.
 */
export async function confirmFrom(
  request: IncomingMessage,
  { locale }: { locale: Locale },
  { verbs, origin, switches }: PostedOptions,
): Promise<EmbedAnswer> {
  const fields = await fieldsIn(request);
  if (!Array.isArray(fields)) return fields;
  if (switches().isReadOnly) return putOff('off');
  const parsed = parseFields(fields, codeForm);
  if (parsed.status !== 'success')
    return { status: 422, json: { faults: { code: messagesIn(locale).sign.faults.code_shape } } };
  const claim = fields.find(([name]) => name === 'claim')?.[1] ?? '';
  const result = await verbs.confirm({ claim, code: parsed.value.code });
  if (!result.ok) {
    const { status, title, text } = refusalOf(result.reason, locale);
    return { status, json: { refusal: { title, text } } };
  }
  const next = `${origin}${locale === 'es' ? '/es' : ''}/confirm/${result.token}`;
  return { status: 200, json: result.isHeld ? { isHeld: true } : { isHeld: false, next } };
}

async function fieldsIn(request: IncomingMessage): Promise<[string, string][] | EmbedAnswer> {
  const body = await readForm(request);
  if (typeof body === 'string') return { status: bodyStatuses[body], json: { reason: body } };
  return fieldsOf(request.headers['content-type'] ?? '', body);
}

/** The words of the first fault of each field. */
function faultWords(
  errors: Record<string, string[] | null> | null | undefined,
  locale: Locale,
): Record<string, string> {
  const words: Record<string, string> = messagesIn(locale).sign.faults;
  return Object.fromEntries(
    Object.entries(errors ?? {}).flatMap(([field, codes]) => {
      const text = words[codes?.[0] ?? ''] ?? words.isp_shape;
      return codes?.[0] && text ? [[field, text]] : [];
    }),
  );
}
