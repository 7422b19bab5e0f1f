import type { LoaderFunctionArgs } from '@remix-run/node';
import { apiDocument } from '#app/http/api/document.ts';
import { serve } from '#app/http/api/serve.ts';

export function loader(args: LoaderFunctionArgs) {
  return serve('openapi', args, (_, origin) => ({ body: apiDocument(origin) }));
}
