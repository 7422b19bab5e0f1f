import { PAPERS } from '#app/domain/paper/paper.ts';
import { paperDay } from '#app/domain/paper/words.ts';
import { Button } from '#app/ui/button.tsx';
import { Choice, Fieldset } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { pathInLocale, useLocale, useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary, Notice } from '#app/ui/notice.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';
import { AddressSource, LetterText } from './parts.tsx';
import type { PrintAnswer } from './print.form.server.ts';
import { Posted, ReturnAddress } from './print.parts.tsx';
import type { PrintView } from './print.view.server.ts';

type Props = { view: PrintView; answer: PrintAnswer | null };

/** A sent letter for paper: its PDF by sheet and envelope, the return address, the note that it was posted, and the sheet for the browser's own printing. */
export function PrintPage({ view, answer }: Props) {
  const { paper: words, letter: letterWords, compose } = useMessages();
  const { letter } = view;
  const postal = letter.channels.find(({ channel }) => channel === 'paper')?.contact ?? null;
  const faults = Object.entries(answer?.faults ?? {}).map(([id, fault]) => ({
    id,
    message: compose.postal.faults[fault],
  }));
  return (
    <>
      <div className="no-print">
        <PageHead
          modest
          kick={<span lang={letter.locale}>{letter.campaign.title}</span>}
          title={words.title}
          lede={words.lede}
        />
        <ErrorSummary faults={faults} />
        {answer?.isNotPrepared ? <Notice tone="down" title={letterWords.refusals.not_prepared} /> : null}
        <Download view={view} />
        <Posted view={view} />
        <ReturnAddress view={view} answer={answer} />
        <Section title={words.browserTitle} id="sheet">
          <p>{words.browser}</p>
          {postal ? (
            <>
              <p className="small">
                {postal.isDoubtful ? letterWords.channels.doubtful : letterWords.channels.checkFirst}
              </p>
              <AddressSource contact={postal} />
            </>
          ) : (
            <p>{words.noAddress}</p>
          )}
        </Section>
      </div>
      <Sheet view={view} />
      <p className="no-print">
        <PageLink to={`/letters/${letter.publicId}`}>{letterWords.status.title(letter.addresseeName)}</PageLink>
      </p>
    </>
  );
}

function Download({ view: { letter, faults, waiting } }: { view: PrintView }) {
  const { paper: words } = useMessages();
  const all = pathInLocale(useLocale(), `/campaigns/${letter.campaign.slug}/letters/print.pdf`);
  return (
    <form method="get" action={`/letters/${letter.publicId}/letter.pdf`}>
      <Fieldset id="paper" label={words.choose} hint={words.fold}>
        {PAPERS.map((paper, index) => (
          <Choice
            key={paper}
            id={`paper-${paper}`}
            type="radio"
            name="paper"
            value={paper}
            label={words.papers[paper]}
            defaultChecked={index === 0}
          />
        ))}
      </Fieldset>
      {faults.missing.length > 0 ? <p>{words.missing(faults.missing.join(' '))}</p> : null}
      {faults.withoutWindow.length > 0 ? (
        <p>{words.noWindow(faults.withoutWindow.map((paper) => words.papers[paper]).join('; '))}</p>
      ) : null}
      <p className="form-end">
        <Button>{words.download}</Button>
      </p>
      {waiting > 1 ? (
        <>
          <p>{words.together(waiting)}</p>
          <p className="form-end">
            <Button weight="quiet" formAction={all}>
              {words.downloadAll}
            </Button>
          </p>
        </>
      ) : null}
    </form>
  );
}

function Sheet({ view: { letter, paper } }: { view: PrintView }) {
  const { paper: words } = useMessages();
  return (
    <article className="letter-sheet letter-paper" lang={letter.locale} aria-label={words.sheet}>
      <address>{[paper.senderName, ...paper.senderLines].join('\n')}</address>
      <address>{[paper.addresseeName, ...paper.addresseeLines].join('\n')}</address>
      <p>{paperDay(paper.sentAt, letter.locale)}</p>
      <p>
        <b>{paper.subject}</b>
      </p>
      <LetterText body={paper.body} />
    </article>
  );
}
