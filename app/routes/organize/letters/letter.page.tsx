import { useFetcher } from '@remix-run/react';
import { Button } from '#app/ui/button.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import type { LetterAnswer } from './letter.deed.server.ts';
import { LetterFaults, MeanwhileSaved } from './letter.faults.tsx';
import { LetterForm } from './letter.form.tsx';
import { Previews } from './letter.preview.tsx';
import { Versions } from './letter.versions.tsx';
import type { LetterView } from './letter.view.server.ts';

/** What was done before the page was shown. */
export type LetterDone = 'saved' | 'joined' | 'unchanged' | 'retiredNow' | 'restored';

type LetterPageProps = { view: LetterView; answer: LetterAnswer | null; done: LetterDone | null };

/** The editor of one letter in both languages: its faults, its preview, its versions, and taking it back. */
export function LetterPage({ view, answer, done }: LetterPageProps) {
  const { letters: words, campaigns } = useOrganizeMessages();
  const live = useFetcher<LetterAnswer>();
  const { seat, slug, title, letter, kind } = view;
  const list = `/organize/${seat.organization.slug}/campaigns/${slug}/letters`;
  const followed = (live.data as LetterAnswer | undefined) ?? null;
  const preview = followed?.preview ?? answer?.preview ?? null;
  const faults = followed?.faults ?? answer?.faults ?? null;
  const name = letter?.texts.en?.name ?? words.newTitle(campaigns.setupForm.kinds[kind]);
  return (
    <OrganizerPage
      seat={seat}
      kick={
        <>
          <PageLink to={`/organize/${seat.organization.slug}/campaigns/${slug}`}>{title}</PageLink> ·{' '}
          <PageLink to={list}>{words.title}</PageLink>
        </>
      }
      title={name}
      lede={words.editor.lede}
    >
      {done ? (
        <div role="status">
          <Notice tone="good" title={words[done]} />
        </div>
      ) : null}
      {answer ? <Refused answer={answer} /> : null}
      {answer?.conflict ? <MeanwhileSaved conflict={answer.conflict} timeZone={view.timeZone} /> : null}
      <LetterFaults faults={faults} isStored={!(answer?.isChecked || followed)} />
      <LetterForm view={view} answer={answer} live={live} />
      {preview ? (
        <div id="previews">
          <Previews previews={preview} />
        </div>
      ) : null}
      {letter ? <Versions view={view} letter={letter} /> : null}
      {letter ? <Deeds letter={letter} /> : null}
    </OrganizerPage>
  );
}

function Refused({ answer: { refused, lacks } }: { answer: LetterAnswer }) {
  const { letters: words, campaigns } = useOrganizeMessages();
  if (!refused) return null;
  return (
    <div role="alert">
      <Notice tone="down" title={words.refused[refused]}>
        {lacks.length > 0 ? (
          <ul className="missing">
            {lacks.map(({ kind, locale }) => (
              <li key={kind + locale}>
                {words.uncoveredEntry(campaigns.setupForm.kinds[kind], campaigns.languages[locale])}
              </li>
            ))}
          </ul>
        ) : null}
      </Notice>
    </div>
  );
}

function Deeds({ letter }: { letter: NonNullable<LetterView['letter']> }) {
  const { deeds } = useOrganizeMessages().letters;
  const isOwn = letter.versions.some(({ origin, retiredAt }) => origin === 'edited' && retiredAt === null);
  return (
    <Section title={deeds.title} id="deeds">
      {letter.isCurrent ? (
        <form method="post">
          <Button weight="quiet" name="intent" value="retire">
            {deeds.retire}
          </Button>
          <p className="small">{deeds.retireHint}</p>
        </form>
      ) : null}
      {letter.isShipped && (isOwn || !letter.isCurrent) ? (
        <form method="post">
          <Button weight="quiet" name="intent" value="restore">
            {deeds.restore}
          </Button>
          <p className="small">{deeds.restoreHint}</p>
        </form>
      ) : null}
    </Section>
  );
}
