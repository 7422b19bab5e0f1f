import { OutsideLink } from './link.tsx';
import { useMessages } from './locale.tsx';
import { Source } from './source-list.tsx';

/** "source" as a link to the first address that a source names; a source without an address stands in words. */
export function SourceLink({ source }: { source: string }) {
  const { shell } = useMessages();
  const address = /https?:\/\/[^\s,;)]+/.exec(source)?.[0];
  if (!address) return <Source text={source} />;
  return <OutsideLink href={address}>{shell.source.toLowerCase()}</OutsideLink>;
}
