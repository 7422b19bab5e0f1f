import type { SubmissionResult } from '@conform-to/react';
import { type DraftSaved, saveDraft, type TextFault } from '#app/domain/broadcast/draft.server.ts';
import { draftForm, leaveForm, readerForm } from '#app/domain/broadcast/form.ts';
import {
  BROADCAST_DEEDS,
  changeBroadcast,
  type LeaveRefusal,
  scheduleBroadcast,
} from '#app/domain/broadcast/leave.server.ts';
import { testLater } from '#app/domain/broadcast/test-mail.server.ts';
import { may } from '#app/domain/organizer/permissions.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';
import { parseFields } from '#app/http/forms.ts';

/** Why a form of the page was not done. */
export type BroadcastRefused = Extract<DraftSaved, { ok: false }>['reason'] | LeaveRefusal | 'unsure';

/** What a form of the page came to: where the page goes on, or what is wrong with it. */
export type BroadcastDone =
  | { ok: true; note: '' | 'saved' | 'tested' | 'tested-already' }
  | {
      ok: false;
      status: number;
      intent: string;
      refusal: BroadcastRefused | null;
      sent: SubmissionResult<string[]> | null;
      texts: TextFault[];
    };

const STATUS: Partial<Record<BroadcastRefused, number>> = {
  unknown: 404,
  texts: 422,
  unsure: 422,
  no_time: 422,
  no_words: 422,
};

/** Does what one form of the page asks for, by its `intent`. Throws a 400 for a form that is none of the page's, a 403 for one that the role may not send. */
export async function changeByForm(seat: Seat, publicId: string, request: Request): Promise<BroadcastDone> {
  const fields = await request.formData().catch(() => {
    throw new Response(null, { status: 400 });
  });
  const intent = String(fields.get('intent') ?? '');
  const { role, organization, actor } = seat;
  const ref = { organizationId: organization.id, publicId, actor };
  const refuse = (
    refusal: BroadcastRefused | null,
    sent: SubmissionResult<string[]> | null = null,
    texts: TextFault[] = [],
  ) =>
    ({ ok: false, status: refusal === null ? 422 : (STATUS[refusal] ?? 409), intent, refusal, sent, texts }) as const;
  if (intent === 'save') {
    const form = parseFields(fields, draftForm);
    if (form.status !== 'success') return refuse(null, form.reply());
    const saved = await saveDraft({ ...ref, form: form.value });
    if (saved.ok) return { ok: true, note: 'saved' };
    return refuse(saved.reason, form.reply(), saved.reason === 'texts' ? saved.faults : []);
  }
  if (intent === 'test') {
    const form = parseFields(fields, readerForm);
    if (form.status !== 'success') throw new Response(null, { status: 400 });
    const queued = await testLater({ ...ref, organizerId: seat.organizer.id, ...form.value });
    if (queued === 'unknown') return refuse('unknown');
    return { ok: true, note: queued === 'queued' ? 'tested' : 'tested-already' };
  }
  if (!may(role, 'broadcast.send', organization.runsInstallation)) throw new Response(null, { status: 403 });
  if (intent === 'leave') {
    const form = parseFields(fields, leaveForm);
    if (form.status !== 'success') return refuse('no_time', form.reply());
    if (fields.get('sure') !== 'on') return refuse('unsure', form.reply());
    const left = await scheduleBroadcast({ ...ref, form: form.value });
    return left.ok ? { ok: true, note: '' } : refuse(left.reason, form.reply());
  }
  const deed = BROADCAST_DEEDS.find((one) => one === intent);
  if (!deed) throw new Response(null, { status: 400 });
  const changed = await changeBroadcast({ ...ref, deed });
  return changed.ok ? { ok: true, note: '' } : refuse(changed.reason);
}
