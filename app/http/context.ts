import type { Logger } from 'pino';
import type { CopyDesk } from '#app/domain/broadcast/mail.server.ts';
import type { Switches } from '#app/domain/installation/switches.ts';
import type { IspSeen } from '#app/domain/isp/identify.ts';
import type { Line } from '#app/domain/isp/network-kind.ts';
import type { RangeFacts } from '#app/domain/isp/ranges.ts';
import type { TrialVariant } from '#app/domain/trial/trial.ts';
import type { ReadSigns } from './form-signs.ts';
import type { NetworkKey } from './network-key.ts';

/**
 * What a page may know of the visitor: the ISP seen from the network (on a page from memory without the AS number, unless the page is
 * marked in `public-pages.ts`), and the ISP of the catalogue and the kind of line that the person stated (cookies `isp` and `line`). The address
 * itself is not passed on. Own choice.
 */
export interface Visitor {
  seen: IspSeen;
  statedSlug: string | null;
  statedLine?: Line;
  /** The words that a campaign's page stands in, where a trial of them runs. */
  variant?: TrialVariant;
}

/** A file that came with a form, kept on disk until the request is answered. */
export interface Upload {
  fileName: string;
  pieces(): AsyncIterable<Uint8Array>;
}

/** One message of the catalogue of mails, for the preview page; present in development only. */
export interface EmailPreview {
  list(): readonly string[];
  render(name: string, locale: 'en' | 'es'): Promise<{ subject: string; html: string; text: string } | null>;
}

/** What the listener hands to every loader and action. */
export interface RequestContext {
  [key: string]: unknown;
  visitor: Visitor;
  /** Stands for the visitor's network in place of the address; null on a page that is rendered for the crowd, and without an address. */
  networkKey: NetworkKey;
  /** What a form of this request shows besides its fields. */
  readSigns: ReadSigns;
  /** The signed time of rendering, for a form of this page. */
  newStamp(): string;
  /** Where the look-up's data come from and how far they reach; missing when the server was started without. */
  ranges?: RangeFacts;
  /** The switches as this process knows them; missing in loaders that no listener calls. */
  switches?: Switches;
  /** The file of a list that this request handed in; missing on every other. */
  upload?: Upload;
  requestId: string;
  log: Logger;
  isDevelopment: boolean;
  emailPreview: EmailPreview | null;
  /** Renders broadcasts for their preview; missing where the listener was started without. */
  renderBroadcast?: CopyDesk['renderMail'];
}

declare module '@remix-run/node' {
  interface AppLoadContext extends RequestContext {
    [key: string]: unknown;
  }
  interface Future {
    v3_singleFetch: true;
  }
}
