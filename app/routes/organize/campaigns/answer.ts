import type { SubmissionResult } from '@conform-to/react';

/** What was typed into a form that came back, and the codes of what is wrong with each field. */
export interface Answered {
  typed: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, readonly string[]>>;
}

/** What a form's parser answers, as pages show it: every field as it was filled in. */
export function answered({ initialValue, error }: SubmissionResult<string[]>): Answered {
  const typed = Object.entries(initialValue ?? {}).map(([name, value]) => [name, String(value ?? '')]);
  const errors = Object.entries(error ?? {}).map(([name, codes]) => [name, codes ?? []]);
  return { typed: Object.fromEntries(typed), errors: Object.fromEntries(errors) };
}

/** A field of a form: what was typed, else what stands; and its faults in words. */
export function fieldOf(answer: Answered | null, words: Readonly<Record<string, string>>) {
  return (name: string, stands: string) => ({
    id: name,
    name,
    defaultValue: answer ? (answer.typed[name] ?? '') : stands,
    errors: answer?.errors[name]?.map((code) => words[code] ?? code),
  });
}

/** The faults of a form for the summary above it. */
export function faultsOf(answer: Answered | null, words: Readonly<Record<string, string>>) {
  return Object.entries(answer?.errors ?? {}).flatMap(([id, [code]]) =>
    code === undefined ? [] : [{ id, message: words[code] ?? code }],
  );
}
