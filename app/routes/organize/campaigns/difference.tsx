import type { DiffPart } from '#app/domain/campaign/difference.server.ts';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';

/** Fields in which two texts differ, by the words for them. */
export type Differences = { field: string; parts: DiffPart[] }[];

/** What changed from one text to another, field by field. What was added is underlined and what was taken out struck through; both are also said. */
export function Difference({ fields, lang }: { fields: Differences; lang?: string | undefined }) {
  const { campaigns: words } = useOrganizeMessages();
  const named: Record<string, string> = words.fields;
  if (fields.length === 0) return null;
  return (
    <div className="difference">
      <p className="small">{words.diff.key}</p>
      <dl>
        {fields.map(({ field, parts }) => (
          <div key={field}>
            <dt>{named[field] ?? field}</dt>
            <dd lang={lang}>
              {parts.map((part, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
                <Part key={index} part={part} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Part({ part: { kind, text } }: { part: DiffPart }) {
  const { diff } = useOrganizeMessages().campaigns;
  if (kind === 'same') return <span>{text}</span>;
  const Mark = kind === 'added' ? 'ins' : 'del';
  return (
    <Mark>
      <span className="sr-only">[{kind === 'added' ? diff.added : diff.removed} </span>
      {text}
      <span className="sr-only"> {diff.end}]</span>
    </Mark>
  );
}
