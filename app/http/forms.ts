import { parseWithZod } from '@conform-to/zod/v4';
import type { z } from 'zod';

/**
 * The form of a POST, parsed by `schema`. On success `value` is complete; otherwise `reply()` is what the page needs to show every
 * fault and every field as it was filled in. Throws a 400 `Response` when the body is no form at all. Fields that the schema does not
 * name are dropped before conform reads them: it builds lists from names, and `name[99999999]` would take the process's memory. Own choice.
 */
export async function parseForm<Shape extends z.ZodRawShape>(request: Request, schema: z.ZodObject<Shape>) {
  let posted: FormData;
  try {
    posted = await request.formData();
  } catch {
    throw new Response(null, { status: 400 });
  }
  return parseFields(posted, schema);
}

/** As `parseForm`, of names and values that were read already. */
export function parseFields<Shape extends z.ZodRawShape>(
  fields: Iterable<[string, FormDataEntryValue]>,
  schema: z.ZodObject<Shape>,
) {
  const known = new FormData();
  for (const [name, value] of fields) if (Object.hasOwn(schema.shape, name)) known.append(name, value);
  return parseWithZod(known, { schema });
}
