import type { CampaignDocket } from '#app/domain/campaign/campaign.ts';
import { FactDate } from '../fact-date.tsx';
import { useMessages } from '../locale.tsx';
import { Prose, Section } from '../page-head.tsx';
import { Source } from '../source-list.tsx';

/** The docket that a campaign writes into, and when it takes comments and replies, by the clock of its own zone. */
export function DocketNote({ docket }: { docket: CampaignDocket | null }) {
  const words = useMessages().campaign;
  if (!docket) return null;
  return (
    <Section title={words.docket.title(docket.number)} id="docket">
      <Prose>
        <p lang="en">{docket.title}</p>
        {docket.windows.length === 0 ? <p>{words.docket.noWindow}</p> : null}
        <ul>
          {docket.windows.map(({ kind, opensOn, closesOn, timeZone, source }) => (
            <li key={kind}>
              {words.docket[kind]}{' '}
              {opensOn ? (
                <>
                  {words.docket.from} <FactDate date={opensOn} />{' '}
                </>
              ) : null}
              {words.docket.until} <FactDate date={closesOn} /> (
              {words.zones[timeZone as keyof typeof words.zones] ?? timeZone}).{' '}
              <span className="small" lang="en">
                <Source text={source} />
              </span>
            </li>
          ))}
        </ul>
      </Prose>
    </Section>
  );
}
