import type { CSSProperties, ReactNode } from 'react';

// The light tokens of app/ui/styles/tokens.css: a picture has no scheme of its own.
/** Colours of pictures that leave the site. Source: look/front.html. */
export const ink = {
  paper: '#fbfaf6',
  text: '#15181e',
  soft: '#535b67',
  rule: '#dcd8ce',
  deed: '#b3310f',
} as const;

/** Type of pictures: the families that the rasteriser is given. Own choice. */
export const type = { sans: 'Public Sans', serif: 'Source Serif 4' } as const;

const outer: CSSProperties = {
  display: 'flex',
  flexDirection: 'column',
  boxSizing: 'border-box',
  width: '100%',
  height: '100%',
  background: ink.paper,
  color: ink.text,
  fontFamily: type.sans,
  padding: '44px 60px 32px',
};

/** The frame of every preview picture: name of the site, what it is about, the matter, the address to read on at. Boxes and text only. */
export function PreviewFrame({ kick, address, children }: { kick: string; address: string; children: ReactNode }) {
  return (
    <div style={outer}>
      <div
        style={{
          display: 'flex',
          alignItems: 'baseline',
          fontSize: 30,
          borderBottom: `4px solid ${ink.deed}`,
          paddingBottom: 16,
        }}
      >
        <span style={{ fontFamily: type.serif, fontWeight: 600, marginRight: 24 }}>Untolled</span>
        <span style={{ color: ink.soft }}>{kick}</span>
      </div>
      <div style={{ display: 'flex', flexDirection: 'column', flexGrow: 1, paddingTop: 24 }}>{children}</div>
      <div
        style={{ display: 'flex', fontSize: 24, color: ink.soft, borderTop: `2px solid ${ink.rule}`, paddingTop: 16 }}
      >
        {address}
      </div>
    </div>
  );
}
