import { Fragment, type ReactNode } from 'react';
import { type LetterSource, type LetterWay, postalLines } from '#app/domain/letter/source.ts';
import { useMessages } from '#app/ui/locale.tsx';

/** How one channel presents the letter to its addressee: the head that stands above the text there. */
export function Arrival({ way, shown }: { way: LetterWay; shown: LetterSource }) {
  const { compose } = useMessages();
  const titles = {
    email: compose.preview.byEmail,
    docket: compose.preview.byDocket,
    web_form: compose.preview.byForm,
    paper: compose.preview.byPost,
  };
  return (
    <article className="arrival">
      <h3>{titles[way.channel]}</h3>
      <Head way={way} shown={shown} />
    </article>
  );
}

function Head({ way, shown }: { way: LetterWay; shown: LetterSource }) {
  const { letter, compose } = useMessages();
  const { preview } = letter;
  const words = compose.preview;
  const { fromName, replyTo, postal, to, docket, about, subject } = shown;
  const address = postal ? postalLines(postal).join('\n') : null;
  const subjectRow = [preview.subject, subject] as const;
  if (way.channel === 'email')
    return (
      <Rows
        rows={[
          [preview.from, preview.fromValue(fromName ?? '')],
          [preview.replyTo, replyTo],
          [preview.to, `${to ?? ''}, ${way.address}`],
          subjectRow,
        ]}
        note={way.address.endsWith('.example') ? letter.channels.demonstration : null}
      />
    );
  if (way.channel === 'docket')
    return (
      <Rows
        rows={[
          [words.proceeding, docket ? `${docket.number}, ${docket.title}` : way.address],
          [words.filer, fromName],
          [words.address, address],
          [words.email, replyTo],
        ]}
        note={words.docketHow}
      />
    );
  if (way.channel === 'web_form')
    return (
      <Rows
        rows={[
          [words.form, way.address],
          [preview.from, fromName],
          [words.address, address],
          [words.aboutIsp, about],
          subjectRow,
        ]}
        note={words.formHow}
      />
    );
  return (
    <Rows
      rows={[
        [preview.from, [fromName, address].filter(Boolean).join('\n')],
        [preview.to, `${to ?? ''}\n${way.address}`],
        subjectRow,
      ]}
      note={`${words.paperHow} ${letter.channels.checkFirst}`}
    />
  );
}

type RowsProps = { rows: readonly (readonly [string, string | null])[]; note: ReactNode };

function Rows({ rows, note }: RowsProps) {
  return (
    <>
      <dl className="facts">
        {rows.map(([name, value]) =>
          value ? (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </Fragment>
          ) : null,
        )}
      </dl>
      {note ? <p className="small">{note}</p> : null}
    </>
  );
}
