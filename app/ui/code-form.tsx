import { Button } from './button.tsx';
import { Field } from './field.tsx';
import { ErrorSummary } from './notice.tsx';
import { ActCard } from './page-head.tsx';

/** The form that takes the six digits of a confirmation mail; `message` is why the last ones were not taken. */
export function CodeForm({
  action,
  message,
  words,
}: {
  action: string;
  message: string | null;
  words: { code: string; codeHint: string; confirm: string };
}) {
  return (
    <ActCard>
      {message ? <ErrorSummary faults={[{ id: 'code', message }]} /> : null}
      <form method="post" action={action} noValidate>
        <Field
          id="code"
          name="code"
          label={words.code}
          hint={words.codeHint}
          errors={message ? [message] : undefined}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={12}
          required
        />
        <Button wide>{words.confirm}</Button>
      </form>
    </ActCard>
  );
}
