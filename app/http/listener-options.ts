import type { ServerBuild } from '@remix-run/node';
import type { Logger } from 'pino';
import type { CopyDesk } from '#app/domain/broadcast/mail.server.ts';
import type { Switches } from '#app/domain/installation/switches.ts';
import type { RangeFacts } from '#app/domain/isp/ranges.ts';
import type { SignBatch } from '#app/domain/signature/batch.server.ts';
import type { BounceHook } from './bounce-hook.ts';
import type { EmailPreview } from './context.ts';
import type { Embeds } from './embed/embeds.ts';
import type { ReadinessCheck } from './health.ts';
import type { LedgerFiles } from './ledger-files.ts';
import type { Ndt7 } from './ndt7.ts';
import type { PageCacheLimits } from './page-cache.ts';
import type { Segments } from './segments.ts';
import type { StaticFiles } from './static-files.ts';
import type { TrialDesk } from './trial-desk.ts';
import type { ViewCounter } from './view-counter.ts';
import type { VisitorOptions } from './visitor.ts';

/** What the listener needs. `build` is a function while pages are being written (`npm run dev`): nothing is cached then. Own choice. */
export interface ListenerOptions extends VisitorOptions {
  build: ServerBuild | (() => Promise<ServerBuild>);
  files: StaticFiles;
  origin: string;
  isDevelopment: boolean;
  log: Logger;
  /** Where the access log goes, line by line: the same place as `log`. */
  lines: { write(line: string): unknown };
  emailPreview: EmailPreview | null;
  /** Renders broadcasts for their preview. */
  renderBroadcast?: CopyDesk['renderMail'];
  checks: readonly ReadinessCheck[];
  metricsToken: string | undefined;
  /** Where the look-up's data come from, for the page that says so. */
  rangeFacts?: () => RangeFacts;
  /** What keys of networks are made under. */
  secret: string;
  pageCache?: PageCacheLimits;
  /** The server of line tests, where this process runs one. */
  ndt7?: Ndt7 | null;
  /** Answers segments of the streaming comparison; null or left out where this server gives none. */
  segments?: Segments | null;
  /** Answers the addresses that embeds of other sites fetch and frame; null or left out where there are none. */
  embeds?: Embeds | null;
  /** Answers the files of ledgers; null or left out where they are not served. */
  ledgerFiles?: LedgerFiles | null;
  /** Takes the crowd's signatures many at once; null or left out where each goes through the page's own action. */
  signing?: SignBatch | null;
  /** Counts views of campaigns' pages and forms begun; null or left out where nobody looks at such figures. */
  views?: ViewCounter | null;
  /** The way in for mails that came back; null or left out in development servers without one. */
  bounces?: BounceHook | null;
  /** Gives visitors the words of campaigns that are on trial; null or left out where none run. */
  trials?: TrialDesk | null;
  /** The switches as this process knows them; left out: everything is on. */
  switches?: () => Switches;
}
