import type { AddresseeKind, CampaignTarget } from '#app/domain/campaign/campaign.ts';
import { PageLink } from '../link.tsx';
import { useLocale, useMessages } from '../locale.tsx';

/** The offices of an ISP are one in a sentence; a commission is left out, because it is open to few, who hear of it when they choose. */
function groupOf(kind: AddresseeKind) {
  if (kind === 'isp_customer_relations' || kind === 'isp_headquarters') return 'isp';
  return kind === 'utility_commission' ? null : kind;
}

/** Where a campaign's letters can go, in one sentence. */
export function Addressees({ targets }: { targets: CampaignTarget[] }) {
  const words = useMessages().campaign;
  const locale = useLocale();
  if (targets.length === 0) return null;
  const names = [...new Set(targets.map(({ kind }) => groupOf(kind)))].flatMap((group) =>
    group === null ? [] : [words.targets[group]],
  );
  const list = new Intl.ListFormat(locale, { type: 'disjunction' }).format(names);
  return (
    <p>
      {words.to} {list}. <PageLink to="/addressees">{words.allAddressees}</PageLink>
    </p>
  );
}
