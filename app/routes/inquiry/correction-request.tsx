import { type CorrectionFacts, correctionRequest } from '#app/domain/inquiry/inquiry.ts';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';

type CorrectionRequestProps = {
  facts: CorrectionFacts;
  /** Filed from the mailbox that asks: then the person may also have sent it and withdraw it. */
  isOwnMailbox?: boolean;
};

/** The wording of a request to the office that keeps a docket, to copy from: one text for each thing that may be true. */
export function CorrectionRequest({ facts, isOwnMailbox = false }: CorrectionRequestProps) {
  const { correction } = useMessages().inquiry.uses;
  return (
    <details>
      <summary>{correction.title}</summary>
      <p className="max-w-2xl">
        {isOwnMailbox ? correction.text : correction.textOther}{' '}
        <PageLink to="/addressees">{correction.officeAddress}</PageLink>
      </p>
      <h3>{correction.notMine}</h3>
      <pre className="letter-text" lang="en">
        {correctionRequest(facts, false)}
      </pre>
      {isOwnMailbox ? (
        <>
          <h3>{correction.mine}</h3>
          <pre className="letter-text" lang="en">
            {correctionRequest(facts, true)}
          </pre>
        </>
      ) : null}
    </details>
  );
}
