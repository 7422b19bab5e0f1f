import type { OwnFiling } from '#app/domain/complaint/own-filing.server.ts';
import type { LetterView } from '#app/domain/letter/letter.server.ts';
import type { LetterSource } from '#app/domain/letter/source.ts';
import { CopyField, CopyScript } from '#app/ui/copy-field.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { FactDate } from '#app/ui/fact-date.tsx';
import { OutsideLink, PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary } from '#app/ui/notice.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';
import { Source } from '#app/ui/source-list.tsx';
import { formFields } from './file.fields.ts';
import { type NoteAnswer, NotedFiling, NoteForm } from './file.note.tsx';

type FilePageProps = {
  letter: LetterView;
  source: LetterSource;
  filing: OwnFiling;
  answer: NoteAnswer | null;
  /** Today, `YYYY-MM-DD`, UTC. */
  today: string;
};

/** A letter field by field, to be copied into the addressee's own form; then the day on which it was filed, and what became of it. */
export function FilePage({ letter, source, filing, answer, today }: FilePageProps) {
  const words = useMessages().filing;
  const isDocket = filing.channel === 'docket';
  const isOpen = filing.state === (isDocket ? 'awaiting' : 'prepared') && !filing.isInSet;
  const docket = source.docket?.number ?? '';
  return (
    <>
      <PageHead
        modest
        kick={<span lang={letter.locale}>{letter.campaign.title}</span>}
        title={isDocket ? words.docketTitle(docket) : words.formTitle(letter.addresseeName)}
        lede={isOpen ? (isDocket ? words.docketLede : words.formLede) : undefined}
      />
      <ErrorSummary
        title={answer?.field ? undefined : words.problem}
        faults={answer ? [{ message: answer.text, ...(answer.field ? { id: answer.field } : {}) }] : []}
      />
      {filing.filed ? <NotedFiling filing={filing} letterId={letter.publicId} today={today} /> : null}
      {!isOpen && !filing.filed ? <p>{filing.isInSet ? words.inSet : words.notOpen}</p> : null}
      {isOpen ? (
        <>
          <Section title={words.openTitle} id="open">
            {isDocket ? <p>{words.docketPublic}</p> : null}
            <Place filing={filing} docket={docket} />
          </Section>
          <Fields kind={letter.addresseeKind} source={source} locale={letter.locale} />
          <NoteForm
            filing={filing}
            isComplaint={letter.addresseeKind === 'fcc_complaint'}
            answer={answer}
            today={today}
          />
        </>
      ) : null}
      <p className="form-apart">
        <PageLink to={`/letters/${letter.publicId}`}>{words.back(letter.addresseeName)}</PageLink>
      </p>
    </>
  );
}

function Place({ filing, docket }: { filing: OwnFiling; docket: string }) {
  const words = useMessages().filing;
  const { place } = filing;
  if (filing.channel === 'docket' && !place?.isLink) return <p>{words.whereDocket(docket)}</p>;
  if (!place) return <p>{words.noForm}</p>;
  return (
    <>
      <p>
        {place.isLink ? (
          <OutsideLink className="button button-quiet" href={place.value}>
            {words.open}
          </OutsideLink>
        ) : null}{' '}
        <span lang="en">{place.label}</span>, {place.value}{' '}
        {place.isDemonstration ? <span className="small">{words.demonstration}</span> : null}
      </p>
      {place.source ? (
        <p className="small">
          {words.source}{' '}
          <span lang="en">
            <Source text={place.source} />
          </span>
          , {words.readOn} <FactDate date={place.readOn} />.
        </p>
      ) : null}
    </>
  );
}

type FieldsProps = { kind: LetterView['addresseeKind']; source: LetterSource; locale: 'en' | 'es' };

function Fields({ kind, source, locale }: FieldsProps) {
  const words = useMessages().filing;
  const page = useLocale();
  return (
    <Section title={words.copyTitle} id="fields">
      <noscript>
        <p className="small">{words.noScript}</p>
      </noscript>
      <div className="max-w-2xl">
        {formFields(kind, source, words.categoryValue).map(({ name, value }) =>
          value === null ? (
            <p className="left-to-you" key={name}>
              <b>{words.fields[name]}</b> {name === 'issue' ? words.issueHint : words.leftToYou}
            </p>
          ) : name === 'text' ? (
            <CopyField
              key={name}
              id={`copy-${name}`}
              label={words.fields.text}
              hint={words.textHint(formatNumber(page, Array.from(value).length))}
              value={value}
              rows={16}
              lang={locale}
            />
          ) : (
            <CopyField key={name} id={`copy-${name}`} label={words.fields[name]} value={value} />
          ),
        )}
        <CopyScript />
      </div>
    </Section>
  );
}
