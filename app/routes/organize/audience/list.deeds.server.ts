import { type ActionFunctionArgs, data, redirect } from '@remix-run/node';
import {
  cancelImport,
  checkImport,
  type ImportDeed,
  startImport,
  undoImport,
} from '#app/domain/subscriber/import.server.ts';
import { IMPORT_FIELDS, importMapping } from '#app/domain/subscriber/import.ts';
import { localeOf, localePath } from '#app/http/locale.ts';

const TYPED = ['consentWhen', 'consentWhere', 'consentWording', 'language'] as const;

/** The number of a list in an address; 0, which no list has, for anything else. */
export function listIdOf(part: string | undefined): number {
  return /^[1-9]\d{0,8}$/.test(part ?? '') ? Number(part) : 0;
}

function mappingOf(form: FormData) {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  const columns = Object.fromEntries(
    IMPORT_FIELDS.flatMap((field) =>
      /^\d{1,3}$/.test(text(`column-${field}`)) ? [[field, Number(text(`column-${field}`))]] : [],
    ),
  );
  return { columns, ...Object.fromEntries(TYPED.map((name) => [name, text(name)])) };
}

/** Does what a button of a list's page asks and leads back to it; says what is wrong with a mapping, and keeps what was typed. */
export async function actOnList({ request, params }: ActionFunctionArgs, deed: ImportDeed, slug: string) {
  const form = await request.formData().catch(() => null);
  const intent = form?.get('intent');
  const back = localePath(localeOf(params.lang), `/organize/${slug}/audience/lists/${deed.importId}`);
  if (form && intent === 'check') {
    const typed = mappingOf(form);
    const mapping = importMapping.safeParse(typed);
    if (!mapping.success) {
      const faults = mapping.error.issues.map(({ message, path }) => ({ code: message, field: String(path[0] ?? '') }));
      return data({ faults, typed, refusal: null }, { status: 422 });
    }
    return answer(await checkImport({ ...deed, mapping: mapping.data }), back);
  }
  if (intent === 'start') return answer(await startImport(deed), back);
  if (intent === 'cancel') return answer(await cancelImport(deed), back);
  if (intent === 'undo') return answer(await undoImport(deed), back);
  return data({ faults: [], typed: null, refusal: null }, { status: 422 });
}

function answer(done: Awaited<ReturnType<typeof startImport>>, back: string) {
  if (done.ok) return redirect(back, 303);
  return data({ faults: [], typed: null, refusal: done.reason }, { status: done.reason === 'unknown' ? 404 : 409 });
}
