import type { AddresseeKind } from '#app/domain/campaign/campaign.ts';
import { commentText } from '#app/domain/docket/docket.ts';
import type { LetterSource } from '#app/domain/letter/source.ts';

/** What a form asks for, in the order in which forms ask; wording in `messages.filing.fields`. */
type FieldName =
  | 'proceeding'
  | 'category'
  | 'issue'
  | 'name'
  | 'email'
  | 'phone'
  | 'postal'
  | 'line1'
  | 'line2'
  | 'city'
  | 'state'
  | 'zip'
  | 'company'
  | 'subject'
  | 'text';

/** A field of a form; `value` null: the person knows it and we do not. */
export interface FormField {
  name: FieldName;
  value: string | null;
}

/** What the letter brings to a form, field by field, from the previewed bytes; what was not given and need not be is left out. */
export function formFields(kind: AddresseeKind, source: LetterSource, category: string): FormField[] {
  const { fromName, replyTo, postal, about, subject, body, docket } = source;
  const isDocket = kind === 'fcc_docket';
  const fields: (FormField | null)[] = [
    isDocket ? { name: 'proceeding', value: docket?.number ?? null } : null,
    kind === 'fcc_complaint' ? { name: 'category', value: category } : null,
    isDocket ? null : { name: 'issue', value: null },
    { name: 'name', value: fromName },
    { name: 'email', value: replyTo },
    isDocket ? null : { name: 'phone', value: null },
    ...postalFields(postal),
    isDocket || !about ? null : { name: 'company', value: about },
    isDocket ? null : { name: 'subject', value: subject },
    { name: 'text', value: isDocket ? commentText(source) : body },
  ];
  return fields.flatMap((field) => field ?? []);
}

function postalFields(postal: LetterSource['postal']): FormField[] {
  if (!postal) return [{ name: 'postal', value: null }];
  const { line1, line2, city, state, zip, zipExtension } = postal;
  return [
    { name: 'line1', value: line1 },
    ...(line2 ? [{ name: 'line2', value: line2 } as const] : []),
    { name: 'city', value: city },
    { name: 'state', value: state },
    { name: 'zip', value: [zip, zipExtension].filter(Boolean).join('-') || null },
  ];
}
