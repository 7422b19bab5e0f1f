import type { PaperLetter } from '#app/domain/paper/paper.ts';

/** A letter for a test, of one page. */
export function sampleLetter(facts: Partial<PaperLetter> = {}): PaperLetter {
  return {
    publicId: '00000000-0000-4000-8000-000000000001',
    locale: 'en',
    sentAt: new Date('2026-11-22T23:30:00Z'),
    senderName: 'Ana Ruiz',
    senderLines: ['12 Main Street, Apt. 3', 'San Francisco, CA 94110'],
    addresseeName: 'Federal Communications Commission',
    addresseeLines: ['Office of the Secretary', '45 L Street NE', 'Washington, DC 20554'],
    subject: 'Films that stop at eight',
    body: 'To the Commission:\n\nMy films stop every evening at eight.\n\nSincerely,\n\nAna Ruiz\n',
    digest: 'ab'.repeat(32),
    ...facts,
  };
}
