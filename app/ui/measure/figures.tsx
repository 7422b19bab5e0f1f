import { useLocale, useMessages } from '../locale.tsx';

/** A figure as people read it: three digits that count, no more. */
export function formatFigure(locale: 'en' | 'es', value: number): string {
  return value.toLocaleString(locale === 'es' ? 'es-US' : 'en-US', {
    maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0,
  });
}

/** Bytes as whole megabytes (10^6), at least one. */
export function formatMegabytes(locale: 'en' | 'es', bytes: number): string {
  return Math.max(1, Math.round(bytes / 1e6)).toLocaleString(locale === 'es' ? 'es-US' : 'en-US');
}

type Shown = { downloadMbps: number | null; uploadMbps: number | null; minRttMs: number | null };

/** The three figures of a test, each with its unit; a missing one is said in words. */
export function LineFigureList({ figures, isRunning }: { figures: Shown; isRunning: boolean }) {
  const locale = useLocale();
  const { figures: words } = useMessages().measure;
  const missing = isRunning ? words.none : words.notMeasured;
  const rows = [
    { name: words.download, value: figures.downloadMbps, unit: words.mbps },
    { name: words.upload, value: figures.uploadMbps, unit: words.mbps },
    { name: words.roundTrip, value: figures.minRttMs, unit: words.ms },
  ];
  return (
    <dl className="line-figures">
      {rows.map(({ name, value, unit }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value === null ? (
              <span className="line-missing">{missing}</span>
            ) : (
              <>
                <b>{formatFigure(locale, value)}</b> {unit}
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
