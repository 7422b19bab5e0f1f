import type { ReactNode } from 'react';
import { momentOf } from '#app/ui/campaign/moment.ts';
import { CampaignPage, type CampaignView } from '#app/ui/campaign/page.tsx';
import { LocaleProvider, useLocale, useMessages } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Difference } from './difference.tsx';
import { Missing } from './missing.tsx';
import type { Conflict, EditAnswer } from './words.view.server.ts';

/** What a form that was not saved is told: what is missing, or who changed what meanwhile. `lang`: of the words. */
export function Unsaved({ answer, timeZone, lang }: { answer: EditAnswer; timeZone: string; lang?: string }) {
  const { campaigns: words } = useOrganizeMessages();
  const { incomplete, conflict } = answer;
  if (conflict) return <Meanwhile conflict={conflict} timeZone={timeZone} lang={lang} />;
  if (incomplete.length === 0) return null;
  return (
    <div role="alert">
      <Notice tone="down" title={words.wordsForm.notSaved}>
        <p>{words.opening.incomplete}</p>
        <Missing faults={incomplete} />
      </Notice>
    </div>
  );
}

type MeanwhileProps = { conflict: Conflict; timeZone: string; lang: string | undefined };

function Meanwhile({ conflict, timeZone, lang }: MeanwhileProps) {
  const { conflict: words, fields } = useOrganizeMessages().campaigns;
  const { campaign } = useMessages();
  const locale = useLocale();
  const named: Record<string, string> = fields;
  const { last, isSelf, theirs, mine, theirTexts } = conflict;
  const moment = last ? momentOf(campaign, locale, last.savedAt, timeZone) : '';
  return (
    <>
      <div role="alert">
        <Notice tone="down" title={isSelf ? words.titleSelf : words.title}>
          <p>{isSelf ? words.bySelf(moment) : words.byOther(last?.name ?? words.someone, moment)}</p>
          <p>{words.after}</p>
        </Notice>
      </div>
      <Section title={words.theirs} id="theirs">
        <Difference fields={theirs} lang={lang} />
      </Section>
      <Section title={words.mine} id="mine">
        {mine.length === 0 ? <p>{words.same}</p> : <Difference fields={mine} lang={lang} />}
        {theirTexts.map(({ field, text }) => (
          <div className="field" key={field}>
            <label htmlFor={`their-${field}`}>{words.theirText(named[field] ?? field)}</label>
            <textarea id={`their-${field}`} readOnly rows={field === 'body' ? 10 : 3} value={text} lang={lang} />
          </div>
        ))}
      </Section>
    </>
  );
}

/** The public page itself, in its own language, with nothing on it that can be sent. */
export function Preview({ view, note }: { view: CampaignView; note?: ReactNode }) {
  const { campaigns: words } = useOrganizeMessages();
  const { locale } = view.campaign;
  return (
    <Section title={words.wordsForm.previewTitle} id="preview">
      {note ? <p className="small">{note}</p> : null}
      <div className="preview" lang={locale}>
        <LocaleProvider locale={locale}>
          <CampaignPage view={view} isPreview />
        </LocaleProvider>
      </div>
    </Section>
  );
}
