import { useMessages } from './locale.tsx';

type AnswerProps = {
  answer: 'yes' | 'no' | 'unknown';
  /** Which answer would be as it should be: "yes" to a promise, "no" to a toll. */
  good: 'yes' | 'no';
  /** The year that the answer holds for, when it is too old to be taken for today’s. */
  year?: string | null;
};

/** ▼ Yes, ✓ No or ? Unknown: a sign, a word and a colour, never colour alone. */
export function Answer({ answer, good, year }: AnswerProps) {
  const { shell } = useMessages();
  if (answer === 'unknown') {
    return (
      <span className="answer answer-unknown">
        <span aria-hidden="true">? </span>
        {shell.answers.unknown}
      </span>
    );
  }
  const isGood = answer === good;
  return (
    <span className={`answer answer-${answer}-${isGood ? 'good' : 'bad'}`}>
      <span aria-hidden="true">{isGood ? '✓ ' : '▼ '}</span>
      {year ? shell.answerOf(shell.answers[answer], year) : shell.answers[answer]}
    </span>
  );
}
