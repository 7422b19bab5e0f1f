import type { PlainFields } from '#app/domain/signature/plain-form.ts';

/** A field's name as `application/x-www-form-urlencoded` writes it when it needs no coding. */
const names: ReadonlySet<string> = new Set([
  'name',
  'email',
  'zip',
  'isp',
  'isNamePublic',
  'website',
  'proof',
  'stamp',
  'consent',
  'partner',
  'variant',
  'subscribe',
  'partnerConsent',
] satisfies (keyof PlainFields)[]);

/**
 * The fields of the sign form in a body of `application/x-www-form-urlencoded`, given as latin1; null for a body that needs the whole parser: letters beyond ASCII that are not
 * percent-coded, a coded name, a field that comes twice, or what is no UTF-8. Fields of other names are passed over. Own choice.
 */
export function plainFields(body: string): PlainFields | null {
  const fields: Record<string, string> = {};
  let from = 0;
  while (from <= body.length) {
    let end = body.indexOf('&', from);
    if (end < 0) end = body.length;
    const equals = body.indexOf('=', from);
    const middle = equals < 0 || equals > end ? end : equals;
    const name = body.slice(from, middle);
    if (name.includes('%') || name.includes('+')) return null;
    if (names.has(name)) {
      if (Object.hasOwn(fields, name)) return null;
      const value = plainValue(body.slice(middle + 1, end));
      if (value === null) return null;
      fields[name] = value;
    }
    from = end + 1;
  }
  return fields;
}

function plainValue(coded: string): string | null {
  if (/^[A-Za-z0-9._-]*$/.test(coded)) return coded;
  if (/[^\x20-\x7e]/.test(coded)) return null;
  try {
    return decodeURIComponent(coded.replaceAll('+', ' '));
  } catch {
    return null;
  }
}
