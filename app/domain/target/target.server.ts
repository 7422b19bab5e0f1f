import { type Tools, tools } from '#app/db.server.ts';
import { listTargets } from '../campaign/campaign.server.ts';
import { type CampaignTarget, isIspKind } from '../campaign/campaign.ts';
import { findIspById } from '../isp/isp.server.ts';
import { findAttorneyGeneral, findRegulator, listContacts } from '../regulator/regulator.server.ts';
import { type Addressee, type Channels, officeName, openChannels, type TargetOption } from './target.ts';

/** What of a signature decides who its writer's letters go to. `state`: two letters; `ispStatedId`: the ISP that the person named. */
export interface Sender {
  state: string | null;
  ispStatedId: number | null;
}

/**
 * The addressees of a campaign for one sender, in the campaign's order: the attorney general of the sender's state, the campaign's own
 * regulators, the ISP that the sender stated. One that does not apply says why.
 */
export async function chosenTargets(
  sender: Sender,
  campaignId: number,
  given: Partial<Tools> = {},
): Promise<TargetOption[]> {
  const targets = await listTargets(campaignId, given);
  return Promise.all(targets.map((target) => optionFor(target, sender, given)));
}

async function optionFor(target: CampaignTarget, sender: Sender, given: Partial<Tools>): Promise<TargetOption> {
  const base = { targetId: target.id, targetKind: target.kind };
  const found = await addresseeOf(target, sender, given);
  if ('reason' in found) return { ok: false, ...base, name: null, reason: found.reason };
  const channels = await channelsTo(found.addressee, given);
  if (!channels.email && !channels.postal) return { ok: false, ...base, name: found.name, reason: 'no_channel' };
  return { ok: true, ...base, ...found, ...channels };
}

type Found = { addressee: Addressee; name: string } | { reason: 'no_state' | 'no_office' | 'isp_unknown' };

async function addresseeOf(target: CampaignTarget, sender: Sender, given: Partial<Tools>): Promise<Found> {
  if (isIspKind(target.kind)) {
    const isp = sender.ispStatedId === null ? null : await findIspById(sender.ispStatedId, given);
    return isp ? { addressee: { kind: 'isp', ispId: isp.id }, name: isp.name } : { reason: 'isp_unknown' };
  }
  const isOfState = target.kind === 'attorney_general' || target.kind === 'utility_commission';
  if (isOfState && sender.state === null) return { reason: 'no_state' };
  const office =
    target.kind === 'attorney_general'
      ? await findAttorneyGeneral(sender.state ?? '', given)
      : await findRegulator(slugOf(target, sender), given);
  if (!office) return { reason: 'no_office' };
  return {
    addressee: { kind: 'regulator', regulatorId: office.id },
    name: officeName(office.name, office.kind === 'federal' ? null : office.stateName),
  };
}

/** The slug of the office that a kind of addressee is, for one sender. */
function slugOf({ kind }: CampaignTarget, { state }: Sender): string {
  if (kind === 'utility_commission') return `puc-${(state ?? '').toLowerCase()}`;
  return kind === 'ftc' ? 'ftc' : 'fcc';
}

/** The ways open to an addressee now: a verified e-mail address and a published postal address, each or null. */
export async function channelsTo(addressee: Addressee, given: Partial<Tools> = {}): Promise<Channels> {
  const { db, now } = tools(given);
  const owner = addressee.kind === 'isp' ? { ispId: addressee.ispId } : { regulatorId: addressee.regulatorId };
  return openChannels(await listContacts(owner, { db, now }));
}
