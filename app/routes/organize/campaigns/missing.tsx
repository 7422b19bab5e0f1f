import type { OpeningFault } from '#app/domain/campaign/opening.ts';
import type { OrganizeMessages } from '#app/messages/organize.ts';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';

/** What a campaign lacks, in words. */
export function Missing({ faults }: { faults: readonly OpeningFault[] }) {
  const { campaigns: words } = useOrganizeMessages();
  if (faults.length === 0) return null;
  return (
    <ul className="missing">
      {faults.map((fault) => (
        <li key={JSON.stringify(fault)}>{said(fault, words)}</li>
      ))}
    </ul>
  );
}

function said(
  fault: OpeningFault,
  { opening, languages, fields, setupForm, consent }: OrganizeMessages['campaigns'],
): string {
  if (fault.code === 'words') return opening.words(languages[fault.locale], fields[fault.field]);
  if (fault.code === 'letter') return opening.letter(languages[fault.locale], setupForm.kinds[fault.kind]);
  if (fault.code === 'consent')
    return opening.consent(
      languages[fault.locale],
      fault.kind === 'subscribe' ? fault.kind : consent.kinds[fault.kind],
    );
  if (fault.code === 'share' || fault.code === 'sources') return opening[fault.code](languages[fault.locale]);
  return opening[fault.code];
}
