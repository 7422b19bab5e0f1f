import type { SubmissionResult } from '@conform-to/react';
import { z } from 'zod';
import {
  addOrigin,
  addPartner,
  type EmbedChanged,
  type EmbedSeat,
  endPartner,
  removeOrigin,
  setWording,
} from '#app/domain/partner/organize.server.ts';
import { originForm, type PartnerFault, partnerForm, wordingForm } from '#app/domain/partner/partner.ts';
import { parseFields } from '#app/http/forms.ts';

const slugForm = z.object({ slug: z.string().max(60) });

/** What a form of the page came to: where the page goes on, or what is wrong with it. */
export type EmbedDeed =
  | { ok: true; where: string }
  | {
      ok: false;
      status: number;
      intent: string;
      sent: SubmissionResult<string[]> | null;
      fault: PartnerFault | 'unknown' | null;
    };

/** Does what one form of the page asks for, by its `intent`. Throws a 400 for a form that is none of the page's. */
export async function changeEmbeds(seat: EmbedSeat, request: Request): Promise<EmbedDeed> {
  const posted = [...(await request.formData())];
  const intent = String(posted.find(([name]) => name === 'intent')?.[1] ?? '');
  async function by<Shape extends z.ZodRawShape>(
    schema: z.ZodObject<Shape>,
    where: string,
    work: (value: z.output<z.ZodObject<Shape>>) => Promise<EmbedChanged>,
  ): Promise<EmbedDeed> {
    const form = parseFields(posted, schema);
    if (form.status !== 'success') return { ok: false, status: 422, intent, sent: form.reply(), fault: null };
    const done = await work(form.value as z.output<z.ZodObject<Shape>>);
    if (done.ok) return { ok: true, where };
    return { ok: false, status: done.reason === 'unknown' ? 404 : 409, intent, sent: form.reply(), fault: done.reason };
  }
  if (intent === 'add-origin') return by(originForm, '#sites', ({ origin }) => addOrigin({ ...seat, origin }));
  if (intent === 'remove-origin') {
    const plain = z.object({ origin: z.string().max(300) });
    return by(plain, '#sites', ({ origin }) => removeOrigin({ ...seat, origin }));
  }
  if (intent === 'add-partner') return by(partnerForm, '#partners', (partner) => addPartner({ ...seat, ...partner }));
  if (intent === 'end-partner') return by(slugForm, '#partners', ({ slug }) => endPartner({ ...seat, slug }));
  if (intent === 'set-box')
    return by(wordingForm.extend(slugForm.shape), '#partners', ({ slug, en, es }) =>
      setWording({ ...seat, slug, wording: { en, es } }),
    );
  if (intent === 'hide-box')
    return by(slugForm, '#partners', ({ slug }) => setWording({ ...seat, slug, wording: null }));
  throw new Response(null, { status: 400 });
}
