import type { LetterFileFault } from '#app/domain/letter/own-letter.ts';
import { momentOf } from '#app/ui/campaign/moment.ts';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Difference } from '../campaigns/difference.tsx';
import type { ShownConflict } from './letter.deed.server.ts';

/** What is wrong with a letter, each with its line and what mends it; or that nothing is. `faults` null: nobody looked. `isStored`: it was to be saved. */
export function LetterFaults({ faults, isStored }: { faults: readonly LetterFileFault[] | null; isStored: boolean }) {
  const { letters: words, campaigns } = useOrganizeMessages();
  if (!faults) return null;
  if (faults.length === 0)
    return (
      <div role="status">
        <Notice tone="good" title={words.clean} />
      </div>
    );
  return (
    <div role={isStored ? 'alert' : 'status'}>
      <Notice tone="down" title={words.faults.title}>
        <p className="small">
          {words.faults.kept} {words.faults.inEnglish}
        </p>
        <ol className="letter-faults">
          {faults.map(({ locale, letter, line, what, remedy }) => (
            <li key={`${locale} ${letter} ${line} ${what}`}>
              {locale && line !== null ? (
                <a href={`#source-${locale}`}>
                  {words.faults.line(campaigns.languages[locale], line)}
                  {letter ? `, ${words.faults.other(letter)}` : ''}
                </a>
              ) : null}{' '}
              <span lang="en">
                {what}. {remedy}.
              </span>
            </li>
          ))}
        </ol>
      </Notice>
    </div>
  );
}

/** Who saved what meanwhile, and how the two texts differ, in each language that both changed. */
export function MeanwhileSaved({ conflict, timeZone }: { conflict: ShownConflict; timeZone: string }) {
  const { letters: words, campaigns } = useOrganizeMessages();
  const { campaign } = useMessages();
  const locale = useLocale();
  const { conflict: said } = campaigns;
  const { isRetired, isSelf, byName, at, differences } = conflict;
  const moment = at ? momentOf(campaign, locale, at, timeZone) : '';
  const title = isRetired ? words.conflict.retired : isSelf ? said.titleSelf : said.title;
  return (
    <>
      <div role="alert">
        <Notice tone="down" title={title}>
          {isRetired ? (
            <p>{words.conflict.retiredText}</p>
          ) : (
            <p>{isSelf ? said.bySelf(moment) : said.byOther(byName ?? said.someone, moment)}</p>
          )}
          {isRetired ? null : <p>{said.after}</p>}
        </Notice>
      </div>
      {differences.map((one) => (
        <Section key={one.locale} title={campaigns.languages[one.locale]} id={`meanwhile-${one.locale}`}>
          <Difference fields={[{ field: words.conflict.begun, parts: one.begun }]} lang={one.locale} />
          <Difference fields={[{ field: words.conflict.mine, parts: one.mine }]} lang={one.locale} />
          <div className="field">
            <label htmlFor={`their-${one.locale}`}>{words.conflict.source(campaigns.languages[one.locale])}</label>
            <textarea id={`their-${one.locale}`} readOnly rows={10} value={one.theirs} lang={one.locale} />
          </div>
        </Section>
      ))}
    </>
  );
}
