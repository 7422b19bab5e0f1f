import { composeLetterMail } from '#app/domain/delivery/letter-mail.server.ts';
import { letterSource } from '#app/domain/letter/source.ts';
import { createMailboxPost } from '#emails/transport.ts';
import { sampleBody } from '#tests/support/letter-rows.ts';

const desk = { origin: 'https://untolled.example', mailFrom: 'campaign@untolled.example', bounces: null };

const SAMPLES = [
  { locale: 'en', name: 'Ada Lovelace', subject: 'A promise in writing: no throttling', body: sampleBody },
  {
    locale: 'es',
    name: 'José Núñez',
    subject: 'Una promesa por escrito, señores',
    body: 'Estimados señores:\n\nPor la noche la imagen se detiene en mi línea. Les pido una promesa por escrito de que no frenarán lo que pido ver.\n\nAtentamente,\nJosé Núñez',
  },
  { locale: 'en', name: 'Ana', subject: 'Please answer me', body: 'My video stalls every evening. Why?\n\nAna' },
] as const;

/** Made-up letters as they would leave: a name for each, its recipient and its bytes. `to`: the mailbox that they go to. */
export async function sampleLetters(to: string): Promise<{ name: string; source: Buffer }[]> {
  const letters: { name: string; source: Buffer }[] = [];
  const post = createMailboxPost({
    from: { address: desk.mailFrom },
    keep: async ({ subject, source }) => letters.push({ name: subject, source }),
  });
  for (const [at, { locale, name, subject, body }] of SAMPLES.entries()) {
    const replyTo = 'ada@writers.example';
    const ways = [{ channel: 'email' as const, address: to }];
    const about = 'Example Cable';
    const previewedBytes = Buffer.from(
      letterSource({ fromName: name, replyTo, postal: null, to: about, ways, docket: null, about, subject, body }),
    );
    const publicId = `00000000-0000-4000-8000-00000000000${at}`;
    const rest = { addresseeName: about, senderName: name, subject, body };
    await post.send(composeLetterMail({ ...rest, publicId, to, replyTo, locale, previewedBytes }, desk));
  }
  return letters;
}
