import { PreviewFrame, type } from './preview-frame.tsx';

/** The preview of a campaign: its headline and what it asks. */
export function CampaignPreview({
  kick,
  headline,
  ask,
  address,
}: {
  kick: string;
  headline: string;
  ask: string;
  address: string;
}) {
  const size = headline.length > 70 ? 50 : headline.length > 40 ? 60 : 74;
  const shown = ask.length > 220 ? `${ask.slice(0, 215).replace(/\s+\S*$/, '')} …` : ask;
  return (
    <PreviewFrame kick={kick} address={address}>
      <div style={{ display: 'flex', fontFamily: type.serif, fontWeight: 600, fontSize: size, lineHeight: 1.12 }}>
        {headline}
      </div>
      <div style={{ display: 'flex', fontSize: 28, lineHeight: 1.35, marginTop: 22 }}>{shown}</div>
    </PreviewFrame>
  );
}
