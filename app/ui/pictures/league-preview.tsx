import { ink, PreviewFrame, type } from './preview-frame.tsx';

/** One row of a league table: place, name, bitrate in words, and its share of the best, 0 to 1. */
export interface LeagueLine {
  rank: string;
  name: string;
  mbps: string;
  share: number;
}

const column = { display: 'flex', flexDirection: 'column', width: 520 } as const;

/** The preview of a month's league table: up to sixteen places in two columns, with bars from zero, and the source. */
export function LeaguePreview({
  kick,
  title,
  lines,
  source,
  address,
}: {
  kick: string;
  title: string;
  lines: readonly LeagueLine[];
  source: string;
  address: string;
}) {
  const half = Math.ceil(Math.min(lines.length, 16) / 2);
  return (
    <PreviewFrame kick={kick} address={address}>
      <div style={{ display: 'flex', fontFamily: type.serif, fontWeight: 600, fontSize: 48 }}>{title}</div>
      <div style={{ display: 'flex', fontSize: 20, color: ink.soft, marginTop: 4 }}>{source}</div>
      <div style={{ display: 'flex', justifyContent: 'space-between', marginTop: 18 }}>
        <div style={column}>{lines.slice(0, half).map(lineOf)}</div>
        <div style={column}>{lines.slice(half, 16).map(lineOf)}</div>
      </div>
    </PreviewFrame>
  );
}

function lineOf({ rank, name, mbps, share }: LeagueLine) {
  return (
    <div key={name} style={{ display: 'flex', alignItems: 'center', height: 38, fontSize: 22 }}>
      <span style={{ width: 48, color: ink.soft }}>{rank}</span>
      <span style={{ width: 230 }}>{name}</span>
      <span style={{ display: 'flex', width: 150, height: 14, marginRight: 14 }}>
        <span style={{ width: Math.max(2, Math.round(150 * share)), height: 14, background: ink.text }} />
      </span>
      <span style={{ fontWeight: 600 }}>{mbps}</span>
    </div>
  );
}
