import type { AddresseeIsp, AddresseeOffice, ContactsOfSource } from '#app/domain/target/addressees.server.ts';
import { CheckState, SourceAndDay } from '#app/ui/addressee.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { Source } from '#app/ui/source-list.tsx';
import { type Column, Table } from '#app/ui/table.tsx';

/** Public offices with their ways. */
export function Offices({ offices }: { offices: readonly AddresseeOffice[] }) {
  const { page } = useMessages().addressee;
  const columns: Column<AddresseeOffice>[] = [
    {
      key: 'office',
      heading: page.columns.office,
      cell: ({ name, source, readOn, contacts }) => (
        <>
          <span lang="en">{name}</span>
          {source && !contacts.some((group) => group.source === source && group.readOn === readOn) ? (
            <span className="office-source">
              <SourceAndDay sources={[source]} date={readOn} isRead />
            </span>
          ) : null}
        </>
      ),
    },
    { key: 'ways', heading: page.columns.ways, cell: ({ contacts }) => <Ways contacts={contacts} /> },
  ];
  return (
    <div className="addressee-table">
      <Table columns={columns} rows={offices} rowKey={({ slug }) => slug} />
    </div>
  );
}

/** ISPs with their ways. */
export function Isps({ isps }: { isps: readonly AddresseeIsp[] }) {
  const { page } = useMessages().addressee;
  const columns: Column<AddresseeIsp>[] = [
    {
      key: 'isp',
      heading: page.columns.isp,
      cell: ({ slug, name }) => <PageLink to={`/isps/${slug}`}>{name}</PageLink>,
    },
    { key: 'ways', heading: page.columns.ways, cell: ({ contacts }) => <Ways contacts={contacts} /> },
  ];
  return (
    <div className="addressee-table">
      <Table columns={columns} rows={isps} rowKey={({ slug }) => slug} />
    </div>
  );
}

/** ISPs to which no way is known, in one sentence. */
export function SilentIsps({ isps }: { isps: readonly AddresseeIsp[] }) {
  const { page } = useMessages().addressee;
  return (
    <p>
      {page.missingIsps(String(isps.length))}{' '}
      {isps.map(({ slug, name }, index) => (
        <span key={slug}>
          {index > 0 ? ', ' : null}
          <PageLink to={`/isps/${slug}`}>{name}</PageLink>
        </span>
      ))}
      .
    </p>
  );
}

/** The ways of one addressee, each with the state of its check; what was read in one place on one day shares that line. */
function Ways({ contacts }: { contacts: readonly ContactsOfSource[] }) {
  const { page, ways } = useMessages().addressee;
  if (contacts.length === 0) return <>{page.nothing}</>;
  return (
    <>
      {contacts.map(({ source, readOn, contacts: group }) => (
        <div key={`${readOn} ${source}`} className="ways-of-source">
          {group.map((contact) => (
            <p key={contact.id}>
              <b>{ways.ofContact[contact.channel]}</b>{' '}
              <span className="contact-value" lang="en">
                <Source text={contact.value} />
              </span>{' '}
              <span className="small">
                <CheckState contact={contact} isBrief />
              </span>
            </p>
          ))}
          {source ? <SourceAndDay sources={[source]} date={readOn} isRead /> : null}
        </div>
      ))}
    </>
  );
}
