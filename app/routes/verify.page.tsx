import { Command } from '#app/ui/command.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { ActCard, PageHead, Prose, Section } from '#app/ui/page-head.tsx';
import { ReceiptCheck } from './verify.check.tsx';

/** A campaign's log as the site announces it. */
type Log = { campaign: string; origin: string; url: string; verifierKeys: string[] };

/** Where anybody checks a receipt or the whole count, here or on a computer of their own. */
export function VerifyPage({ site, logs }: { site: string; logs: readonly Log[] }) {
  const { verify } = useMessages();
  const { meaning } = verify;
  return (
    <>
      <PageHead modest title={verify.title} lede={verify.lede} />
      <div className="verify">
        <ActCard id="receipt">
          <h2>{verify.receipt.title}</h2>
          <p>{verify.receipt.lede}</p>
          <noscript>
            <p>
              <strong>{verify.receipt.noScript}</strong>
            </p>
          </noscript>
          <ReceiptCheck vkeys={logs.flatMap(({ verifierKeys }) => verifierKeys)} />
        </ActCard>
        <Section title={meaning.title} id="meaning">
          <Prose>
            <h3>{meaning.shows}</h3>
            <Points points={meaning.showsList} />
            <h3>{meaning.hides}</h3>
            <Points points={meaning.hidesList} />
          </Prose>
        </Section>
        <OwnComputer site={site} logs={logs} />
        <WholeCount logs={logs} />
      </div>
    </>
  );
}

function Points({ points }: { points: readonly string[] }) {
  return (
    <ul>
      {points.map((point) => (
        <li key={point}>{point}</li>
      ))}
    </ul>
  );
}

function OwnComputer({ site, logs }: { site: string; logs: readonly Log[] }) {
  const { own } = useMessages().verify;
  const [log] = logs;
  return (
    <Section title={own.title} id="own">
      <p>
        {own.lede}{' '}
        <a href="/verify.mjs" download>
          {own.file}
        </a>
      </p>
      <h3>{own.receipt}</h3>
      <Command>{`curl -O ${site}/verify.mjs\nnode verify.mjs receipt FILE.tlog-proof --key "KEY"`}</Command>
      {log ? (
        <>
          <h3>{own.checkpoint}</h3>
          <Command>{`node verify.mjs checkpoint ${log.url} --key "KEY"\nnode verify.mjs checkpoint ${log.url} --since FILE --key "KEY"`}</Command>
        </>
      ) : null}
      {logs.map(({ campaign, verifierKeys }) => (
        <div key={campaign}>
          <h3>
            KEY: <PageLink to={`/campaigns/${campaign}`}>{campaign}</PageLink>
          </h3>
          <Command>{verifierKeys.join('\n')}</Command>
        </div>
      ))}
      {log ? <p className="small">{own.key}</p> : null}
    </Section>
  );
}

function WholeCount({ logs }: { logs: readonly Log[] }) {
  const { count } = useMessages().verify;
  return (
    <Section title={count.title} id="count">
      <p>{count.lede}</p>
      {logs.length === 0 ? (
        <p>{count.none}</p>
      ) : (
        <Command>{logs.map(({ url }) => `node verify.mjs recount ${url}`).join('\n')}</Command>
      )}
      <p className="small">{count.folder}</p>
      <p className="small">
        {count.announced} <a href="/.well-known/untolled-ledger.json">/.well-known/untolled-ledger.json</a>
      </p>
    </Section>
  );
}
