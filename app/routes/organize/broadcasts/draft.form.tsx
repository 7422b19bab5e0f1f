import { TOPICS } from '#app/domain/segment/segment.ts';
import { Button } from '#app/ui/button.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { Field, Fieldset, Select, TextArea } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import type { BroadcastPart } from './broadcast.part.ts';

const LANGUAGES = [
  { locale: 'en', subject: 'subjectEn', body: 'bodyEn' },
  { locale: 'es', subject: 'subjectEs', body: 'bodyEs' },
] as const;

/** To whom a draft goes and what it says; as typed when the server said no. */
export function DraftForm({ view, answer, path }: BroadcastPart) {
  const { one: words, blankFaults, faults } = useOrganizeMessages().broadcasts;
  const locale = useLocale();
  const { broadcast, choices, readers, mayChange } = view;
  const typed = answer?.intent === 'save' ? answer.sent?.initialValue : undefined;
  const value = (name: string, now: string) => String(typed?.[name] ?? (typed ? '' : now));
  const errors = (name: string) => {
    const coded = answer?.intent === 'save' ? (answer.sent?.error?.[name] ?? []).map(() => faults.long) : [];
    const blanks = (answer?.texts ?? []).filter(({ field }) => field === name);
    return [...coded, ...blanks.map(({ reason, at }) => blankFaults[reason](at))];
  };
  const textIn = (which: 'en' | 'es') => broadcast.texts.find((text) => text.locale === which);
  const many = broadcast.members ?? 0;
  return (
    <>
      <form method="post" noValidate className="broadcast-form">
        <input type="hidden" name="intent" value="save" />
        <input type="hidden" name="revision" value={broadcast.revision} />
        <Fieldset id="who" label={words.who} hint={many > 0 ? words.members(formatNumber(locale, many)) : words.nobody}>
          <Select
            id="segment"
            name="segment"
            label={words.segment}
            defaultValue={value('segment', 'own')}
            options={[
              {
                value: 'own',
                label: broadcast.segment
                  ? `${words.own}: ${broadcast.segment.name}`
                  : ownWords(broadcast.query, words.own),
              },
              { value: 'all', label: words.all },
              ...choices.segments.map(({ id, name }) => ({ value: String(id), label: name })),
            ]}
          />
          <Select
            id="topic"
            name="topic"
            label={words.topic}
            hint={words.topicHint}
            defaultValue={value('topic', broadcast.topic)}
            options={TOPICS.map((topic) => ({ value: topic, label: words.topics[topic] }))}
          />
          <Select
            id="campaign"
            name="campaign"
            label={words.campaign}
            defaultValue={value('campaign', broadcast.campaign ?? '')}
            options={[
              { value: '', label: words.noCampaign },
              ...choices.campaigns.map(({ slug, title }) => ({ value: slug, label: title })),
            ]}
          />
        </Fieldset>
        <p className="field-hint broadcast-hint">{words.wordsHint}</p>
        <div className="broadcast-languages">
          {LANGUAGES.map((one) => (
            <Fieldset key={one.locale} id={`words-${one.locale}`} label={words.words[one.locale]}>
              <Field
                id={one.subject}
                name={one.subject}
                lang={one.locale}
                label={words.subject}
                defaultValue={value(one.subject, textIn(one.locale)?.subject ?? '')}
                errors={errors(one.subject)}
                autoComplete="off"
              />
              <TextArea
                id={one.body}
                name={one.body}
                lang={one.locale}
                label={words.body}
                defaultValue={value(one.body, textIn(one.locale)?.body ?? '')}
                errors={errors(one.body)}
                rows={16}
              />
            </Fieldset>
          ))}
        </div>
        <p className="field-hint broadcast-hint">{words.bodyHint}</p>
        <details className="broadcast-blanks">
          <summary>{words.blanks}</summary>
          <dl className="facts">
            {words.blankList.map(([blank, meaning]) => (
              <div key={blank}>
                <dt>
                  <code>{blank}</code>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </details>
        {mayChange ? <Button weight="quiet">{words.save}</Button> : null}
      </form>
      <Section title={words.preview} id="preview">
        <p>{words.previewText}</p>
        <ul className="broadcast-readers">
          {readers.flatMap(({ slug, name, many: members }) =>
            broadcast.texts.map((text) => (
              <li key={`${slug} ${text.locale}`}>
                <PageLink to={`${path}/preview?locale=${text.locale}${slug ? `&isp=${slug}` : ''}`}>
                  {words.reader(name ?? words.unknownIsp, formatNumber(locale, members))},{' '}
                  {words.languages[text.locale]}
                </PageLink>
              </li>
            )),
          )}
        </ul>
      </Section>
    </>
  );
}

/** What stands for the conditions that a draft holds without a saved segment: the ISPs that it names, or the whole list. */
function ownWords({ isps }: { isps?: string[] | undefined }, own: string): string {
  return isps ? `${own}: ${isps.join(', ')}` : own;
}
