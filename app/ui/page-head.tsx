import type { ReactNode } from 'react';

type PageHeadProps = {
  title: ReactNode;
  /** A line above the title: where the visitor stands. */
  kick?: ReactNode;
  /** One or two sentences under the title. */
  lede?: ReactNode;
  /** Smaller title, for pages that are read or filled in rather than arrived at. */
  modest?: boolean;
};

/** The top of a page: the only `h1`. */
export function PageHead({ title, kick, lede, modest }: PageHeadProps) {
  return (
    <div className="head">
      {kick ? <div className="kick">{kick}</div> : null}
      <h1 className={modest ? 'modest' : undefined}>{title}</h1>
      {lede ? <p className="lede">{lede}</p> : null}
    </div>
  );
}

/** A ruled-off part of a page under an `h2`; `id` makes it a place to link to. */
export function Section({ title, id, children }: { title: ReactNode; id?: string; children: ReactNode }) {
  return (
    <section className="sect" id={id} aria-labelledby={id ? `${id}-title` : undefined}>
      <h2 id={id ? `${id}-title` : undefined}>{title}</h2>
      {children}
    </section>
  );
}

/** Running text: headings and lists get their distances. */
export function Prose({ children }: { children: ReactNode }) {
  return <div className="prose">{children}</div>;
}

/** The card of the page's one deed (sign, send): a `form`, a `section` or an `aside` stands inside or is this. */
export function ActCard({ children, id }: { children: ReactNode; id?: string }) {
  return (
    <div className="act" id={id}>
      {children}
    </div>
  );
}

/** Main column and a narrower side column, stacked below 900 px. */
export function TwoColumns({ main, side }: { main: ReactNode; side: ReactNode }) {
  return (
    <div className="two">
      <div>{main}</div>
      <div>{side}</div>
    </div>
  );
}
