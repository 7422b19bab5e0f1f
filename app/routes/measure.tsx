import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { listIsps } from '#app/domain/isp/isp.server.ts';
import { findComparisonSetup } from '#app/domain/measurement/comparison-setup.server.ts';
import { comparisonIn, figuresIn, handInForm } from '#app/domain/measurement/hand-in.ts';
import { recordMeasurement } from '#app/domain/measurement/record.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { mayHandInUnseen } from '#app/http/measure-limit.server.ts';
import { handInRefusal } from '#app/http/measure-refusals.ts';
import { measureSettings } from '#app/http/measure-settings.server.ts';
import { measuredCookie } from '#app/http/measured-cookie.server.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { MeasurePage } from './measure.page.tsx';

export const handle = { measures: true };

export const meta: MetaFunction<typeof loader> = (args) => {
  const { measure } = messagesIn(localeOfPath(args.location.pathname));
  return pageMeta(args, { title: measure.title, description: measure.description });
};

export async function loader({ params, context }: LoaderFunctionArgs) {
  localeOf(params.lang);
  const { seen, statedSlug } = context.visitor;
  const [all, comparison] = await Promise.all([listIsps(), findComparisonSetup()]);
  const isps = all.map(({ slug, name }) => ({ slug, name }));
  const chosenSlug = statedSlug ?? (seen.slugs.length === 1 ? (seen.slugs[0] ?? null) : null);
  return { ...measureSettings(), comparison, isps, chosenSlug };
}

/** Takes in a test that the person hands in; everything else about it was on their screen only. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const form = await parseForm(request, handInForm);
  const result = form.status === 'success' ? await handIn(inputOf(form.value, context), context) : incomplete;
  if (result.ok) {
    const headers = { 'Set-Cookie': await measuredCookie(request, result.publicId) };
    return redirect(localePath(locale, `/measurements/${result.publicId}`), { status: 303, headers });
  }
  const refusal = handInRefusal(result.reason, locale);
  return data({ refusal }, { status: refusal.status });
}

const incomplete = { ok: false, reason: 'form_incomplete' } as const;
const tooMany = { ok: false, reason: 'too_many' } as const;

async function handIn(
  input: ReturnType<typeof inputOf>,
  { networkKey }: Pick<ActionFunctionArgs['context'], 'networkKey'>,
) {
  if (input.server === 'mlab' && !(await mayHandInUnseen(networkKey('day')))) return tooMany;
  return recordMeasurement(input);
}

function inputOf(
  form: Parameters<typeof figuresIn>[0],
  { visitor, networkKey }: Pick<ActionFunctionArgs['context'], 'visitor' | 'networkKey'>,
) {
  const { isMlabOffered } = measureSettings();
  const isMlab = form.server === 'mlab' && isMlabOffered;
  return {
    sessionId: form.session,
    server: isMlab ? 'mlab' : 'own',
    ispSeen: visitor.seen,
    ispStatedSlug: form.isp ?? visitor.statedSlug,
    state: form.state ?? null,
    localDate: form.localDate,
    localHour: form.localHour,
    networkKey: networkKey('month'),
    clientFigures: isMlab ? figuresIn(form) : undefined,
    comparison: comparisonIn(form),
  } as const;
}

export default function MeasureRoute() {
  return (
    <MeasurePage view={useLoaderData<typeof loader>()} refusal={useActionData<typeof action>()?.refusal ?? null} />
  );
}
