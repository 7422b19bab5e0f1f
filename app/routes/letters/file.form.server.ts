import { filedForm } from '#app/domain/complaint/complaint.ts';
import { type FiledRefusal, noteFiled, takeBackFiled } from '#app/domain/complaint/own-filing.server.ts';
import type { LetterOwner } from '#app/domain/letter/letter.ts';
import { filingRefusal } from '#app/http/filing-refusals.ts';
import type { Locale } from '#app/http/locale.ts';
import type { NoteAnswer } from './file.note.tsx';

/** Notes a filing or takes it back, as the posted form says; null when it is done, otherwise what to show. */
export async function noteByForm(owner: LetterOwner, form: FormData, locale: Locale): Promise<NoteAnswer | null> {
  const typed = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.slice(0, 400) : '';
  };
  const refuse = (reason: FiledRefusal): NoteAnswer => ({
    ...filingRefusal(reason, locale),
    ticket: typed('ticket'),
    day: typed('day'),
  });
  if (form.get('intent') === 'take_back') {
    const result = await takeBackFiled(owner);
    return result.ok ? null : refuse(result.reason);
  }
  const parsed = filedForm.safeParse({ ticket: typed('ticket'), day: typed('day') });
  if (!parsed.success) return refuse(parsed.error.issues[0]?.path[0] === 'ticket' ? 'ticket_shape' : 'day_missing');
  const result = await noteFiled({ ...owner, ...parsed.data });
  return result.ok ? null : refuse(result.reason);
}
