import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { attemptDelivery, type DeliveryTools } from '#app/domain/delivery/delivery.server.ts';
import { mailReceiptFor } from '#app/domain/letter/receipt.server.ts';
import { renderMail } from '#emails/render.ts';
import { server } from '#tests/domain/delivery/smtp-server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { now, sent } from './stage.ts';

const { db } = await testDatabase('template_seeded');
const origin = 'https://untolled.example';
const tools = (post: DeliveryTools['post']) => ({ db, now, post, origin, mailFrom: 'campaign@untolled.example' });

describe('the receipt', () => {
  test('goes to the writer once, with the text and the server’s answer', async () => {
    const { received, post } = await server();
    const { deliveryId, letterId, address, letter, publicId } = await sent(db);
    const given = { db, now, post, renderMail, origin };
    expect(await mailReceiptFor(letterId, given)).toEqual({ outcome: 'not_yet' });
    await attemptDelivery(deliveryId, tools(post));
    expect(await mailReceiptFor(letterId, given)).toEqual({ outcome: 'mailed' });
    expect(await mailReceiptFor(letterId, given)).toEqual({ outcome: 'already_mailed' });
    expect(received).toHaveLength(2);
    const receipt = await PostalMime.parse(received[1]?.source ?? '');
    expect(received[1]?.to).toEqual([address]);
    expect(receipt.messageId).toBe(`<receipt.${publicId}@untolled.example>`);
    expect(receipt.text).toContain(letter.subject);
    expect(receipt.text).toContain('taken as 4711');
    expect(receipt.text).toContain(`${origin}/letters/${publicId}`);
  });

  test('that the server puts off is thrown, and is the same message next time', async () => {
    const { received, post } = await server([250, 451]);
    const { deliveryId, letterId } = await sent(db);
    await attemptDelivery(deliveryId, tools(post));
    const given = { db, now, post, renderMail, origin };
    await expect(mailReceiptFor(letterId, given)).rejects.toMatchObject({ code: 451 });
    expect(await mailReceiptFor(letterId, given)).toEqual({ outcome: 'mailed' });
    const ids = await Promise.all(
      received.slice(1).map(async ({ source }) => (await PostalMime.parse(source)).messageId),
    );
    expect(new Set(ids).size).toBe(1);
  });
});
