import { MAIL_NAMES, type MailLocale, type RenderedMail } from './catalogue.ts';
import { renderMail, sampleOf } from './render.ts';

/** Every mail filled with its sample, for the preview page of development; `render` of an unknown name is null. */
export const previewEmails = {
  list(): readonly string[] {
    return MAIL_NAMES;
  },
  async render(name: string, locale: MailLocale): Promise<RenderedMail | null> {
    const known = MAIL_NAMES.find((one) => one === name);
    return known ? renderMail(known, locale, sampleOf(known, locale, new Date())) : null;
  },
};
