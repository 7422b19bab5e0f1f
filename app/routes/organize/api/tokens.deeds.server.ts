import { z } from 'zod';
import { createToken, revokeToken } from '#app/domain/token/token.server.ts';
import { PERSONAL_SCOPES, tokenForm } from '#app/domain/token/token.ts';
import { parseForm } from '#app/http/forms.ts';
import { requireFresh, type SeatArgs } from '#app/http/organizer-seat.server.ts';

type Fresh = Parameters<typeof requireFresh>[0];
type Seat = Fresh & { actor: string; organization: { id: number } };

const revokeForm = z.object({ revoke: z.coerce.number().int().min(1).max(2_147_483_647) });

/** Takes a token back, or makes one; what reaches people needs a fresh proof of who asks. */
export async function changeTokens(args: SeatArgs, seat: Seat) {
  const organizationId = seat.organization.id;
  const revoking = await parseForm(args.request.clone(), revokeForm);
  if (revoking.status === 'success') {
    await revokeToken({ tokenId: revoking.value.revoke, organizationId, actor: seat.actor });
    return { done: 'revoked' } as const;
  }
  const form = await parseForm(args.request, tokenForm);
  if (form.status !== 'success') return { done: 'refused', sent: form.reply() } as const;
  if (form.value.scopes.some((scope) => PERSONAL_SCOPES.includes(scope))) requireFresh(seat, args);
  const { token } = await createToken({ ...form.value, organizationId, actor: seat.actor });
  return { done: 'made', token } as const;
}
