import { ink, PreviewFrame, type } from './preview-frame.tsx';

/** One fact of a preview: what it is, its figure or words, and where it comes from. */
export interface PreviewFact {
  label: string;
  value: string;
  source: string;
}

/** The preview of an ISP's record: its name and up to three facts, each with its source; `hasChart` leaves the right half to a chart. */
export function IspPreview({
  kick,
  name,
  facts,
  address,
  hasChart,
}: {
  kick: string;
  name: string;
  facts: readonly PreviewFact[];
  address: string;
  hasChart: boolean;
}) {
  const size = name.length > 22 ? 52 : name.length > 14 ? 60 : 76;
  return (
    <PreviewFrame kick={kick} address={address}>
      <div style={{ display: 'flex', fontFamily: type.serif, fontWeight: 600, fontSize: size, lineHeight: 1.1 }}>
        {name}
      </div>
      <div style={{ display: 'flex', flexDirection: 'column', width: hasChart ? 590 : '100%', marginTop: 4 }}>
        {facts.slice(0, 3).map(({ label, value, source }) => (
          <div key={label} style={{ display: 'flex', flexDirection: 'column', marginTop: 12 }}>
            <span style={{ fontSize: 21, color: ink.soft }}>{label}</span>
            <span style={{ fontSize: 28, fontWeight: 600, lineHeight: 1.2 }}>{value}</span>
            <span style={{ fontSize: 18, color: ink.soft }}>{source}</span>
          </div>
        ))}
      </div>
    </PreviewFrame>
  );
}
