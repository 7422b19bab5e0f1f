import { Button } from '#app/ui/button.tsx';
import { momentOf } from '#app/ui/campaign/moment.ts';
import { Field, Select } from '#app/ui/field.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { Actor } from '#app/ui/organizer/actor.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import { Difference } from '../campaigns/difference.tsx';
import type { LetterView } from './letter.view.server.ts';

/** Every version of a letter, and any two of one language compared word by word. */
export function Versions({ view, letter }: { view: LetterView; letter: NonNullable<LetterView['letter']> }) {
  const { letters: words, campaigns } = useOrganizeMessages();
  const { campaign } = useMessages();
  const locale = useLocale();
  const { compared, timeZone } = view;
  const newest = Math.max(...letter.versions.map(({ version }) => version));
  const [from, to] = [compared?.from ?? Math.max(1, newest - 1), compared?.to ?? newest];
  return (
    <Section title={words.versions.title} id="versions">
      <Table
        columns={[
          { key: 'version', heading: words.version, cell: ({ version }) => version },
          { key: 'language', heading: words.language, cell: (one) => campaigns.languages[one.locale] },
          {
            key: 'who',
            heading: words.versions.who,
            cell: ({ createdBy, createdName }) =>
              createdBy === null ? words.shipped : <Actor actor={createdBy} name={createdName} />,
          },
          {
            key: 'when',
            heading: words.versions.when,
            cell: ({ createdAt }) => momentOf(campaign, locale, createdAt, timeZone),
          },
          {
            key: 'state',
            heading: words.state,
            cell: ({ retiredAt }) => (retiredAt === null ? words.current : words.retired),
          },
        ]}
        rows={letter.versions}
        rowKey={(one) => `${one.locale} ${one.version}`}
      />
      <form method="get" action="#versions" className="organizer-form">
        <div className="letter-row">
          <Select
            id="in"
            name="in"
            label={words.language}
            defaultValue={compared?.locale ?? 'en'}
            options={(['en', 'es'] as const).map((value) => ({ value, label: campaigns.languages[value] }))}
          />
          <Field id="from" name="from" label={words.versions.from} inputMode="numeric" defaultValue={from} />
          <Field id="to" name="to" label={words.versions.to} inputMode="numeric" defaultValue={to} />
        </div>
        <p className="organizer-deeds">
          <Button weight="quiet">{words.versions.compare}</Button>
        </p>
      </form>
      {compared ? (
        <>
          <h3>{words.versions.compared(campaigns.languages[compared.locale], compared.from, compared.to)}</h3>
          {compared.parts.length === 0 ? <p>{words.versions.same}</p> : null}
          {compared.parts.length > 0 ? (
            <Difference fields={[{ field: words.name, parts: compared.parts }]} lang={compared.locale} />
          ) : null}
        </>
      ) : null}
    </Section>
  );
}
