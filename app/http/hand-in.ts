import { data, redirect } from '@remix-run/node';
import type { z } from 'zod';
import { type SubmissionSaid, submit } from '#app/domain/submission/submit.server.ts';
import type { RequestContext } from './context.ts';
import { parseForm } from './forms.ts';
import { type Locale, localePath } from './locale.ts';
import { refusedField } from './submission-refusals.ts';

/** What a page hands over: the request, its language and who asks; `said` makes of the parsed form what it is about. */
export interface HandIn<Shape extends z.ZodRawShape> {
  request: Request;
  locale: Locale;
  context: RequestContext;
  schema: z.ZodObject<Shape>;
  said(form: z.output<z.ZodObject<Shape>>): SubmissionSaid;
}

/**
 * Takes a form about an ISP: to the page that asks for the code with 303, the same for every sender, or back to the form with 422 and what is
 * wrong. Throws a 404 `Response` when what it is about is not there. DESIGN section 4, "Sign".
 */
export async function handIn<Shape extends z.ZodRawShape>({ request, locale, context, schema, said }: HandIn<Shape>) {
  const form = await parseForm(request, schema);
  if (form.status !== 'success') return data({ faults: form.reply() }, { status: 422 });
  const { visitor, networkKey } = context;
  const result = await submit({ ...said(form.value), locale, seen: visitor.seen, networkKey: networkKey('month') });
  if (result.ok) return redirect(localePath(locale, `/submissions/sent?claim=${result.claim}`), 303);
  const refused = refusedField[result.reason];
  if (refused === null) throw new Response(null, { status: 404 });
  return data({ faults: form.reply({ fieldErrors: { [refused.field]: [refused.fault] } }) }, { status: 422 });
}
