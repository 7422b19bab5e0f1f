import type { Side } from './comparison.ts';

/**
 * Where segments of one side come from. `sized`: an address that answers as many bytes as its `{bytes}` says (`{nonce}` is filled with
 * something new each time). `ranged`: a real object, such as one segment file of a video, of which the first bytes are asked for by `Range`.
 */
export interface SegmentSource {
  kind: 'sized' | 'ranged';
  address: string;
}

/** What is wrong with the text of a source, as one phrase for the operator. */
export interface SourceFault {
  fault: string;
}

/** What to ask for one segment, and the status a right answer has. */
export interface SegmentRequest {
  url: string;
  headers: Record<string, string>;
  status: 200 | 206;
}

/** The paths at which every Untolled server answers segments, per side. */
export const segmentPaths: Readonly<Record<Side, string>> = { stream: '/stream/segment', control: '/control/segment' };

/**
 * Reads one entry of STREAM_ORIGINS or CONTROL_ORIGINS: a bare origin is another Untolled server, an address with `{bytes}` is a template, and
 * any other address with a path is an object that answers ranges. Refused: what is no http(s) address, one with a user or a fragment, and
 * `{bytes}` or other blanks in the host. Own choice.
 */
export function segmentSourceOf(text: string, side: Side): SegmentSource | SourceFault {
  const filled = fill(text, { bytes: 1, nonce: 'n' });
  if (!URL.canParse(filled)) return { fault: `"${text}" is no address` };
  const url = new URL(filled);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { fault: `"${text}" is no http or https address` };
  if (url.username !== '' || url.password !== '' || url.hash !== '')
    return { fault: `"${text}" names a user or a fragment` };
  if (/[{}]/.test(filled)) return { fault: `"${text}" has a blank other than {bytes} and {nonce}` };
  if (/^https?:\/\/[^/]*\{/i.test(text)) return { fault: `"${text}" has a blank in its host` };
  if (text.includes('{bytes}')) return { kind: 'sized', address: text };
  if (url.pathname === '/' && url.search === '')
    return { kind: 'sized', address: `${url.origin}${segmentPaths[side]}?bytes={bytes}&n={nonce}` };
  if (text.includes('{nonce}')) return { fault: `"${text}" has {nonce} without {bytes}` };
  return { kind: 'ranged', address: text };
}

/** The origin of a source, e.g. `https://video.example`. */
export function originOf({ address }: SegmentSource): string {
  return new URL(fill(address, { bytes: 1, nonce: 'n' })).origin;
}

/** The request of one segment of `bytes` bytes. A ranged object is always read from its start, so that a CDN holds what is asked for. */
export function segmentRequestOf(source: SegmentSource, given: { bytes: number; nonce: string }): SegmentRequest {
  if (source.kind === 'sized') return { url: fill(source.address, given), headers: {}, status: 200 };
  return { url: source.address, headers: { Range: `bytes=0-${given.bytes - 1}` }, status: 206 };
}

function fill(address: string, { bytes, nonce }: { bytes: number; nonce: string }): string {
  return address.replaceAll('{bytes}', String(bytes)).replaceAll('{nonce}', encodeURIComponent(nonce));
}
