import { may } from '#app/domain/organizer/permissions.ts';
import { Button } from '#app/ui/button.tsx';
import { momentOf } from '#app/ui/campaign/moment.ts';
import { FieldRow, Select } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary } from '#app/ui/notice.tsx';
import { Actor } from '#app/ui/organizer/actor.tsx';
import { OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import { Difference } from './difference.tsx';
import type { VersionsView } from './versions.view.server.ts';

type VersionsProps = { view: VersionsView; fault: 'changed' | 'version_unknown' | 'incomplete' | null };

/** Every version of a campaign: who saved it, what it changed, any two side by side, and an older one taken up again. */
export function VersionsPage({ view, fault }: VersionsProps) {
  const { campaigns: words } = useOrganizeMessages();
  const { seat, sheet, versions } = view;
  const home = `/organize/${seat.organization.slug}/campaigns/${sheet.slug}`;
  return (
    <OrganizerPage
      seat={seat}
      kick={<PageLink to={home}>{sheet.content.texts.en?.title || sheet.slug}</PageLink>}
      title={words.versions.title}
      lede={words.versions.lede}
    >
      <ErrorSummary faults={fault ? [{ message: words.versions.faults[fault] }] : []} />
      <Compared view={view} />
      <Kept versions={versions} timeZone={sheet.timeZone} />
    </OrganizerPage>
  );
}

function Compared({ view: { seat, sheet, versions, from, to, compared } }: { view: VersionsView }) {
  const { versions: words } = useOrganizeMessages().campaigns;
  const options = versions.map(({ version }) => ({ value: String(version), label: String(version) }));
  const older = Math.min(from, to);
  const mayRestore = older < sheet.version && may(seat.role, 'campaign.change', seat.organization.runsInstallation);
  return (
    <Section title={words.compared(from, to)} id="compared">
      <form method="get" className="organizer-form">
        <FieldRow>
          <Select id="from" name="from" label={words.from} defaultValue={String(from)} options={options} />
          <Select id="to" name="to" label={words.to} defaultValue={String(to)} options={options} />
        </FieldRow>
        <p className="organizer-deeds">
          <Button weight="quiet">{words.compare}</Button>
        </p>
      </form>
      {compared.length === 0 ? <p>{words.nothing}</p> : null}
      {compared.map(({ part, fields }) => (
        <div key={part}>
          <h3>{words.parts[part]}</h3>
          <Difference fields={fields} lang={part === 'setup' ? undefined : part} />
        </div>
      ))}
      {mayRestore ? (
        <form method="post">
          <input type="hidden" name="version" value={older} />
          <input type="hidden" name="base" value={sheet.version} />
          <Button weight="quiet">{words.restore(older)}</Button>
          <p className="small">{words.restoreHint}</p>
        </form>
      ) : null}
    </Section>
  );
}

function Kept({ versions, timeZone }: { versions: VersionsView['versions']; timeZone: string }) {
  const { versions: words } = useOrganizeMessages().campaigns;
  const { campaign } = useMessages();
  const locale = useLocale();
  const what = ({ parts, restoredFrom }: VersionsView['versions'][number]) => {
    const changed = parts.map((part) => words.parts[part]).join('; ') || words.first;
    return restoredFrom === null ? changed : `${changed}, ${words.restored(restoredFrom)}`;
  };
  return (
    <Section title={words.title} id="versions">
      <Table
        columns={[
          { key: 'version', heading: words.number, cell: ({ version }) => version },
          { key: 'who', heading: words.who, cell: ({ actor, name }) => <Actor actor={actor} name={name} /> },
          { key: 'when', heading: words.when, cell: ({ savedAt }) => momentOf(campaign, locale, savedAt, timeZone) },
          { key: 'what', heading: words.what, cell: what },
        ]}
        rows={versions}
        rowKey={({ version }) => version}
      />
    </Section>
  );
}
