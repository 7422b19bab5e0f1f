/** Where a campaign's log is served, beneath the site's origin. Own choice. */
export function logPath(slug: string): string {
  return `/log/${slug}`;
}

/** The origin of a campaign's log: the first line of its checkpoints and the name of its key. `origin`: the site's, e.g. `https://untolled.example`. Source: C2SP tlog-tiles, "Parameters". */
export function logOriginOf(origin: string, slug: string): string {
  return `${new URL(origin).host}${logPath(slug)}`;
}

/** The newest checkpoint that was signed: its size, when it was made, and the note with the lines of witnesses. Own choice. */
export interface SignedCheckpoint {
  campaignId: number;
  origin: string;
  size: number;
  /** 32 bytes, base64. */
  root: string;
  madeAt: Date;
  /** The note as served: text, the log's line, then the lines of witnesses. */
  note: string;
}
