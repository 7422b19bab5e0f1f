import { useLocale, useMessages } from '../locale.tsx';

const types = ['svg', 'png', 'csv'] as const;

/** Links to a chart as SVG and PNG and to its figures as CSV. `chart` is its name among the pictures; `name` says what it shows. */
export function Downloads({ chart, name }: { chart: string; name: string }) {
  const locale = useLocale();
  const { picture } = useMessages();
  const folder = locale === 'es' ? '/es/charts' : '/charts';
  return (
    <p className="downloads small">
      {picture.download}{' '}
      {types.map((type) => (
        <span key={type}>
          <a href={`${folder}/${chart}.${type}`} aria-label={picture.downloadLabel(type.toUpperCase(), name)} download>
            {type.toUpperCase()}
          </a>{' '}
        </span>
      ))}
    </p>
  );
}
