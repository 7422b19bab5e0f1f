import type { z } from 'zod';
import { isPlainDomain } from '../person/address.ts';
import { maxEmailChars, maxNameChars, type signForm } from './signature.ts';
import { stateOfZip } from './zip.ts';

/** The sign form as its schema gives it. */
export type ParsedSignForm = z.output<typeof signForm>;

/** What the fields of the sign form hold, by name; one that was not posted is undefined. */
export type PlainFields = { readonly [Name in keyof ParsedSignForm]?: string | undefined };

// Precomposed Latin letters (not the signs among them), which NFC leaves alone, with single blanks, apostrophes and hyphens between them.
const plainName =
  /^[A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F]+(?:[ '\u2019-][A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F]+)*$/;
const plainLocal = /^[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*$/;
const plainSlug = /^[a-z0-9-]{1,80}$/;
const plainPartner = /^(?:[a-z0-9][a-z0-9-]*)?$/;
const plainVariant = /^[a-z]?$/;
const plainId = /^(?:[1-9][0-9]{0,8})?$/;
const maxLocalChars = 64;

/**
 * What `signForm` makes of a form that is written in the plainest way, as nearly all are, a hundred times as fast; null for every other, valid or not, which only the
 * schema can tell. A test holds it to the schema over made-up forms. Decision 0024.
 */
export function readPlainForm(fields: PlainFields): ParsedSignForm | null {
  const { name = '', email = '', zip = '', isp = '', isNamePublic = '', website = '', proof = '', stamp = '' } = fields;
  const { consent = '', partner = '', variant = '', subscribe = '', partnerConsent = '' } = fields;
  if (name.length > maxNameChars || !plainName.test(name)) return null;
  const at = email.indexOf('@');
  if (at < 1 || at > maxLocalChars || email.length > maxEmailChars) return null;
  if (!plainLocal.test(email.slice(0, at)) || !isPlainDomain(email.slice(at + 1))) return null;
  if (zip.length !== 5 || stateOfZip(zip) === null || !plainSlug.test(isp)) return null;
  if ((isNamePublic !== '' && isNamePublic !== 'on') || website.length > 500) return null;
  if (proof.length > 300 || stamp.length > 40) return null;
  if (partner.length > 60 || !plainPartner.test(partner) || !plainVariant.test(variant)) return null;
  if (!plainId.test(consent) || !plainId.test(subscribe) || !plainId.test(partnerConsent)) return null;
  const choices = { partner, variant, subscribe, partnerConsent };
  const shown = consent === '' ? null : Number(consent);
  return {
    name,
    email,
    zip,
    isp,
    isNamePublic: isNamePublic === 'on',
    website,
    proof,
    stamp,
    consent: shown,
    ...choices,
  };
}
