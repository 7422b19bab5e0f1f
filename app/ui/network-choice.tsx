import type { NetworkChoice } from '#app/domain/isp/network-kind.ts';
import { IspChoice } from './isp-search.tsx';
import { useLocale, useMessages } from './locale.tsx';

/** What a person on a shared network may be on, one button each; a choice is kept in this browser and leads back to `back`. */
export function NetworkChoices({
  choices,
  back,
}: {
  choices: readonly (NetworkChoice & { name: string })[];
  back: string;
}) {
  const { front, network } = useMessages();
  const isOneIsp = choices.every(({ slug }) => slug === choices[0]?.slug);
  return (
    <div className="network-choices">
      {choices.map(({ slug, name, brand, line }) => {
        const words = brand ?? (isOneIsp ? `${name} (${network.lines[line]})` : name);
        return (
          <IspChoice
            key={`${slug} ${brand} ${line}`}
            slug={slug}
            line={line}
            back={back}
            words={isOneIsp ? words : front.thisOne(words)}
          />
        );
      })}
    </div>
  );
}

/** What the network says of a visitor whose ISP is not sure: a VPN or data centre before it, or the names of the ISPs that share it. */
export type NetworkNoteProps = { isHidden: boolean; sharedBy: readonly string[] };

/** Above a form that asks for the ISP: why it is not filled in, where the network says why. */
export function NetworkNote({ isHidden, sharedBy }: NetworkNoteProps) {
  const { network } = useMessages();
  const locale = useLocale();
  if (isHidden) return <p>{network.signHidden}</p>;
  if (sharedBy.length === 0) return null;
  return <p>{network.signShared(new Intl.ListFormat(locale, { type: 'conjunction' }).format(sharedBy))}</p>;
}
