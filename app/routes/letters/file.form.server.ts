import { parseWithZod } from '@conform-to/zod/v4';
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
  const known = new FormData();
  for (const name of ['ticket', 'day']) known.set(name, typed(name));
  const parsed = parseWithZod(known, { schema: filedForm });
  if (parsed.status !== 'success') return refuse(parsed.error?.ticket ? 'ticket_shape' : 'day_missing');
  const result = await noteFiled({ ...owner, ...parsed.value });
  return result.ok ? null : refuse(result.reason);
}
