import { z } from 'zod';
import { partnerSlugShape } from '../partner/partner.ts';

const slug = z.string().regex(partnerSlugShape);
const variant = z.string().regex(/^[a-z]$/);
const idText = z.string().regex(/^[1-9][0-9]{0,8}$/);

/**
 * What a form chose besides what is signed, as it is stored with the form: the partner on whose site it stood (by slug), the variant of the page's words (one letter), and the
 * ids of the wordings that the signer ticked: to be written to about their ISP (`subscribe`), and a partner's own. Nothing here is believed before the mailbox is
 * proved: then ids and slugs are looked up again. Own choice.
 */
export interface FormChoices {
  partner?: string;
  variant?: string;
  subscribe?: number;
  partnerConsent?: number;
}

/** The fields of a sign form that carry choices. A bad value is as good as none: no fault of the person who signs. */
export const choiceFields = {
  partner: slug.or(z.literal('')).default('').catch(''),
  variant: variant.or(z.literal('')).default('').catch(''),
  /** A box: the id of the wording beside it when ticked. */
  subscribe: idText.or(z.literal('')).default('').catch(''),
  partnerConsent: idText.or(z.literal('')).default('').catch(''),
};

/** The names of those fields. */
export type ChoiceField = keyof typeof choiceFields;

/** What the fields chose; null when nothing was chosen, as nearly always. The partner's consent goes with a partner only. */
export function formChoices(fields: Readonly<Record<ChoiceField, string>>): FormChoices | null {
  const { partner, variant, subscribe, partnerConsent } = fields;
  if (partner === '' && variant === '' && subscribe === '') return null;
  const choices: FormChoices = {};
  if (partner !== '') choices.partner = partner;
  if (variant !== '') choices.variant = variant;
  if (subscribe !== '') choices.subscribe = Number(subscribe);
  if (partner !== '' && partnerConsent !== '') choices.partnerConsent = Number(partnerConsent);
  return choices;
}
