import { OutsideLink } from './link.tsx';
import { useMessages } from './locale.tsx';

/** "Sources (3)", opened by `details` without scripting. A source is an address or a citation in words. */
export function SourceList({ sources }: { sources: readonly string[] }) {
  const { shell } = useMessages();
  if (sources.length === 0) return null;
  return (
    <details className="sources">
      <summary>{shell.sources(sources.length)}</summary>
      <ul lang="en">
        {sources.map((source) => (
          <li key={source}>
            <Source text={source} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A source in words; each web address in it is a link. */
export function Source({ text }: { text: string }) {
  return (
    <>
      {text.split(/(https?:\/\/[^\s,;)]+)/).map((part, index) =>
        index % 2 === 1 ? (
          <OutsideLink key={part} href={part}>
            {part.replace(/^https?:\/\/(www\.)?/, '')}
          </OutsideLink>
        ) : (
          part
        ),
      )}
    </>
  );
}
