import { and, eq } from 'drizzle-orm';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { attemptDelivery, type DeliveryTools } from '#app/domain/delivery/delivery.server.ts';
import { mailReceiptFor } from '#app/domain/letter/receipt.server.ts';
import { sendLetter } from '#app/domain/letter/send.server.ts';
import { deliveries } from '#db/schema/delivery.ts';
import { letters } from '#db/schema/letter.ts';
import { renderMail } from '#emails/render.ts';
import { server } from '#tests/domain/delivery/smtp-server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { getLetter, now, previewed, sent } from './stage.ts';

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

test('the receipt of a letter that no mail server answers for says what happens by each way', async () => {
  const { received, post } = await server();
  const { act, publicId, personId } = await previewed(
    db,
    { campaign: 'keep-the-labels-whole' },
    { kind: 'fcc_docket' },
  );
  await sendLetter(act, { db, now });
  const [row] = await db.select({ id: letters.id }).from(letters).where(eq(letters.publicId, publicId));
  const given = { db, now, post, renderMail, origin };
  expect(await mailReceiptFor(row?.id ?? 0, given)).toEqual({ outcome: 'mailed' });
  const receipt = await PostalMime.parse(received[0]?.source ?? '');
  expect(receipt.subject).toContain('What happens with your letter now');
  expect(receipt.text).toMatch(/To: Federal Communications Commission, .*22-2\nResult: Waits for the next filing/);
  expect(receipt.text).not.toContain('Answer of the mail server');
  expect((await getLetter(db, publicId, personId)).receiptMailedAt).toEqual(now());
});

test('a letter that is filed after its receipt is told by one more mail, once, with its number', async () => {
  const { received, post } = await server();
  const { act, publicId } = await previewed(db, { campaign: 'keep-the-labels-whole' }, { kind: 'fcc_docket' });
  await sendLetter(act, { db, now });
  const [row] = await db.select({ id: letters.id }).from(letters).where(eq(letters.publicId, publicId));
  const letterId = row?.id ?? 0;
  const at = (minute: number) => ({
    db,
    now: () => new Date(now().getTime() + minute * 60_000),
    post,
    renderMail,
    origin,
  });
  expect(await mailReceiptFor(letterId, at(0))).toEqual({ outcome: 'mailed' });
  expect(await mailReceiptFor(letterId, at(5))).toEqual({ outcome: 'already_mailed' });
  await db
    .update(deliveries)
    .set({ state: 'filed', externalId: '10112226', externalAt: at(9).now(), changedAt: at(9).now() })
    .where(and(eq(deliveries.letterId, letterId), eq(deliveries.channel, 'docket')));
  for (const outcome of ['mailed', 'already_mailed'])
    expect(await mailReceiptFor(letterId, at(10))).toEqual({ outcome });
  expect(received).toHaveLength(2);
  const [first, then] = await Promise.all(received.map(({ source }) => PostalMime.parse(source)));
  expect(first?.messageId).toBe(`<receipt.${publicId}@untolled.example>`);
  expect(then?.messageId).toBe(`<filed.${publicId}@untolled.example>`);
  expect(then?.subject).toContain('Your letter was filed');
  expect(then?.text).toMatch(/Result: Filed\n(?:.*\n)*?Number that the addressee gave: 10112226/);
});
