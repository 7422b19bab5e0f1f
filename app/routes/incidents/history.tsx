import type { EditorialChange } from '#app/domain/incident/editorial.ts';
import { FactDate } from '#app/ui/fact-date.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { Section } from '#app/ui/page-head.tsx';

/** Every change of an entry, oldest first: when, what, why, by whom. */
export function EntryHistory({ history }: { history: readonly EditorialChange[] }) {
  const words = useMessages().incidents;
  if (history.length === 0) return null;
  return (
    <Section title={words.history} id="history">
      <p className="small">{words.historyText}</p>
      <ol className="entry-history">
        {history.map((change) => (
          <li key={`${change.at} ${change.from} ${change.to}`}>
            <b>
              <Deed change={change} />
            </b>{' '}
            <span className="small">
              <FactDate date={change.at.slice(0, 10)} />, {change.by === null ? words.bySeed : words.by(change.by)}
            </span>
            <p lang="en">{change.reason}</p>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Deed({ change: { from, to } }: { change: EditorialChange }) {
  const { stateNames, entered, moved, reworded } = useMessages().incidents;
  if (from === null) return entered(stateNames[to]);
  return from === to ? reworded : moved(stateNames[from], stateNames[to]);
}
