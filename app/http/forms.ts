import { parseWithZod } from '@conform-to/zod/v4';
import type { z } from 'zod';

/**
 * The form of a POST, parsed by `schema`. On success `value` is complete; otherwise `reply()` is what the page needs to show every
 * fault and every field as it was filled in. Throws a 400 `Response` when the body is no form at all. Own choice.
 */
export async function parseForm<Schema extends z.ZodType>(request: Request, schema: Schema) {
  let form: FormData;
  try {
    form = await request.formData();
  } catch {
    throw new Response(null, { status: 400 });
  }
  return parseWithZod(form, { schema });
}
