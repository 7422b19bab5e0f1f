import { replay, sendTest } from '#app/domain/webhook/log.server.ts';
import {
  enableWebhook,
  findWebhook,
  removeWebhook,
  revealSecret,
  rotateSecret,
} from '#app/domain/webhook/webhook.server.ts';
import { webhookDeed } from '#app/domain/webhook/webhook.ts';
import { parseForm } from '#app/http/forms.ts';
import { requireFresh, type SeatArgs } from '#app/http/organizer-seat.server.ts';

type Fresh = Parameters<typeof requireFresh>[0];
type Seat = Fresh & { actor: string; organization: { id: number } };

/** What came of a form of a webhook's page: what is said when it is shown again, a secret to be shown at once, or how many events are told again. */
export type WebhookAnswer =
  | { done: 'tested' | 'rotated' | 'enabled' | 'removed' | 'unchanged' | 'faulty' | 'unknown' }
  | { done: 'replayed'; events: number }
  | { done: 'revealed'; secret: string };

/** Does what a form of a webhook's page asks for. Secrets need a fresh proof of who asks. */
export async function changeWebhook(args: SeatArgs, seat: Seat, publicId: string): Promise<WebhookAnswer> {
  const own = { organizationId: seat.organization.id, actor: seat.actor, publicId };
  if (!(await findWebhook(own))) return { done: 'unknown' };
  const form = await parseForm(args.request, webhookDeed);
  if (form.status !== 'success') return { done: 'faulty' };
  const { intent, message = '', since } = form.value;
  const told = (events: number | null): WebhookAnswer =>
    events === null ? { done: 'unchanged' } : { done: 'replayed', events };
  const when = new Date(`${since}Z`);
  if (intent === 'rotate' || intent === 'reveal') requireFresh(seat, args);
  switch (intent) {
    case 'test':
      return { done: (await sendTest(own)) ? 'tested' : 'unchanged' };
    case 'replay':
      return told(await replay({ ...own, message }));
    case 'replay_since':
      return Number.isNaN(when.getTime()) ? { done: 'faulty' } : told(await replay({ ...own, since: when }));
    case 'enable':
      return { done: (await enableWebhook(own)) ? 'enabled' : 'unchanged' };
    case 'remove':
      return { done: (await removeWebhook(own)) ? 'removed' : 'unchanged' };
    case 'rotate':
      return { done: (await rotateSecret(own)) ? 'rotated' : 'unchanged' };
    case 'reveal': {
      const secret = await revealSecret(own);
      return secret === null ? { done: 'unchanged' } : { done: 'revealed', secret };
    }
  }
}
