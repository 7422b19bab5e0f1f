/** One sending that the report looks at. `at`: when it was sent or confirmed; `textKey`: the same for the very same words, null for a signature. */
export interface Sending {
  domain: string;
  at: Date;
  state: string | null;
  zipState: string | null;
  textKey: string | null;
  clusterId: string | null;
}

/**
 * What a regulator should know before counting. `uniqueShare`: share of letters whose words no other letter of the set has (Pew Research Center, 2017,
 * counted comments "submitted only once"), null for signatures; `clusters`: sizes of groups of like letters, biggest first, with how many groups
 * have that size; `domains`: mail domains of at least 11 senders, biggest first, at most 20, the rest in `otherDomains`; `disposable`: addresses at domains
 * of `disposableList`, flagged and never left out; `mostInOneSecond`: the largest number with the same second; `zipStateMismatches`: where the
 * state given is not the ZIP's.
 */
export interface IntegrityReport {
  sendings: number;
  uniqueTexts: number | null;
  uniqueShare: number | null;
  clusters: { size: number; groups: number }[];
  domains: { domain: string; senders: number }[];
  otherDomains: { domains: number; senders: number };
  disposable: number;
  disposableShare: number;
  disposableList: string;
  mostInOneSecond: number;
  mostInOneSecondAt: string | null;
  zipStateMismatches: number;
}

/** Fewest senders for which a mail domain is named: a smaller one may be one person's own. Own choice, as for every small cell. */
export const MIN_DOMAIN_SENDERS = 11;
const MAX_DOMAINS = 20;

/** Adds sendings up to a report; memory grows with distinct domains, texts, clusters and seconds, not with letters. Order does not matter. */
export class IntegrityTally {
  readonly #isDisposable: (domain: string) => boolean;
  readonly #list: string;
  readonly #domains = new Map<string, number>();
  readonly #texts = new Map<string, number>();
  readonly #clusters = new Map<string, number>();
  readonly #seconds = new Map<number, number>();
  #sendings = 0;
  #letters = 0;
  #mismatches = 0;

  /** `disposable`: whether a domain is on the dated list, and the list's name and version. */
  constructor(disposable: { has(domain: string): boolean; list: string }) {
    this.#isDisposable = (domain) => disposable.has(domain);
    this.#list = disposable.list;
  }

  /** Counts one sending in. */
  add({ domain, at, state, zipState, textKey, clusterId }: Sending): void {
    this.#sendings += 1;
    raise(this.#domains, domain.toLowerCase());
    raise(this.#seconds, Math.floor(at.getTime() / 1000));
    if (textKey !== null) {
      this.#letters += 1;
      raise(this.#texts, textKey);
    }
    if (clusterId !== null) raise(this.#clusters, clusterId);
    if (state !== null && zipState !== null && state !== zipState) this.#mismatches += 1;
  }

  /** The report over everything that was added. */
  report(): IntegrityReport {
    const domains = [...this.#domains].sort(byCountThenName);
    const named = domains.filter(([, senders]) => senders >= MIN_DOMAIN_SENDERS).slice(0, MAX_DOMAINS);
    const others = domains.slice(named.length);
    const disposable = total(domains.filter(([domain]) => this.#isDisposable(domain)));
    const uniqueTexts = [...this.#texts.values()].filter((count) => count === 1).length;
    const sizes = new Map<number, number>();
    for (const size of this.#clusters.values()) raise(sizes, size);
    const busiest = [...this.#seconds].sort(([a, x], [b, y]) => y - x || a - b)[0];
    return {
      sendings: this.#sendings,
      uniqueTexts: this.#letters > 0 ? uniqueTexts : null,
      uniqueShare: this.#letters > 0 ? rounded(uniqueTexts / this.#letters) : null,
      clusters: [...sizes].sort(([a], [b]) => b - a).map(([size, groups]) => ({ size, groups })),
      domains: named.map(([domain, senders]) => ({ domain, senders })),
      otherDomains: { domains: others.length, senders: total(others) },
      disposable,
      disposableShare: this.#sendings > 0 ? rounded(disposable / this.#sendings) : 0,
      disposableList: this.#list,
      mostInOneSecond: busiest?.[1] ?? 0,
      mostInOneSecondAt: busiest ? new Date(busiest[0] * 1000).toISOString() : null,
      zipStateMismatches: this.#mismatches,
    };
  }
}

const total = (entries: readonly (readonly [string, number])[]) => entries.reduce((sum, [, count]) => sum + count, 0);
const rounded = (share: number) => Math.round(share * 10_000) / 10_000;

function raise<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function byCountThenName([a, x]: readonly [string, number], [b, y]: readonly [string, number]): number {
  return y - x || (a < b ? -1 : a > b ? 1 : 0);
}
