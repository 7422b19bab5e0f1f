import { expect, test } from 'vitest';
import { parseLetterSource } from '#app/domain/letter/source.ts';
import { addressLines } from '#app/domain/paper/address-lines.ts';
import { paperLetter } from '#app/domain/paper/paper.ts';

test('an address is cut at its commas, with the suite beside the street and the ZIP beside the city', () => {
  expect(addressLines('1300 I Street, Suite 1740, Sacramento, CA 95814')).toEqual([
    '1300 I Street, Suite 1740',
    'Sacramento, CA 95814',
  ]);
  expect(addressLines('15th Floor, Strawberry Square, Harrisburg, PA 17120')).toEqual([
    '15th Floor',
    'Strawberry Square',
    'Harrisburg, PA 17120',
  ]);
  expect(addressLines('96 Mowat Avenue, Toronto, ON M6K 3M1, Canada')).toEqual([
    '96 Mowat Avenue',
    'Toronto, ON M6K 3M1',
    'Canada',
  ]);
  expect(addressLines('Rochester, NY')).toEqual(['Rochester, NY']);
  expect(addressLines('One\n\n  Two, and more \n')).toEqual(['One', 'Two, and more']);
  expect(addressLines('Office of the Secretary, Agency, 1 Road, City, DC 20554', 'Agency')).toEqual([
    'Office of the Secretary',
    '1 Road',
    'City, DC 20554',
  ]);
});

test('a letter on paper has what was previewed, and a later address only where the preview had none', () => {
  const stored = {
    publicId: 'a',
    locale: 'en' as const,
    sentAt: new Date(0),
    digest: 'ab',
    senderName: 'Later Name',
    senderPostal: '1 Old Road\nTown, CA 90000',
    senderAddress: null,
    addresseeName: 'Later Office',
    addresseePostal: '9 New Road, City, CA 90001',
  };
  const whole = parseLetterSource(
    'From: Ana\nAddress-Line-1: 2 Road\nCity: Town\nState: CA\nZip: 90002\nTo: Office\nBy-Post: 3 Road, City, CA 90003\nSubject: S\n\nB\n',
  );
  expect(paperLetter({ ...stored, source: whole })).toMatchObject({
    senderName: 'Ana',
    senderLines: ['2 Road', 'Town, CA 90002'],
    addresseeName: 'Office',
    addresseeLines: ['3 Road', 'City, CA 90003'],
    body: 'B\n',
  });
  expect(paperLetter({ ...stored, source: parseLetterSource('Subject: S\n\nB\n') })).toMatchObject({
    senderName: 'Later Name',
    senderLines: ['1 Old Road', 'Town, CA 90000'],
    addresseeName: 'Later Office',
    addresseeLines: ['9 New Road', 'City, CA 90001'],
  });
});
