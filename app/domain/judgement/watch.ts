/** What the watch rings for, with what it means, in the order of the documentation. Decision 0026. */
export const ALERT_KINDS = [
  { name: 'state-surge', about: 'most forms of a minute from one state, or many from where few people live' },
  { name: 'without-proof', about: 'many forms without a valid proof of work' },
  { name: 'network-surge', about: 'many forms from one network of 256 addresses' },
  {
    name: 'isp-surge',
    about: "many forms without a valid proof from one ISP, or a surge from a system that is none of the catalogue's",
  },
  { name: 'domain-surge', about: 'a surge of addresses at one mail domain that is no public provider' },
  { name: 'same-name', about: 'one name again and again' },
  { name: 'same-second', about: 'many confirmations within one second' },
] as const;

/** Name of a kind of alert. */
export type AlertKind = (typeof ALERT_KINDS)[number]['name'];

/**
 * When the watch rings: figures of the last 60 seconds. `share`: of the campaign's forms; `timesHour`: more than so many times the mean minute of the hour before.
 * A rally of a big ISP with valid proofs passes them all. Own choice.
 */
export const watchLimits = {
  state: { forms: 100, share: 0.6, smallShare: 0.05, timesHour: 5 },
  bare: { forms: 300, share: 0.5 },
  network: { forms: 200, bareShare: 0.5, formsAnyway: 1_200 },
  isp: { bare: 300, bareShare: 0.5, strangeForms: 300, timesHour: 10 },
  domain: { forms: 100, timesHour: 10 },
  name: { forms: 30, share: 0.03 },
  second: { confirmations: 100, share: 0.5 },
} as const;

/** Where few people live who could sign: territories, freely associated states, military mail, and ZIP codes of no state. Source: `zip.ts`; own choice. */
const smallPlaces: ReadonlySet<string> = new Set([
  'none',
  'PR',
  'VI',
  'GU',
  'AS',
  'MP',
  'FM',
  'MH',
  'PW',
  'AA',
  'AE',
  'AP',
]);

/** How many forms the last 60 seconds brought under one key, those without a valid proof, and how many the hour before. */
export interface Reading {
  /** Null where the key is not a campaign's own. */
  campaignId: number | null;
  kind: 'campaign' | 'state' | 'network' | 'isp' | 'strange' | 'domain' | 'name' | 'second';
  /** The key as it is shown: a state, an ISP's id, `as` and a number, a domain, the digest of a network; empty where it would name a person. */
  key: string;
  forms: number;
  bare: number;
  hourBefore: number;
}

/** Something implausible, as it is stored and mailed: `facts` are figures of the last minute and of the hour before, `key` names no person. */
export interface Alarm {
  campaignId: number | null;
  kind: AlertKind;
  key: string;
  facts: Record<string, number>;
}

/** What in these readings is implausible; pure. For `second`, `forms` are the confirmations of that second and `hourBefore` those of the minute around it. */
export function alarmsIn(readings: readonly Reading[]): Alarm[] {
  const totals = new Map(readings.filter(({ kind }) => kind === 'campaign').map((one) => [one.campaignId, one.forms]));
  return readings.flatMap((reading): Alarm[] => {
    const { campaignId, key, forms, bare, hourBefore } = reading;
    const kind = kindOf(reading, totals.get(campaignId) ?? forms);
    return kind ? [{ campaignId, kind, key, facts: { forms, withoutProof: bare, hourBefore } }] : [];
  });
}

function kindOf({ kind, key, forms, bare, hourBefore }: Reading, total: number): AlertKind | null {
  const { state, bare: plain, network, isp, domain, name, second } = watchLimits;
  const isTimes = (times: number) => forms > (times * hourBefore) / 60;
  const rings: Record<Reading['kind'], [AlertKind, boolean]> = {
    campaign: ['without-proof', bare >= plain.forms && bare >= forms * plain.share],
    state: [
      'state-surge',
      forms >= state.forms &&
        forms > total * (smallPlaces.has(key) ? state.smallShare : state.share) &&
        isTimes(state.timesHour),
    ],
    network: [
      'network-surge',
      (forms >= network.forms && bare >= forms * network.bareShare) || forms >= network.formsAnyway,
    ],
    isp: ['isp-surge', bare >= isp.bare && bare >= forms * isp.bareShare],
    strange: ['isp-surge', forms >= isp.strangeForms && isTimes(isp.timesHour)],
    domain: ['domain-surge', forms >= domain.forms && isTimes(domain.timesHour)],
    name: ['same-name', forms >= name.forms && forms >= total * name.share],
    second: ['same-second', forms >= second.confirmations && forms >= hourBefore * second.share],
  };
  const [alert, isRinging] = rings[kind];
  return isRinging ? alert : null;
}

/** A stored alert. `key` and `facts` hold no address and no name of a person. Instants in UTC. */
export interface Alert {
  id: number;
  campaignSlug: string | null;
  kind: AlertKind;
  key: string;
  facts: Record<string, number>;
  raisedAt: Date;
  mailedAt: Date | null;
  settledAt: Date | null;
  settledBy: string | null;
}
