import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { takesSignatures } from '#app/domain/installation/switches.ts';
import { readSigners } from '#app/domain/token/people.server.ts';
import { recordSignature } from '#app/domain/token/sign.server.ts';
import { organizerOperations as deeds } from '#app/http/api/organizer-operations.ts';
import { recordProblems } from '#app/http/api/organizer-refusals.ts';
import { serveToken } from '#app/http/api/serve-token.ts';

export function loader(args: LoaderFunctionArgs) {
  return serveToken(deeds.signatures, args, async ({ query, holder: { organizationId, actor } }) => {
    const { limit, cursor: after = 0, modified_since: since, campaign, status } = query;
    const modifiedSince = since === undefined ? null : new Date(since);
    const asked = { organizationId, actor, after, limit, modifiedSince, campaign, status };
    const { rows, next } = await readSigners(asked);
    return { body: { entries: rows }, next: next === null ? null : String(next) };
  });
}

export function action(args: ActionFunctionArgs) {
  return serveToken(deeds.sign, args, async ({ body: form, holder: { organizationId, actor }, given, switches }) => {
    if (!takesSignatures(switches)) return { status: 503, title: 'No signatures are taken at the moment' };
    const done = await recordSignature({ organizationId, actor, form }, given);
    return done.ok ? { body: { status: 'pending', campaign: form.campaign } } : recordProblems[done.reason];
  });
}
