import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react';
import { useMessages } from './locale.tsx';

type Labelled = {
  /** Unique on the page; hint and error take their ids from it (`ID-hint`, `ID-error`). */
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  /** The first one is shown; the control is then marked invalid. */
  errors?: readonly string[] | undefined;
};

type FieldProps = Labelled & Omit<InputHTMLAttributes<HTMLInputElement>, 'id'>;
type TextAreaProps = Labelled & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id'>;
type SelectProps = Labelled &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id'> & {
    /** Shown first, with an empty value. */
    placeholder?: string;
    options: readonly { value: string; label: string }[];
  };

/** One line of input with its label, hint and error. Further props go to the `input`, so Conform's `getInputProps` can be spread. */
export function Field({ label, hint, errors, ...input }: FieldProps) {
  return (
    <Wrapped id={input.id} label={label} hint={hint} errors={errors}>
      <input {...input} {...described(input.id, hint, errors)} />
    </Wrapped>
  );
}

/** Several lines of input with label, hint and error. */
export function TextArea({ label, hint, errors, ...input }: TextAreaProps) {
  return (
    <Wrapped id={input.id} label={label} hint={hint} errors={errors}>
      <textarea rows={8} {...input} {...described(input.id, hint, errors)} />
    </Wrapped>
  );
}

/** A choice from a list with label, hint and error. */
export function Select({ label, hint, errors, options, placeholder, ...input }: SelectProps) {
  return (
    <Wrapped id={input.id} label={label} hint={hint} errors={errors}>
      <select {...input} {...described(input.id, hint, errors)}>
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {options.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Wrapped>
  );
}

/** A checkbox or a radio button with its label beside it. */
export function Choice({
  label,
  hint,
  errors,
  type = 'checkbox',
  ...input
}: Labelled & Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'type'> & { type?: 'checkbox' | 'radio' }) {
  return (
    <div className="choice">
      <input type={type} {...input} {...described(input.id, hint, errors)} />
      <label htmlFor={input.id}>{label}</label>
      <Hint id={input.id}>{hint}</Hint>
      <FieldError id={input.id} errors={errors} />
    </div>
  );
}

/** A group of controls under one legend; `errors` are about the group. */
export function Fieldset({ id, label, hint, errors, children }: Labelled & { children: ReactNode }) {
  return (
    <fieldset
      className="fieldset"
      id={id}
      tabIndex={-1}
      aria-describedby={described(id, hint, errors)['aria-describedby']}
    >
      <legend>{label}</legend>
      <Hint id={id}>{hint}</Hint>
      <FieldError id={id} errors={errors} />
      {children}
    </fieldset>
  );
}

/** Two fields beside each other, the first one short (ZIP). */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className="field-row">{children}</div>;
}

function Wrapped({ id, label, hint, errors, children }: Labelled & { children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <Hint id={id}>{hint}</Hint>
      <FieldError id={id} errors={errors} />
      {children}
    </div>
  );
}

function Hint({ id, children }: { id: string; children: ReactNode }) {
  return children ? (
    <p className="field-hint" id={`${id}-hint`}>
      {children}
    </p>
  ) : null;
}

function FieldError({ id, errors }: { id: string; errors: readonly string[] | undefined }) {
  const { shell } = useMessages();
  return errors?.[0] ? (
    <p className="field-error" id={`${id}-error`}>
      <span className="sr-only">{shell.errorPrefix} </span>
      {errors[0]}
    </p>
  ) : null;
}

function described(id: string, hint: ReactNode, errors: readonly string[] | undefined) {
  const failed = Boolean(errors?.[0]);
  const ids = [hint ? `${id}-hint` : '', failed ? `${id}-error` : ''].filter(Boolean).join(' ');
  return { 'aria-describedby': ids || undefined, 'aria-invalid': failed || undefined };
}
