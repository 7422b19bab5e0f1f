import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { correctionForm, maxCorrectionChars, maxSourceChars } from '#app/domain/submission/submission.ts';
import { handIn } from '#app/http/hand-in.ts';
import { localeOf } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { Field, TextArea } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { PageHead, TwoColumns } from '#app/ui/page-head.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { SubmissionForm, useSent } from '#app/ui/submission-form.tsx';
import { incidentOf } from './subject.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = (args) => {
  const { correct } = messagesIn(args.params.lang === 'es' ? 'es' : 'en').submission;
  return pageMeta(args, { title: correct.metaTitle, description: correct.lede, isPrivate: true });
};

export async function loader({ params }: LoaderFunctionArgs) {
  const { slug, title } = await incidentOf(params);
  return { slug, title };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { slug } = await incidentOf(params);
  const locale = localeOf(params.lang);
  const schema = correctionForm;
  return handIn({
    request,
    locale,
    context,
    schema,
    said: (form) => ({ kind: 'correction', incidentSlug: slug, form }),
  });
}

export default function CorrectRoute() {
  const { slug, title } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>()?.faults;
  const words = useMessages().submission;
  const { correct } = words;
  const field = useSent(sent);
  return (
    <>
      <PageHead
        modest
        kick={
          <>
            {correct.kick}{' '}
            <PageLink className="kick-title" to={`/incidents/${slug}`}>
              {title}
            </PageLink>
          </>
        }
        title={correct.title}
        lede={correct.lede}
      />
      <TwoColumns
        main={
          <SubmissionForm sent={sent} button={correct.button}>
            <TextArea
              {...field('whatIsWrong')}
              label={correct.whatIsWrong}
              hint={correct.whatIsWrongHint}
              maxLength={maxCorrectionChars}
              required
            />
            <Field
              {...field('source')}
              type="url"
              label={words.optional(correct.source)}
              hint={correct.sourceHint}
              maxLength={maxSourceChars}
            />
          </SubmissionForm>
        }
        side={
          <div className="prose">
            <h2>{correct.forIsp}</h2>
            <p>
              {correct.forIspText} <PageLink to={`/incidents/${slug}/reply`}>{words.replies.write}</PageLink>
            </p>
          </div>
        }
      />
    </>
  );
}
