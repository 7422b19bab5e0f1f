import type { ActionFunctionArgs } from '@remix-run/node';
import { takesSignatures } from '#app/domain/installation/switches.ts';
import { recordSignature } from '#app/domain/token/sign.server.ts';
import { recordedForm } from '#app/domain/token/token.ts';
import { recordProblems } from '#app/http/api/organizer-refusals.ts';
import { formOfOsdi, osdiTaken } from '#app/http/api/osdi-entries.ts';
import { osdiOperations as deeds } from '#app/http/api/osdi-operations.ts';
import { faultsOf } from '#app/http/api/queries.ts';
import { serveToken } from '#app/http/api/serve-token.ts';

export function action(args: ActionFunctionArgs) {
  return serveToken(
    deeds.record,
    args,
    async ({ body, params: { campaign = '' }, holder, origin, given, switches }) => {
      if (!takesSignatures(switches)) return { status: 503, title: 'No signatures are taken at the moment' };
      const form = recordedForm.safeParse(formOfOsdi(body, campaign));
      if (!form.success)
        return { status: 422, title: 'The body cannot be taken', faults: faultsOf(recordedForm, form.error) };
      const { organizationId, actor } = holder;
      const done = await recordSignature({ organizationId, actor, form: form.data }, given);
      return done.ok ? { body: osdiTaken(campaign, origin) } : recordProblems[done.reason];
    },
  );
}
