import { type CorrectionFacts, correctionRequest } from '#app/domain/inquiry/inquiry.ts';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';

/** The wording of a request to the office that keeps a docket, in its two truths, to copy from. */
export function CorrectionRequest({ facts }: { facts: CorrectionFacts }) {
  const { correction } = useMessages().inquiry.uses;
  return (
    <details>
      <summary>{correction.title}</summary>
      <p className="max-w-2xl">
        {correction.text} <PageLink to="/addressees">{correction.officeAddress}</PageLink>
      </p>
      <h3>{correction.notMine}</h3>
      <pre className="letter-text" lang="en">
        {correctionRequest(facts, false)}
      </pre>
      <h3>{correction.mine}</h3>
      <pre className="letter-text" lang="en">
        {correctionRequest(facts, true)}
      </pre>
    </details>
  );
}
