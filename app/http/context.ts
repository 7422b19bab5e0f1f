import type { Logger } from 'pino';
import type { IspSeen } from '#app/domain/isp/identify.ts';

/** What a page may know of the visitor: the ISP seen from the network. The address itself is not passed on. */
export interface Visitor {
  seen: IspSeen;
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
