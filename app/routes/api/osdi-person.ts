import type { LoaderFunctionArgs } from '@remix-run/node';
import { readMembers, readSigners } from '#app/domain/token/people.server.ts';
import { unknown } from '#app/http/api/organizer-refusals.ts';
import { memberAsPerson, signerAsPerson } from '#app/http/api/osdi-entries.ts';
import { osdiOperations as deeds } from '#app/http/api/osdi-operations.ts';
import { scopeProblem, serveToken } from '#app/http/api/serve-token.ts';

export function loader(args: LoaderFunctionArgs) {
  return serveToken(deeds.person, args, async ({ params, holder: { organizationId, actor, scopes }, origin }) => {
    const [, kind, number] = /^([ms])(\d{1,15})$/.exec(params.id ?? '') ?? [];
    if (kind === undefined) return unknown('person');
    if (kind === 's' && !scopes.includes('signatures.read')) return scopeProblem('signatures.read');
    const one = { organizationId, actor, after: 0, limit: 1, modifiedSince: null, id: Number(number) };
    const [member] = kind === 'm' ? (await readMembers(one)).rows : [];
    if (member) return { body: memberAsPerson(member, origin) };
    const [signer] = kind === 's' ? (await readSigners(one)).rows : [];
    return signer ? { body: signerAsPerson(signer, origin) } : unknown('person');
  });
}
