import type { MailLocale, MailName, MailProps, RenderedMail } from './catalogue.ts';

/** Fills one message in one language. Throws when a link is not http(s). */
export declare function renderMail<N extends MailName>(
  name: N,
  locale: MailLocale,
  props: MailProps[N],
): Promise<RenderedMail>;
