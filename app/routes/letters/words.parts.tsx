import type { Offer } from '#app/domain/letter/insert.server.ts';
import { usualPlace } from '#app/domain/letter/insertion.ts';
import type { LetterView } from '#app/domain/letter/letter.server.ts';
import { Button } from '#app/ui/button.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { SourceList } from '#app/ui/source-list.tsx';
import { OwnShare, Room } from './help.tsx';

type OffersProps = {
  offers: readonly Offer[];
  intent: 'evidence' | 'test';
  button: string;
  letter: LetterView;
  none: string;
  hint: string;
};

/** Facts or tests, each with its source and the button that puts it in. */
export function Offers({ offers, intent, button, letter, none, hint }: OffersProps) {
  const { words } = useMessages().compose;
  const { evidenceLanguage } = useMessages().letter.edit;
  const locale = useLocale();
  if (offers.length === 0) return <p>{none}</p>;
  return (
    <>
      <p className="small">{hint}</p>
      <ul className="offers">
        {offers.map(({ key, text, sources, isThere }, index) => (
          <li key={key}>
            <p id={`${intent}-${index}`} lang={letter.locale}>
              {text}
            </p>
            <SourceList sources={sources} />
            {isThere ? (
              <p className="small">{words.isThere}</p>
            ) : (
              <Button weight="quiet" name="intent" value={`${intent}:${key}`} aria-describedby={`${intent}-${index}`}>
                {button}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {locale === 'es' && intent === 'evidence' ? <p className="small">{evidenceLanguage}</p> : null}
    </>
  );
}

/** The letter as it stands, the writer's sentences underlined and the place of the answers shown. */
export function LetterNow({ letter, likeCount }: { letter: LetterView; likeCount: number }) {
  const { words } = useMessages().compose;
  const usual = usualPlace(letter.body);
  return (
    <>
      <OwnShare letter={letter} />
      {likeCount > 0 ? (
        <p>
          {words.similar(likeCount)} <span className="small">{words.similarHint}</span>
        </p>
      ) : null}
      <h2 className="h3">{words.letterTitle}</h2>
      <p className="small">{words.markedHint}</p>
      <article className="letter-sheet letter-small">
        <p lang={letter.locale}>
          <b>{letter.subject}</b>
        </p>
        {letter.paragraphs.map((paragraph, index) => (
          <div key={paragraph[0]?.number}>
            <p className="letter-paragraph" lang={letter.locale}>
              {paragraph.map(({ number, text, isOwn }) =>
                isOwn ? <mark key={number}>{text}</mark> : <span key={number}>{text}</span>,
              )}
            </p>
            {index + 1 === usual ? <p className="letter-marker">{words.marker}</p> : null}
          </div>
        ))}
      </article>
      <Room letter={letter} />
    </>
  );
}
