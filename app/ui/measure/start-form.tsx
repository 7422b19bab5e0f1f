import { type FormEvent, useEffect, useRef, useState } from 'react';
import { mostComparisonBytes } from '#app/domain/measurement/comparison-run.ts';
import type { ComparisonSetup } from '#app/domain/measurement/comparison-setup.ts';
import { TEST_SECONDS } from '#app/domain/measurement/run.ts';
import { Button } from '../button.tsx';
import { formatNumber } from '../count.tsx';
import { Choice, Fieldset } from '../field.tsx';
import { OutsideLink } from '../link.tsx';
import { useLocale, useMessages } from '../locale.tsx';
import { ErrorSummary, type FormFault } from '../notice.tsx';
import { ActCard } from '../page-head.tsx';
import { formatMegabytes } from './figures.tsx';
import type { TestServer } from './line-test.ts';
import type { TestOrder } from './use-line-test.ts';

const POLICY = 'https://www.measurementlab.net/privacy/';

/** A common line, for the example. */
const EXAMPLE_MBPS = 100;

type StartFormProps = {
  ownServer: string | null;
  isMlabOffered: boolean;
  comparison: ComparisonSetup | null;
  isAgain: boolean;
  onStart(order: TestOrder): void;
};

/** The questions before a test, and the button that begins it: nothing is moved before it is pressed. */
export function StartForm({ ownServer, isMlabOffered, comparison, isAgain, onStart }: StartFormProps) {
  const { start, comparison: words } = useMessages().measure;
  const locale = useLocale();
  const [server, setServer] = useState<TestServer>(ownServer === null ? 'mlab' : 'own');
  const [faults, setFaults] = useState<readonly FormFault[]>([]);
  const isMetered = useMetered();
  const isReady = useReady();
  const form = useRef<HTMLFormElement>(null);

  function begin(event: FormEvent) {
    event.preventDefault();
    const given = new FormData(form.current ?? undefined);
    const found: FormFault[] = [];
    if (server === 'mlab' && !given.has('policy')) found.push({ id: 'measure-policy', message: start.faults.policy });
    if (isMetered && !given.has('metered')) found.push({ id: 'measure-metered', message: start.faults.metered });
    setFaults(found);
    if (found.length > 0) return;
    onStart({ server, ownServer: ownServer ?? '', setup: given.has('compare') ? comparison : null });
  }

  return (
    <ActCard>
      <h2>{start.title}</h2>
      <p>
        {start.uses(
          formatMegabytes(locale, (2 * EXAMPLE_MBPS * 1e6 * TEST_SECONDS) / 8),
          formatNumber(locale, EXAMPLE_MBPS),
        )}
      </p>
      <ErrorSummary faults={faults} />
      <form ref={form} onSubmit={begin} noValidate>
        {ownServer !== null && isMlabOffered ? (
          <Fieldset id="measure-server" label={start.serverLegend}>
            {(['own', 'mlab'] as const).map((value) => (
              <Choice
                key={value}
                id={`measure-${value}`}
                type="radio"
                name="server"
                value={value}
                checked={server === value}
                onChange={() => setServer(value)}
                label={start[value]}
                hint={start[`${value}Hint`]}
              />
            ))}
          </Fieldset>
        ) : null}
        {server === 'mlab' ? (
          <Choice
            id="measure-policy"
            name="policy"
            label={start.policy}
            hint={<OutsideLink href={POLICY}>{start.policyLink}</OutsideLink>}
            errors={messagesFor(faults, 'measure-policy')}
          />
        ) : null}
        {comparison ? (
          <Choice
            id="measure-compare"
            name="compare"
            defaultChecked={!isMetered}
            label={words.want}
            hint={[
              words.wantHint(formatMegabytes(locale, mostComparisonBytes)),
              ...(comparison.isSameMachine ? [words.sameMachine] : []),
            ].join(' ')}
          />
        ) : null}
        {isMetered ? (
          <Choice
            id="measure-metered"
            name="metered"
            label={start.meteredAccept}
            hint={start.metered}
            errors={messagesFor(faults, 'measure-metered')}
          />
        ) : null}
        <Button wide disabled={!isReady} weight={isAgain ? 'quiet' : 'deed'}>
          {isAgain ? start.again : start.button}
        </Button>
      </form>
    </ActCard>
  );
}

function messagesFor(faults: readonly FormFault[], id: string): string[] {
  return faults.filter((fault) => fault.id === id).map(({ message }) => message);
}

/** False until the page's script runs: a button that does nothing must not look as if it did. */
function useReady(): boolean {
  const [isReady, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  return isReady;
}

/** Whether the browser says that data are dear: a mobile connection, or the wish to save. Most browsers say nothing. */
function useMetered(): boolean {
  const [isMetered, setMetered] = useState(false);
  useEffect(() => {
    const { connection } = navigator as { connection?: { type?: string; saveData?: boolean } };
    setMetered(connection?.type === 'cellular' || connection?.saveData === true);
  }, []);
  return isMetered;
}
