import type { ReactNode } from 'react';

type FigureProps = {
  title: ReactNode;
  /** What is drawn, with its unit. */
  note?: ReactNode;
  /** The source and what to beware of; stands beneath. */
  caption: ReactNode;
  children: ReactNode;
};

/** A chart or picture with its heading above and its source beneath. */
export function Figure({ title, note, caption, children }: FigureProps) {
  return (
    <figure>
      <h2>{title}</h2>
      {note ? <p className="figure-note">{note}</p> : null}
      {children}
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
