import { eq } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { campaigns } from '#db/schema/campaign.ts';
import { listTargets } from '../campaign/campaign.server.ts';
import { type AddresseeKind, type CampaignTarget, isIspKind } from '../campaign/campaign.ts';
import { listContactsOf } from '../contact/contact.server.ts';
import type { Contact } from '../contact/contact.ts';
import { findIspById } from '../isp/isp.server.ts';
import { listRegulatorsBySlug } from '../regulator/regulator.server.ts';
import { isStateCode, openWindow, type Regulator } from '../regulator/regulator.ts';
import { type PublishedLaw, publishedLaw, reasonsOf } from './grounds.server.ts';
import { byPlace, decisionOn, type Place } from './jurisdiction.ts';
import {
  type Addressee,
  type OpenChannel,
  officeName,
  openChannels,
  type TargetDocket,
  type TargetOption,
  type TargetRefusal,
} from './target.ts';

/** What of a signature decides who its writer's letters go to. `state`: two letters; `ispStatedId`: the ISP that the person named. */
export interface Sender {
  state: string | null;
  ispStatedId: number | null;
}

interface Setting extends PublishedLaw {
  state: string | null;
  isp: { id: number; slug: string; name: string } | null;
  docketId: number | null;
  at: Date;
  offices: readonly Regulator[];
  contacts: readonly Contact[];
}

/**
 * The addressees of a campaign for one sender, those that can be written to before the others, each part by the rules of jurisdiction and then in the
 * campaign's order. Each says why it is offered or why not, with source and date. Nothing of it rests on what is known only from memory.
 */
export async function chosenTargets(
  sender: Sender,
  campaignId: number,
  given: Partial<Tools> = {},
): Promise<TargetOption[]> {
  const { db, now } = tools(given);
  const [targets, isp, [campaign], law] = await Promise.all([
    listTargets(campaignId, given),
    sender.ispStatedId === null ? null : findIspById(sender.ispStatedId, given),
    db.select({ docketId: campaigns.docketId }).from(campaigns).where(eq(campaigns.id, campaignId)),
    publishedLaw(sender.state, given),
  ]);
  const slugs = targets.flatMap(({ kind }) => slugOf(kind, sender.state) ?? []);
  const offices = await listRegulatorsBySlug([...new Set(slugs)], given);
  const owners = { regulatorIds: offices.map(({ id }) => id), ispId: isp?.id ?? null };
  const setting: Setting = {
    ...law,
    state: sender.state,
    isp,
    docketId: campaign?.docketId ?? null,
    at: now(),
    offices,
    contacts: await listContactsOf(owners, given),
  };
  const placed = targets.map((target) => optionFor(target, setting));
  const options = placed.toSorted((a, b) => Number(b.option.ok) - Number(a.option.ok) || byPlace(a.place, b.place));
  return withFallback(options.map(({ option }) => option));
}

/** Where customer relations cannot be reached, the head office takes their place among what is suggested. */
function withFallback(options: TargetOption[]): TargetOption[] {
  const isReached = options.some(({ ok, targetKind }) => ok && targetKind === 'isp_customer_relations');
  return options.map((option) =>
    option.ok && option.targetKind === 'isp_headquarters' && !isReached ? { ...option, isSuggested: true } : option,
  );
}

function optionFor(target: CampaignTarget, setting: Setting): { option: TargetOption; place: Place } {
  const { kind } = target;
  const decision = decisionOn(kind, { state: setting.state, ispSlug: setting.isp?.slug ?? null });
  const slug = slugOf(kind, setting.state);
  const office = setting.offices.find((one) => one.slug === slug) ?? null;
  const addressee = addresseeOf(kind, setting, office);
  const contacts = addressee ? setting.contacts.filter((contact) => isOf(contact, addressee)) : [];
  const docket = kind === 'fcc_docket' && office ? docketOf(office, setting) : null;
  const base = {
    targetId: target.id,
    targetKind: kind,
    why: reasonsOf(decision, { ...setting, office, docket, contacts }),
    docket,
    office: office?.source ? { source: office.source, readOn: office.readOn } : null,
  };
  const name = isIspKind(kind) ? (setting.isp?.name ?? null) : office && nameOf(office);
  const channels = openChannels(kind, contacts);
  const reason = refusalOf(kind, setting, { isOffered: decision.isOffered, docket, addressee, channels });
  if (reason || !addressee || name === null)
    return { option: { ok: false, ...base, name, reason: reason ?? 'no_office' }, place: decision.place };
  const { isSuggested } = decision;
  return { option: { ok: true, ...base, addressee, name, channels, isSuggested }, place: decision.place };
}

function refusalOf(
  kind: AddresseeKind,
  { state, isp }: Setting,
  found: {
    isOffered: boolean;
    docket: TargetDocket | null;
    addressee: Addressee | null;
    channels: readonly OpenChannel[];
  },
): TargetRefusal | null {
  if ((isIspKind(kind) || kind === 'fcc_complaint') && !isp) return 'isp_unknown';
  if (isOfState(kind) && state === null) return 'no_state';
  if (!found.isOffered) return 'no_power';
  if (kind === 'fcc_docket' && !found.docket) return 'no_docket';
  if (!found.addressee) return 'no_office';
  return found.channels.length === 0 ? 'no_channel' : null;
}

const isOfState = (kind: AddresseeKind) => kind === 'attorney_general' || kind === 'utility_commission';

/** The slug of the office that a kind of addressee is in a state; null for an ISP's, and where no state is known. */
function slugOf(kind: AddresseeKind, state: string | null): string | null {
  if (isIspKind(kind)) return null;
  if (isOfState(kind))
    return state && isStateCode(state) ? `${kind === 'attorney_general' ? 'ag' : 'puc'}-${state.toLowerCase()}` : null;
  return kind === 'ftc' ? 'ftc' : 'fcc';
}

function addresseeOf(kind: AddresseeKind, { isp }: Setting, office: Regulator | null): Addressee | null {
  if (isIspKind(kind)) return isp && { kind: 'isp', ispId: isp.id };
  return office && { kind: 'regulator', regulatorId: office.id };
}

function isOf({ ispId, regulatorId }: Contact, addressee: Addressee): boolean {
  return addressee.kind === 'isp' ? ispId === addressee.ispId : regulatorId === addressee.regulatorId;
}

function nameOf({ name, kind, stateName }: Regulator): string {
  return officeName(name, kind === 'federal' ? null : stateName);
}

function docketOf({ dockets }: Regulator, { docketId, at }: Setting): TargetDocket | null {
  const docket = dockets.find(({ id }) => id === docketId);
  if (!docket) return null;
  const { number, title, windows } = docket;
  const timeZone = windows[0]?.timeZone ?? 'America/New_York';
  return { number, title, windows, open: openWindow(docket, dayIn(timeZone, at)) };
}

/** The calendar day (`YYYY-MM-DD`) of an instant in a time zone. */
function dayIn(timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}
