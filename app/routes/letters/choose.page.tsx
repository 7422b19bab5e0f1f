import type { Writing, WritingOption } from '#app/domain/letter/draft.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Fieldset } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary, Notice } from '#app/ui/notice.tsx';
import { PageHead } from '#app/ui/page-head.tsx';
import { ClosedOption, FreshOption, type OpenOption } from './choose.options.tsx';
import { LetterSteps } from './parts.tsx';

type Open = Extract<Writing, { ok: true }>;
type Answer = { refusal: { text: string } | null; chosen: string[] } | undefined;

/** For people who have not confirmed a signature of the campaign: why, and where to do it. */
export function SignFirstPage({ campaign }: { campaign: { slug: string; title: string } }) {
  const { signFirst } = useMessages().letter;
  return (
    <>
      <PageHead modest title={signFirst.title} lede={signFirst.lede(campaign.title)} />
      <p>
        <ButtonLink weight="deed" to={`/campaigns/${campaign.slug}`}>
          {signFirst.button}
        </ButtonLink>
      </p>
      <p className="small">{signFirst.elsewhere}</p>
    </>
  );
}

/** Who hears from the writer, why, how, and which letter each of them gets. */
export function ChoosePage({ writing, answer }: { writing: Open; answer: Answer }) {
  const { choose } = useMessages().addressee;
  const fresh = writing.options.filter(isFresh);
  const begun = writing.options.filter((option): option is OpenOption => option.ok && option.letter !== null);
  const closed = writing.options.filter((option) => !option.ok || (!option.letter && option.templates.length === 0));
  const fault = answer ? (answer.refusal?.text ?? choose.noneChosen) : null;
  const first = fresh[0];
  const isDemonstration = fresh.some(({ channels }) => channels.some(({ contact }) => contact.isDemonstration));
  return (
    <>
      <LetterSteps at="addressees" letter={null} />
      <PageHead modest kick={writing.campaign.title} title={choose.title} lede={choose.lede} />
      <ErrorSummary faults={fault ? [{ message: fault, ...(first ? { id: `target-${first.targetId}` } : {}) }] : []} />
      <div className="choose">
        {isDemonstration ? (
          <Notice>
            <p>{choose.demonstration}</p>
          </Notice>
        ) : null}
        {first ? (
          <form method="post">
            <Fieldset id="targets" label={choose.legend} errors={fault ? [fault] : []}>
              {fresh.map((option) => (
                <FreshOption
                  key={option.targetId}
                  option={option}
                  isTicked={answer ? answer.chosen.includes(String(option.targetId)) : option.isSuggested}
                />
              ))}
            </Fieldset>
            <p className="form-end">
              <Button>{choose.button}</Button>
            </p>
          </form>
        ) : begun.length > 0 ? null : (
          <Notice>
            <p>{choose.nothingOpen}</p>
          </Notice>
        )}
        <Begun options={begun} />
        {closed.length > 0 ? (
          <section aria-labelledby="closed-title" className="closed-options">
            <h2 className="h3" id="closed-title">
              {choose.closedTitle}
            </h2>
            {closed.map((option) => (
              <ClosedOption key={option.targetId} option={option} />
            ))}
          </section>
        ) : null}
        <p className="small">
          <PageLink to="/addressees">{choose.all}</PageLink>
        </p>
      </div>
    </>
  );
}

const isFresh = (option: WritingOption): option is OpenOption =>
  option.ok && option.letter === null && option.templates.length > 0;

function Begun({ options }: { options: readonly OpenOption[] }) {
  const { choose } = useMessages().addressee;
  if (options.length === 0) return null;
  return (
    <section aria-labelledby="begun-title">
      <h2 className="h3" id="begun-title">
        {choose.begunTitle}
      </h2>
      {options.map(({ targetId, name, letter }) => {
        const isSent = letter?.status === 'sent';
        return (
          <p key={targetId}>
            <b>{name}</b>. {isSent ? choose.sent : choose.begun}{' '}
            <PageLink to={`/letters/${letter?.publicId}${isSent ? '' : '/edit'}`}>
              {isSent ? choose.see(name) : choose.continue(name)}
            </PageLink>
          </p>
        );
      })}
    </section>
  );
}
