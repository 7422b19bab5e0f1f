import type { Offer } from '#app/domain/letter/insert.server.ts';
import { listPlaces, maxAnswerChars, PROMPTS, usualPlace } from '#app/domain/letter/insertion.ts';
import type { LetterView } from '#app/domain/letter/letter.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Field, Select, TextArea } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary, type FormFault, Notice } from '#app/ui/notice.tsx';
import { PageHead, Section, TwoColumns } from '#app/ui/page-head.tsx';
import { useLengthFaults } from './help.tsx';
import { LetterSteps } from './parts.tsx';
import type { WordsAnswer } from './words.form.server.ts';
import { LetterNow, Offers } from './words.parts.tsx';

type View = { letter: LetterView; likeCount: number; facts: Offer[]; tests: Offer[]; isDone: boolean };

/** The stage of the writer's own words: questions, facts and tests that one button puts into the letter, and the letter with what is theirs marked. */
export function WordsPage({ view, answer }: { view: View; answer: WordsAnswer | null }) {
  const { letter } = view;
  const { letter: common, compose } = useMessages();
  const { words } = compose;
  const tooLong = useLengthFaults(answer?.lengthFaults ?? []);
  const refusal = answer?.refusal;
  const at = refusal?.at === 'answers' ? { id: 'tried' } : refusal?.at === 'pasted' ? { id: 'pasted' } : {};
  const wrong: FormFault[] = tooLong.length > 0 ? tooLong.map((message) => ({ message })) : [];
  if (refusal && tooLong.length === 0) wrong.push({ ...at, message: refusal.text });
  const isKept = answer?.isDone && PROMPTS.some((prompt) => answer.answers[prompt].trim() !== '');
  return (
    <>
      <LetterSteps at="words" letter={letter} />
      <PageHead
        modest
        kick={common.edit.title(letter.addresseeName)}
        title={words.title}
        lede={words.lede(letter.addresseeName)}
      />
      <ErrorSummary faults={wrong} title={common.problem} />
      {(view.isDone && !answer) || answer?.isDone ? (
        <div role="status">
          <Notice tone="good">
            <p>
              {words.done} {isKept ? words.keptAnswers : null}
            </p>
          </Notice>
        </div>
      ) : null}
      <TwoColumns
        main={<WordsForm view={view} answer={answer} />}
        side={<LetterNow letter={letter} likeCount={view.likeCount} />}
      />
    </>
  );
}

function WordsForm({ view: { letter, facts, tests }, answer }: { view: View; answer: WordsAnswer | null }) {
  const { words } = useMessages().compose;
  const { edit } = useMessages().letter;
  const usual = usualPlace(letter.body);
  const places = listPlaces(letter.body).map(({ after, beginning }) => ({
    value: String(after),
    label:
      beginning === '' ? words.placeStart : after === usual ? words.placeUsual(beginning) : words.placeAfter(beginning),
  }));
  return (
    <form method="post" encType="multipart/form-data" className="words-form">
      <h2>{words.promptsTitle}</h2>
      <p className="small">{words.promptsHint}</p>
      {letter.prompts.length > 0 ? (
        <ul lang={letter.locale}>
          {letter.prompts.map((prompt) => (
            <li key={prompt}>{prompt}</li>
          ))}
        </ul>
      ) : null}
      {PROMPTS.map((prompt) => (
        <TextArea
          key={prompt}
          id={prompt}
          name={prompt}
          label={words.prompts[prompt]}
          rows={2}
          maxLength={maxAnswerChars}
          defaultValue={answer?.answers[prompt] ?? ''}
          errors={prompt === 'tried' && answer?.refusal?.at === 'answers' ? [answer.refusal.text] : []}
        />
      ))}
      <Select
        id="place"
        name="place"
        label={words.place}
        options={places}
        defaultValue={answer?.place || String(usual)}
        lang={letter.locale}
      />
      <p className="form-end">
        <Button weight="quiet" name="intent" value="answers">
          {words.insertAnswers}
        </Button>
      </p>
      <Section title={letter.senderIspName ? words.factsTitle(letter.senderIspName) : words.factsOfNobody} id="facts">
        <Offers
          offers={facts}
          intent="evidence"
          button={words.insertFact}
          letter={letter}
          none={words.noFacts}
          hint={words.factsHint}
        />
      </Section>
      <Section title={words.testsTitle} id="tests">
        <Offers
          offers={tests}
          intent="test"
          button={words.insertTest}
          letter={letter}
          none={words.noTests}
          hint={words.testsHint}
        />
        <p>
          <PageLink to="/measure">{words.measure}</PageLink>
        </p>
        <Field
          id="pasted"
          name="pasted"
          label={words.paste}
          hint={words.pasteHint}
          defaultValue={answer?.pasted ?? ''}
          maxLength={300}
          autoComplete="off"
          errors={answer?.refusal?.at === 'pasted' ? [answer.refusal.text] : []}
        />
        <p className="form-end">
          <Button weight="quiet" name="intent" value="pasted">
            {words.insertPasted}
          </Button>
        </p>
      </Section>
      <p className="form-end form-apart">
        <Button name="intent" value="preview">
          {edit.preview}
        </Button>{' '}
        <ButtonLink to={`/letters/${letter.publicId}/edit`}>{words.change}</ButtonLink>
      </p>
    </form>
  );
}
