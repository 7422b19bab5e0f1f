import type { InLocales } from '#app/domain/letter/own-letter.ts';
import type { ChannelRoom, LetterPreview, PreviewedLetter } from '#app/domain/letter/preview-letter.server.ts';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';

/** A letter as it would reach people, in each language: for the sender chosen, and as long as it can become, against each channel. */
export function Previews({ previews }: { previews: InLocales<LetterPreview | null> }) {
  const { letters: words, campaigns } = useOrganizeMessages();
  return (['en', 'es'] as const).map((locale) => {
    const preview = previews[locale];
    const language = campaigns.languages[locale];
    return (
      <Section key={locale} title={words.preview.title(language)} id={`preview-${locale}`}>
        {preview ? <Shown preview={preview} /> : <p>{words.preview.unreadable(language)}</p>}
      </Section>
    );
  });
}

function Shown({ preview }: { preview: LetterPreview }) {
  const { preview: words } = useOrganizeMessages().letters;
  const { locale, isExclusion, isOffered, sample, longest, rooms } = preview;
  return (
    <>
      {isExclusion ? <p>{words.exclusion}</p> : null}
      {isOffered ? null : <p className="letter-remark">{words.notOffered}</p>}
      <h3>{words.sample}</h3>
      <Letter letter={sample} locale={locale} isExclusion={isExclusion} />
      {longest ? (
        <>
          <h3>{words.rooms}</h3>
          <Rooms rooms={rooms} />
          <p className="small">{words.half}</p>
          <details>
            <summary>{words.longest}</summary>
            <Letter letter={longest} locale={locale} isExclusion={false} />
          </details>
        </>
      ) : null}
    </>
  );
}

type LetterProps = { letter: PreviewedLetter; locale: 'en' | 'es'; isExclusion: boolean };

function Letter({ letter, locale, isExclusion }: LetterProps) {
  const { preview: words } = useOrganizeMessages().letters;
  const { addressee, subject, body, length, mail, sheets } = letter;
  return (
    <div className="letter-shown">
      {isExclusion ? null : (
        <dl>
          <div>
            <dt>{words.mailFrom}</dt>
            <dd>{mail.from}</dd>
          </div>
          <div>
            <dt>{words.mailTo}</dt>
            <dd>{addressee}</dd>
          </div>
          <div>
            <dt>{words.subject}</dt>
            <dd lang={locale}>{subject}</dd>
          </div>
        </dl>
      )}
      <div className="letter-text" lang={locale}>
        {body}
      </div>
      <p className="small">
        {words.length(length.chars, length.bytes, body.split('\n').length - 1)}
        {isExclusion ? null : ` ${words.asMail(mail.bytes)} ${words.asPdf(sheets.letter, sheets.a4)}`}
      </p>
    </div>
  );
}

function Rooms({ rooms }: { rooms: readonly ChannelRoom[] }) {
  const { preview: words } = useOrganizeMessages().letters;
  const cell = (measure: ChannelRoom['measures'][number]['measure']) => (room: ChannelRoom) => {
    const found = room.measures.find((one) => one.measure === measure);
    if (!found) return '–';
    return found.is > found.most ? <strong>{words.over(found.is, found.most)}</strong> : words.of(found.is, found.most);
  };
  return (
    <Table
      columns={[
        { key: 'channel', heading: words.channel, cell: ({ channel }) => words.channels[channel] },
        { key: 'chars', heading: words.measures.chars, cell: cell('chars'), numeric: true },
        { key: 'bytes', heading: words.measures.bytes, cell: cell('bytes'), numeric: true },
        { key: 'pages', heading: words.measures.pages, cell: cell('pages'), numeric: true },
      ]}
      rows={rooms}
      rowKey={({ channel }) => channel}
    />
  );
}
