/** How the provider of a domain reads local parts. The shape of a row of `address_rules`. */
export interface AddressRule {
  /** The domain in ASCII; `*.` and a domain for every domain beneath that one; or `*` for every domain without another rule. */
  domain: string;
  /** The domain that this one delivers to, mailbox by mailbox; that domain's rule applies, whatever else stands here. */
  aliasOf: string | null;
  ignoresDots: boolean;
  /** The character that starts an ignored tag, usually `+`; null when tags are delivered apart. */
  tagSeparator: string | null;
  /**
   * Whether all that is written before the @ reaches one mailbox, each domain under a `*.` being one of its own. With `aliasOf`, the name in front of the domain
   * is the mailbox there: "x@ada.mail.example" is "ada@mail.example".
   */
  isOneMailbox: boolean;
}

/** Rules by domain. */
export type AddressRules = ReadonlyMap<string, AddressRule>;

/** Why an address cannot be written to: `letters` are such as an ordinary mail server does not take before the @. */
export type AddressFault = 'missing' | 'long' | 'shape' | 'quoted' | 'letters';

const maxChars = 254;
const maxLocalChars = 64;
const atoms = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const plainDomain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** Whether a domain is already as `asciiDomain` gives it, seen at a glance; false says nothing. */
export function isPlainDomain(domain: string): boolean {
  return domain.length <= 253 && plainDomain.test(domain) && !domain.includes('xn--');
}

/**
 * A domain in lower-case ASCII without its trailing dot; null when it is none that mail can go to (one label, an IP address, a
 * label too long). International names by the WHATWG host parser, which applies UTS 46; the same in browsers and Node.
 */
export function asciiDomain(domain: string): string | null {
  if (isPlainDomain(domain)) return domain;
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

/** The rule that holds for a domain in ASCII: its own, else that of the longest `*.` above it, else `*`. */
export function ruleOf(domain: string, rules: AddressRules): AddressRule | undefined {
  const own = rules.get(domain);
  if (own) return own;
  for (let at = domain.indexOf('.'); at >= 0; at = domain.indexOf('.', at + 1)) {
    const above = rules.get(`*${domain.slice(at)}`);
    if (above) return above;
  }
  return rules.get('*');
}

/**
 * Why rules cannot hold together, or null. `alias_of_alias`: a rule leads to a domain that leads on. `mailbox_of_alias`: everything of one domain would be one
 * mailbox of another, without saying which. `star_is_all`: `*` says of all domains that they are one, or one mailbox each.
 */
export type AddressRulesFault = 'alias_of_alias' | 'mailbox_of_alias' | 'star_is_all';

/** What is wrong with these rules, or null: with sound ones the canonical address of a canonical address is itself. */
export function addressRulesFault(rules: AddressRules): AddressRulesFault | null {
  for (const { domain, aliasOf, isOneMailbox } of rules.values()) {
    if (domain === '*' && (aliasOf !== null || isOneMailbox)) return 'star_is_all';
    if (aliasOf === null) continue;
    if (isOneMailbox && !domain.startsWith('*.')) return 'mailbox_of_alias';
    if ((ruleOf(aliasOf, rules)?.aliasOf ?? null) !== null) return 'alias_of_alias';
  }
  return null;
}

/** The name right in front of `above`: "ada" of "x.ada.mail.example" for ".mail.example". */
function nameInFront(domain: string, above: string): string {
  const names = domain.slice(0, -above.length).split('.');
  return names.at(-1) ?? '';
}

/**
 * The address under which a person counts once: lower case, alias domains and domains of one mailbox made one, ignored tags and dots removed, by `rules`.
 * `deliverable` is the address to write to: the local part as typed, the domain in ASCII. Applying it to its own result changes
 * nothing. Refuses what `addressFault` names.
 */
export function canonicalAddress(
  address: string,
  rules: AddressRules,
): { ok: true; canonical: string; deliverable: string } | { ok: false; fault: AddressFault } {
  const parsed = parseAddress(address);
  if ('fault' in parsed) return { ok: false, fault: parsed.fault };
  let { domain } = parsed;
  let local = parsed.local.toLowerCase();
  let rule = ruleOf(domain, rules);
  if (rule?.aliasOf) {
    if (rule.isOneMailbox) local = nameInFront(domain, rule.domain.slice(1));
    domain = rule.aliasOf;
    rule = ruleOf(domain, rules);
  }
  // No mailbox has this name, so that it can stand for all of them.
  if (rule?.isOneMailbox) local = '*';
  if (rule?.tagSeparator) {
    const tag = local.indexOf(rule.tagSeparator);
    if (tag > 0) local = local.slice(0, tag).replace(/\.+$/, '');
  }
  if (rule?.ignoresDots) local = local.replaceAll('.', '');
  return { ok: true, canonical: `${local}@${domain}`, deliverable: `${parsed.local}@${parsed.domain}` };
}
