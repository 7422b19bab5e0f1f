import type { z } from 'zod';
import type { CampaignRow } from '#app/domain/token/campaigns.server.ts';
import type { MemberRow, SignerRow } from '#app/domain/token/people.server.ts';
import { cursorAfter } from './cursor.ts';
import type { OsdiPerson, OsdiPetition, OsdiSignature, osdiRecordShape } from './osdi-shapes.ts';
import { MAX_PAGE_ENTRIES } from './queries.ts';

const base = (origin: string) => `${origin}/api/v1/osdi`;
const link = (href: string) => ({ href });
const curies = (origin: string) => [
  { name: 'osdi' as const, href: `${origin}/api/v1/openapi.json#{rel}`, templated: true as const },
];
const own = (id: string) => ({ identifiers: [`untolled:${id}`], origin_system: 'Untolled' as const });

/** The entry point. Own choice of words. */
export function osdiEntry(origin: string) {
  return {
    motd: 'Petitions, signatures and members of one organization',
    max_pagesize: MAX_PAGE_ENTRIES,
    _links: {
      self: link(base(origin)),
      curies: curies(origin),
      'osdi:people': { href: `${base(origin)}/people`, title: 'Members of the list' },
      'osdi:petitions': { href: `${base(origin)}/petitions`, title: 'Campaigns' },
      docs: { href: `${origin}/api/v1/openapi.json`, title: 'Description of the API' },
    },
  };
}

/** A collection of what has links to itself. Own choice. */
export function osdiPage<Entry extends { _links: { self: { href: string } } }>(
  relation: string,
  entries: readonly Entry[],
  { url, origin, perPage, next }: { url: string; origin: string; perPage: number; next: string | null },
) {
  const asked = new URL(url);
  // As the site is named to the world, whatever name the request used.
  const here = `${origin}${asked.pathname}`;
  const after = new URLSearchParams(asked.search);
  if (next !== null) after.set('cursor', cursorAfter(next));
  return {
    per_page: perPage,
    _links: {
      self: link(here + asked.search),
      ...(next === null ? {} : { next: link(`${here}?${after}`) }),
      curies: curies(origin),
      [relation]: entries.map(({ _links }) => link(_links.self.href)),
    },
    _embedded: { [relation]: entries },
  };
}

function place(state: string | null, zip: string | null): OsdiPerson['postal_addresses'] {
  if (state === null && zip === null) return [];
  return [
    {
      primary: true,
      ...(state === null ? {} : { region: state }),
      ...(zip === null ? {} : { postal_code: zip }),
      country: 'US',
    },
  ];
}

/** A member of the list as a person: `m` and the number. */
export function memberAsPerson(row: MemberRow, origin: string): OsdiPerson {
  const { id, email, isp, state, locale, status, createdAt, modifiedAt } = row;
  const mail = status === 'confirmed' ? ('subscribed' as const) : ('unsubscribed' as const);
  return {
    ...own(`m${id}`),
    created_date: createdAt,
    modified_date: modifiedAt,
    email_addresses: email === null ? [] : [{ primary: true, address: email, status: mail }],
    postal_addresses: place(state, null),
    languages_spoken: [locale],
    custom_fields: isp === null ? {} : { isp },
    _links: { self: link(`${base(origin)}/people/m${id}`) },
  };
}

/** The signer of a signature as a person: `s` and the number of the signature. */
export function signerAsPerson(row: SignerRow, origin: string): OsdiPerson {
  const { id, name, email, zip, isp, state, locale, createdAt, modifiedAt } = row;
  return {
    ...own(`s${id}`),
    created_date: createdAt,
    modified_date: modifiedAt,
    ...(name === null ? {} : { given_name: name }),
    email_addresses: email === null ? [] : [{ primary: true, address: email }],
    postal_addresses: place(state, zip),
    languages_spoken: [locale],
    custom_fields: isp === null ? {} : { isp },
    _links: { self: link(`${base(origin)}/people/s${id}`) },
  };
}

/** A campaign as a petition, in English where it has English words. */
export function campaignAsPetition(row: CampaignRow, origin: string): OsdiPetition {
  const { slug, texts, counted, createdAt, modifiedAt } = row;
  const words = texts.find(({ locale }) => locale === 'en') ?? texts[0];
  const here = `${base(origin)}/petitions/${slug}`;
  return {
    ...own(slug),
    created_date: createdAt,
    modified_date: modifiedAt,
    name: slug,
    title: words?.title ?? slug,
    summary: words?.summary ?? '',
    description: words?.ask ?? '',
    petition_text: words?.body ?? '',
    browser_url: `${origin}/campaigns/${slug}`,
    total_signatures: counted,
    _links: {
      self: link(here),
      'osdi:signatures': link(`${here}/signatures`),
      'osdi:record_signature_helper': link(`${here}/record_signature_helper`),
    },
  };
}

/** A signature in OSDI's shape. */
export function toOsdiSignature(row: SignerRow, origin: string): OsdiSignature {
  const { id, campaign, status, source, createdAt, modifiedAt } = row;
  const petition = `${base(origin)}/petitions/${campaign}`;
  return {
    ...own(`s${id}`),
    created_date: createdAt,
    modified_date: modifiedAt,
    action_date: createdAt,
    ...(source === null ? {} : { referrer_data: { source } }),
    custom_fields: { status },
    _links: {
      self: link(`${petition}/signatures/s${id}`),
      'osdi:petition': link(petition),
      'osdi:person': link(`${base(origin)}/people/s${id}`),
    },
  };
}

/** The answer to a form that was taken. */
export function osdiTaken(campaign: string, origin: string) {
  return {
    origin_system: 'Untolled' as const,
    custom_fields: { status: 'pending' as const },
    _links: { 'osdi:petition': link(`${base(origin)}/petitions/${campaign}`) },
  };
}

/** A signature of OSDI's shape in the words of our own form, which is checked as that one is. */
export function formOfOsdi(
  { person, referrer_data: from, custom_fields: more }: z.output<typeof osdiRecordShape>,
  campaign: string,
) {
  const primary = <T extends { primary?: boolean | undefined }>(list: readonly T[]) =>
    list.find((one) => one.primary) ?? list[0];
  const source = from?.source
    ?.toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '')
    .slice(0, 60);
  return {
    campaign,
    name: `${person.given_name} ${person.family_name}`.trim(),
    email: primary(person.email_addresses)?.address ?? '',
    zip: primary(person.postal_addresses)?.postal_code ?? '',
    isp: person.custom_fields.isp,
    locale: person.languages_spoken[0] === 'es' ? 'es' : 'en',
    isNamePublic: more.name_public,
    consentTextId: more.consent_text_id,
    source: source || null,
  };
}
