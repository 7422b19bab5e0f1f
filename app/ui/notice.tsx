import { type ReactNode, useEffect, useRef } from 'react';
import { useMessages } from './locale.tsx';

type NoticeProps = {
  title?: ReactNode;
  /** `good` for done, `down` for a warning; the words carry the meaning, the edge only repeats it. */
  tone?: 'plain' | 'good' | 'down';
  children?: ReactNode;
};

/** A boxed remark in the flow of a page. */
export function Notice({ title, tone = 'plain', children }: NoticeProps) {
  return (
    <div className={tone === 'plain' ? 'notice' : `notice notice-${tone}`}>
      {title ? <h2>{title}</h2> : null}
      {children}
    </div>
  );
}

/** What is wrong with one control; `id` is the control's. Without an id the message stands alone. */
export type FormFault = { id?: string; message: string };

/** The faults of a form, above it, each a link to its control; takes the focus when it appears. Source: GOV.UK Design System. */
export function ErrorSummary({ faults, title }: { faults: readonly FormFault[]; title?: string }) {
  const { shell } = useMessages();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (faults.length > 0) box.current?.focus();
  }, [faults]);
  if (faults.length === 0) return null;
  return (
    <div className="error-summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{title ?? shell.errorSummaryTitle}</h2>
      <ul>
        {faults.map(({ id, message }) => (
          <li key={`${id ?? ''}${message}`}>{id ? <a href={`#${id}`}>{message}</a> : message}</li>
        ))}
      </ul>
    </div>
  );
}

/** On Spanish pages, a remark that what follows is kept in English as published. Nothing on English pages. */
export function EnglishNote({ show }: { show: boolean }) {
  const { shell } = useMessages();
  return show ? <p className="small">{shell.factsInEnglish}</p> : null;
}
