import type { LetterView } from '#app/domain/letter/letter.server.ts';
import { channelLimit, type LengthFault, letterLength } from '#app/domain/letter/limits.ts';
import { useMessages } from '#app/ui/locale.tsx';

/** How much of the letter is the template's and how much the writer's, with the writer's sentences. */
export function OwnShare({ letter }: { letter: LetterView }) {
  const { letter: words, compose } = useMessages();
  const { own, total } = letter.ownWords;
  const mine = letter.paragraphs.flat().filter(({ isOwn }) => isOwn);
  return (
    <>
      <h2 className="h3">{compose.own.title}</h2>
      <p>
        {words.edit.own(own, total)} {own > 0 && total > own ? compose.own.template(total - own) : null}
      </p>
      {mine.length === 0 ? (
        <p className="small">{compose.own.noSentences}</p>
      ) : (
        <>
          <p className="small">{compose.own.sentences}</p>
          <ul className="own-sentences" lang={letter.locale}>
            {mine.slice(0, 12).map(({ number, text }) => (
              <li key={number}>{text.trim()}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** How much room each open channel leaves, as last saved. */
export function Room({ letter }: { letter: LetterView }) {
  const { letter: words, compose } = useMessages();
  const { limits } = compose;
  const length = letterLength(letter.body);
  if (letter.channels.length === 0) return null;
  return (
    <>
      <h2 className="h3">{limits.title}</h2>
      <ul className="channel-notes figures">
        {letter.channels.map(({ channel }) => {
          const { maxChars, maxBytes, maxPages } = channelLimit(channel, letter.limits);
          return (
            <li key={channel} className="small">
              {limits.line(words.channelNames[channel], length.chars, maxChars, length.bytes, maxBytes)}
              {maxPages === null ? null : limits.pages(length.pages, maxPages)}
            </li>
          );
        })}
      </ul>
      <p className="small">{limits.asSaved}</p>
    </>
  );
}

/** Exceeded limits in words. */
export function useLengthFaults(faults: readonly LengthFault[]): string[] {
  const { letter, compose } = useMessages();
  return faults.map(({ channel, measure, is, most }) =>
    compose.limits.tooLong[measure](letter.channelNames[channel], is, most),
  );
}
