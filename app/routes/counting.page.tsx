import { formatNumber } from '#app/ui/count.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { PageHead, Prose, Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import { type Vouched, Witnesses } from './counting.witnesses.tsx';

type Campaign = {
  slug: string;
  title: string;
  locale: 'en' | 'es';
  counted: number | null;
  witnesses: readonly Vouched[];
};

/** What counts, what does not and why, what the ledger holds, and how anybody checks it. */
export function CountingPage({ campaigns }: { campaigns: readonly Campaign[] }) {
  const { counting: words } = useMessages();
  return (
    <div className="counting">
      <PageHead modest title={words.title} lede={words.lede} />
      <Campaigns campaigns={campaigns} />
      <Section title={words.counts.title} id="counts">
        <Points points={words.counts.list} />
      </Section>
      <States />
      <Reasons />
      <Section title={words.breakdowns.title} id="breakdowns">
        <Points points={words.breakdowns.list} />
      </Section>
      <Section title={words.ledger.title} id="ledger">
        <Prose>
          <h3>{words.ledger.holds}</h3>
          <Points points={words.ledger.holdsList} />
          <h3>{words.ledger.lacks}</h3>
          <Points points={words.ledger.lacksList} />
          <p>{words.ledger.erasing}</p>
        </Prose>
      </Section>
      <Section title={words.check.title} id="check">
        <p>{words.check.lede}</p>
        <p>
          <PageLink to="/verify">{words.check.receipt}</PageLink>
        </p>
      </Section>
      <Section title={words.witnesses.title} id="witnesses">
        <p>{words.witnesses.lede}</p>
        <Witnesses witnesses={campaigns.flatMap(({ witnesses }) => witnesses)} />
      </Section>
    </div>
  );
}

function Campaigns({ campaigns }: { campaigns: readonly Campaign[] }) {
  const locale = useLocale();
  const words = useMessages().counting.campaigns;
  return (
    <Section title={words.title} id="campaigns">
      {campaigns.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <ul>
          {campaigns.map(({ slug, title, counted, locale: written }) => (
            <li key={slug}>
              <span lang={written === locale ? undefined : written}>{title}</span>
              {counted === null ? ': ' : `: ${words.counted(formatNumber(locale, counted))}. `}
              <PageLink to={`/campaigns/${slug}/counting`}>{words.figures}</PageLink>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Points({ points }: { points: readonly string[] }) {
  return (
    <Prose>
      <ul>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </Prose>
  );
}

const states = ['confirmed', 'pending', 'suspicious', 'withdrawn', 'invalidated'] as const;

function States() {
  const words = useMessages().counting.states;
  return (
    <Section title={words.title} id="states">
      <Table
        caption={words.caption}
        rows={states}
        rowKey={(state) => state}
        columns={[
          { key: 'state', heading: words.state, cell: (state) => words.names[state] },
          { key: 'counts', heading: words.isCounted, cell: (state) => (state === 'confirmed' ? words.yes : words.no) },
          { key: 'meaning', heading: words.meaning, cell: (state) => words.meanings[state] },
        ]}
      />
    </Section>
  );
}

function Reasons() {
  const words = useMessages().counting.reasons;
  return (
    <Section title={words.title} id="reasons">
      <p>{words.lede}</p>
      <Table
        caption={words.caption}
        rows={Object.entries(words.names)}
        rowKey={([name]) => name}
        stacks={false}
        columns={[
          { key: 'reason', heading: words.reason, cell: ([, about]) => about },
          { key: 'name', heading: words.inLedger, cell: ([name]) => <code>{name}</code> },
        ]}
      />
    </Section>
  );
}
