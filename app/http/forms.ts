import { parseWithZod } from '@conform-to/zod/v4';
import type { z } from 'zod';

/**
 * The form of a POST, parsed by `schema`. On success `value` is complete; otherwise `reply()` is what the page needs to show every
 * fault and every field as it was filled in. Throws a 400 `Response` when the body is no form at all. Fields that the schema does not
 * name are dropped before conform reads them: it builds lists from names, and `name[99999999]` would take the process's memory. Own choice.
 */
export async function parseForm<Shape extends z.ZodRawShape>(request: Request, schema: z.ZodObject<Shape>) {
  const known = new FormData();
  try {
    for (const [name, value] of await request.formData())
      if (Object.hasOwn(schema.shape, name)) known.append(name, value);
  } catch {
    throw new Response(null, { status: 400 });
  }
  return parseWithZod(known, { schema });
}
