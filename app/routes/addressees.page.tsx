import { stateName } from '#app/domain/letter/state-names.ts';
import type { Addressees } from '#app/domain/target/addressees.server.ts';
import { SourceAndDay } from '#app/ui/addressee.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { EnglishNote, Notice } from '#app/ui/notice.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';
import { type Column, Table } from '#app/ui/table.tsx';
import { Isps, Offices, SilentIsps } from './addressees.tables.tsx';

/** Every office and contact that letters may go to, and what is not known. */
export function AddresseesPage({ view }: { view: Addressees }) {
  const { page, kinds, reasons } = useMessages().addressee;
  const locale = useLocale();
  const { counts } = view;
  const number = (value: number) => formatNumber(locale, value);
  return (
    <>
      <PageHead title={page.title} lede={page.lede} />
      <ul className="plain-rules">
        {page.rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <p>{page.count(number(counts.verified), number(counts.unverified), number(counts.bounced))}</p>
      {counts.demonstrations > 0 ? (
        <Notice>
          <p>{page.demonstrations(number(counts.demonstrations))}</p>
        </Notice>
      ) : null}
      <EnglishNote show={locale === 'es'} />
      <Unknown view={view} />
      <Section id="campaigns" title={page.campaigns}>
        {view.campaigns.map((campaign) => (
          <div key={campaign.slug} className="campaign-kinds">
            <PageLink to={`/campaigns/${campaign.slug}`}>{campaign.title}</PageLink>
            <ul className="plain-rules">
              {campaign.kinds.map((kind) => (
                <li key={kind}>{kinds[kind]}</li>
              ))}
            </ul>
          </div>
        ))}
      </Section>
      <Section id="federal" title={page.federal}>
        <Offices offices={view.federal} />
      </Section>
      <Section id="attorneys" title={page.attorneys}>
        <Offices offices={view.attorneys} />
      </Section>
      <Section id="commissions" title={page.commissions}>
        <p>
          {reasons.little_power()}{' '}
          <SourceAndDay sources={view.commissionSource.sources} date={view.commissionSource.readOn} isRead />
        </p>
        {view.commissions.length > 0 ? <Offices offices={view.commissions} /> : null}
        {view.silentCommissions.map(({ names, source, readOn }) => (
          <p key={`${readOn} ${source}`}>
            {page.silentOffices} <span lang="en">{names.join('; ')}</span>.{' '}
            {source ? <SourceAndDay sources={[source]} date={readOn} isRead /> : null}
          </p>
        ))}
        {view.unnamedCommissions.length > 0 ? (
          <p>{page.missingOffices(statesOf(view.unnamedCommissions, locale))}</p>
        ) : null}
      </Section>
      <Section id="isps" title={page.isps}>
        <Isps isps={view.isps} />
        {view.silentIsps.length > 0 ? <SilentIsps isps={view.silentIsps} /> : null}
      </Section>
      <Laws view={view} />
    </>
  );
}

const statesOf = (codes: readonly string[], locale: 'en' | 'es') =>
  new Intl.ListFormat(locale).format(codes.map((code) => stateName(code, locale) ?? code));

function Unknown({ view: { unknown } }: { view: Addressees }) {
  const { page } = useMessages().addressee;
  const keys = (['docket', 'ftc', 'customerRelations'] as const).filter((key) => unknown[key]);
  if (keys.length === 0) return null;
  return (
    <Section id="unknown" title={page.unknownTitle}>
      <ul className="plain-rules">
        {keys.map((key) => (
          <li key={key}>{page.unknown[key]}</li>
        ))}
      </ul>
    </Section>
  );
}

function Laws({ view }: { view: Addressees }) {
  const { page } = useMessages().addressee;
  const locale = useLocale();
  const columns: Column<Addressees['laws'][number]>[] = [
    { key: 'state', heading: page.columns.state, cell: ({ state }) => stateName(state, locale) ?? state },
    { key: 'law', heading: page.columns.law, cell: ({ instrument }) => <span lang="en">{instrument}</span> },
    { key: 'covers', heading: page.columns.covers, cell: ({ covers }) => <span lang="en">{covers.join(', ')}</span> },
    { key: 'by', heading: page.columns.by, cell: ({ enforcedBy }) => <span lang="en">{enforcedBy ?? '—'}</span> },
    { key: 'since', heading: page.columns.since, cell: ({ since }) => since },
  ];
  return (
    <Section id="laws" title={page.laws}>
      <p>{page.lawsLede}</p>
      <Table columns={columns} rows={view.laws} rowKey={({ state, instrument }) => `${state} ${instrument}`} />
      {view.lawSources.map(({ states, sources, readOn }) => (
        <p key={`${readOn} ${sources.join(' ')}`}>
          {statesOf(states, locale)}. <SourceAndDay sources={sources} date={readOn} isRead />
        </p>
      ))}
    </Section>
  );
}
