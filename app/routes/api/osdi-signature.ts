import type { LoaderFunctionArgs } from '@remix-run/node';
import { readSigners } from '#app/domain/token/people.server.ts';
import { unknown } from '#app/http/api/organizer-refusals.ts';
import { toOsdiSignature } from '#app/http/api/osdi-entries.ts';
import { osdiOperations as deeds } from '#app/http/api/osdi-operations.ts';
import { serveToken } from '#app/http/api/serve-token.ts';

export function loader(args: LoaderFunctionArgs) {
  return serveToken(deeds.signature, args, async ({ params, holder: { organizationId, actor }, origin }) => {
    const number = /^s(\d{1,15})$/.exec(params.id ?? '')?.[1];
    if (number === undefined) return unknown('signature');
    const one = { organizationId, actor, after: 0, limit: 1, modifiedSince: null, id: Number(number) };
    const [found] = (await readSigners({ ...one, campaign: params.campaign ?? '' })).rows;
    return found ? { body: toOsdiSignature(found, origin) } : unknown('signature');
  });
}
