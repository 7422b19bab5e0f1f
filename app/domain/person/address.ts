/** How the provider of a domain reads local parts. The shape of a row of `address_rules`. */
export interface AddressRule {
  /** The domain in ASCII, or `*` for every domain without a row of its own. */
  domain: string;
  /** The domain that this one delivers to, mailbox by mailbox; that domain's rule applies. */
  aliasOf: string | null;
  ignoresDots: boolean;
  /** The character that starts an ignored tag, usually `+`; null when tags are delivered apart. */
  tagSeparator: string | null;
}

/** Rules by domain. */
export type AddressRules = ReadonlyMap<string, AddressRule>;

/** Why an address cannot be written to: `letters` are such as an ordinary mail server does not take before the @. */
export type AddressFault = 'missing' | 'long' | 'shape' | 'quoted' | 'letters';

const maxChars = 254;
const maxLocalChars = 64;
const atoms = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * A domain in lower-case ASCII without its trailing dot; null when it is none that mail can go to (one label, an IP address, a
 * label too long). International names by the WHATWG host parser, which applies UTS 46; the same in browsers and Node.
 */
export function asciiDomain(domain: string): string | null {
  const bare = domain
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[.\u3002]$/, '');
  // Everything that the host parser would read as something else than a name.
  if (bare === '' || bare.length > maxChars || /[\s/?#@:%\\[\]<>^|]/.test(bare)) return null;
  let ascii: string;
  try {
    ascii = new URL(`http://${bare}`).hostname;
  } catch {
    return null;
  }
  const labels = ascii.split('.');
  if (labels.length < 2 || ascii.length > 253) return null;
  if (!labels.every((one) => label.test(one))) return null;
  return /^[0-9]+$/.test(labels[labels.length - 1] ?? '') ? null : ascii;
}

/** What is wrong with an address, or null. Takes plain addresses only: no quoted local part, no comment, no display name. Source: RFC 5321, RFC 5322. */
export function addressFault(address: string): AddressFault | null {
  const parsed = parseAddress(address);
  return 'fault' in parsed ? parsed.fault : null;
}

/** The parts of a plain address, NFKC and trimmed: `local` as typed, `domain` by `asciiDomain`. */
export function parseAddress(address: string): { local: string; domain: string } | { fault: AddressFault } {
  if (address.length > 4 * maxChars) return { fault: 'long' };
  const text = address.normalize('NFKC').trim();
  if (text === '') return { fault: 'missing' };
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  if (text.includes('"')) return { fault: 'quoted' };
  if (at < 1 || at === text.length - 1) return { fault: 'shape' };
  // Letters of any script are named apart from slips of the keyboard: the address may well exist.
  if (/^[^\s@,;:<>()[\]\\]+$/u.test(local) && /[^\p{ASCII}]/u.test(local)) return { fault: 'letters' };
  if (!atoms.test(local)) return { fault: 'shape' };
  const domain = asciiDomain(text.slice(at + 1));
  if (!domain) return { fault: 'shape' };
  if (local.length > maxLocalChars || local.length + 1 + domain.length > maxChars) return { fault: 'long' };
  return { local, domain };
}

/**
 * The address under which a person counts once: lower case, alias domains made one, ignored tags and dots removed, by `rules`.
 * `deliverable` is the address to write to: the local part as typed, the domain in ASCII. Applying it to its own result changes
 * nothing. Refuses what `addressFault` names.
 */
export function canonicalAddress(
  address: string,
  rules: AddressRules,
): { ok: true; canonical: string; deliverable: string } | { ok: false; fault: AddressFault } {
  const parsed = parseAddress(address);
  if ('fault' in parsed) return { ok: false, fault: parsed.fault };
  const own = rules.get(parsed.domain);
  const domain = own?.aliasOf ?? parsed.domain;
  const rule = rules.get(domain) ?? own ?? rules.get('*');
  let local = parsed.local.toLowerCase();
  if (rule?.tagSeparator) {
    const tag = local.indexOf(rule.tagSeparator);
    if (tag > 0) local = local.slice(0, tag).replace(/\.+$/, '');
  }
  if (rule?.ignoresDots) local = local.replaceAll('.', '');
  return { ok: true, canonical: `${local}@${domain}`, deliverable: `${parsed.local}@${parsed.domain}` };
}
