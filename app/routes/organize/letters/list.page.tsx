import { ADDRESSEE_KINDS } from '#app/domain/campaign/campaign.ts';
import { may } from '#app/domain/organizer/permissions.ts';
import { Button } from '#app/ui/button.tsx';
import { Select } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { pathInLocale, useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { Actor } from '#app/ui/organizer/actor.tsx';
import { OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import type { LettersView } from './list.view.server.ts';

/** The letters of a campaign by addressee and language, with which of its addressees have none, and the start of a new one. */
export function LettersPage({ view }: { view: LettersView }) {
  const { letters: words, campaigns } = useOrganizeMessages();
  const { seat, slug, title, letters, uncovered } = view;
  const home = `/organize/${seat.organization.slug}/campaigns/${slug}`;
  const { kinds } = campaigns.setupForm;
  const isGone = letters.length === 0;
  return (
    <OrganizerPage seat={seat} kick={<PageLink to={home}>{title}</PageLink>} title={words.title} lede={words.lede}>
      {uncovered.length === 0 ? (
        <p>{words.uncoveredNone}</p>
      ) : (
        <Notice tone="down" title={words.uncovered}>
          <ul className="missing">
            {uncovered.map(({ kind, locale }) => (
              <li key={kind + locale}>{words.uncoveredEntry(kinds[kind], campaigns.languages[locale])}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Section title={words.list} id="list">
        {isGone ? <p>{words.none}</p> : null}
        {ADDRESSEE_KINDS.map((kind) => (
          <OfKind key={kind} kind={kind} view={view} home={home} />
        ))}
      </Section>
      {may(seat.role, 'campaign.change', seat.organization.runsInstallation) ? <Start view={view} home={home} /> : null}
    </OrganizerPage>
  );
}

type Kind = (typeof ADDRESSEE_KINDS)[number];

function OfKind({ kind, view, home }: { kind: Kind; view: LettersView; home: string }) {
  const { letters: words, campaigns } = useOrganizeMessages();
  const rows = view.letters.filter(({ kinds }) => kinds.includes(kind));
  const isEditor = may(view.seat.role, 'campaign.change', view.seat.organization.runsInstallation);
  if (rows.length === 0) return null;
  return (
    <Table
      caption={campaigns.setupForm.kinds[kind]}
      columns={[
        {
          key: 'name',
          heading: words.name,
          cell: ({ name, slug, locale }) =>
            isEditor ? (
              <PageLink to={`${home}/letters/${slug}`}>
                <span lang={locale}>{name}</span>
              </PageLink>
            ) : (
              <span lang={locale}>{name}</span>
            ),
        },
        { key: 'language', heading: words.language, cell: ({ locale }) => campaigns.languages[locale] },
        {
          key: 'version',
          heading: words.version,
          cell: ({ version, versions }) => words.versionOf(version, versions),
        },
        {
          key: 'origin',
          heading: words.origin,
          cell: ({ origin, createdBy, createdName }) =>
            origin === 'shipped' || createdBy === null ? words.shipped : <Actor actor={createdBy} name={createdName} />,
        },
        {
          key: 'state',
          heading: words.state,
          cell: ({ retiredAt }) => (retiredAt === null ? words.current : words.retired),
        },
      ]}
      rows={rows}
      rowKey={({ slug, locale }) => `${slug} ${locale}`}
    />
  );
}

function Start({ view: { starts, uncovered, targets }, home }: { view: LettersView; home: string }) {
  const { letters: words, campaigns } = useOrganizeMessages();
  const locale = useLocale();
  const { kinds } = campaigns.setupForm;
  const first = uncovered[0]?.kind ?? targets[0] ?? 'fcc_docket';
  const named = (of: readonly Kind[]) => of.map((kind) => kinds[kind]).join('; ');
  return (
    <Section title={words.make} id="new">
      <form method="get" action={pathInLocale(locale, `${home}/letters/new`)} className="organizer-form">
        <p>{words.makeHint}</p>
        <Select
          id="kind"
          name="kind"
          label={words.kind}
          defaultValue={first}
          options={ADDRESSEE_KINDS.map((kind) => ({ value: kind, label: kinds[kind] }))}
        />
        <Select
          id="from"
          name="from"
          label={words.from}
          options={starts.map((start) => ({ value: start.slug, label: `${start.name} (${named(start.kinds)})` }))}
        />
        <p className="organizer-deeds">
          <Button weight="quiet">{words.makeButton}</Button>
        </p>
      </form>
    </Section>
  );
}
