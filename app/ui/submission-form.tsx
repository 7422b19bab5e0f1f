import type { SubmissionResult } from '@conform-to/react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import { PageLink } from './link.tsx';
import { useMessages } from './locale.tsx';
import { ErrorSummary, type FormFault } from './notice.tsx';
import { ActCard } from './page-head.tsx';

/** A form as it came back from the server: null when it was not sent yet. */
export type Sent = SubmissionResult<string[]> | null | undefined;

/** What a field of such a form is given: its id and name, what was typed, and the words of its faults. */
export interface FieldState {
  id: string;
  name: string;
  defaultValue: string | undefined;
  errors: string[] | undefined;
}

/** The state of each field after the server's answer, without scripting. Ids are the names. */
export function useSent(sent: Sent): (name: string) => FieldState {
  const words = useFaultWords();
  return (name) => {
    const typed = sent?.initialValue?.[name];
    return {
      id: name,
      name,
      defaultValue: typeof typed === 'string' ? typed : undefined,
      errors: sent?.error?.[name]?.map(words),
    };
  };
}

/** Wording of a fault code of such a form. */
export function useFaultWords(): (code: string) => string {
  const { sign, submission } = useMessages();
  const words: Record<string, string> = { ...sign.faults, ...submission.faults };
  return (code) => words[code] ?? submission.faults.text_missing;
}

type SubmissionFormProps = {
  sent: Sent;
  button: string;
  /** How name and address are asked for where the page has its own words. */
  name?: { label: string; hint?: string };
  email?: { label: string; hint?: string };
  /** Stands above everything, such as what is confirmed. */
  head?: ReactNode;
  /** The fields of the kind; name and address follow them. */
  children?: ReactNode;
};

/** The card of a form about an ISP: its own fields, who sends it, the trap, the button, and what becomes of the address. */
export function SubmissionForm({ sent, button, name, email, head, children }: SubmissionFormProps) {
  const { sign, submission } = useMessages();
  const field = useSent(sent);
  const words = useFaultWords();
  const faults: FormFault[] = Object.entries(sent?.error ?? {}).flatMap(([id, codes]) =>
    codes?.[0] ? [{ id, message: words(codes[0]) }] : [],
  );
  return (
    <ActCard id="form">
      {head}
      <ErrorSummary faults={faults} />
      <form method="post" action="#form" noValidate>
        {children}
        <Field
          {...field('name')}
          label={name?.label ?? submission.name}
          hint={name?.hint}
          autoComplete="name"
          required
        />
        <Field
          {...field('email')}
          type="email"
          label={email?.label ?? submission.email}
          hint={email?.hint}
          autoComplete="email"
          required
        />
        <div className="sr-only" aria-hidden="true">
          <label htmlFor="website">{sign.trap}</label>
          <input id="website" name="website" type="text" tabIndex={-1} autoComplete="off" />
        </div>
        <Button wide>{button}</Button>
      </form>
      <p className="small">
        {submission.promise} <PageLink to="/privacy">{submission.privacy}</PageLink>
      </p>
    </ActCard>
  );
}
