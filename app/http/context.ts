import type { Logger } from 'pino';
import type { IspSeen } from '#app/domain/isp/identify.ts';
import type { NetworkKey } from './network-key.ts';

/**
 * What a page may know of the visitor: the ISP seen from the network, and the slug of the ISP that the person stated (cookie `isp`,
 * checked for its characters only, so it may name no ISP). The address itself is not passed on. Own choice.
 */
export interface Visitor {
  seen: IspSeen;
  statedSlug: string | null;
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
  requestId: string;
  log: Logger;
  isDevelopment: boolean;
  emailPreview: EmailPreview | null;
}

declare module '@remix-run/node' {
  interface AppLoadContext extends RequestContext {
    [key: string]: unknown;
  }
  interface Future {
    v3_singleFetch: true;
  }
}
