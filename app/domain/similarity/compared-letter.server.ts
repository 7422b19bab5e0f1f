import { eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Db } from '#db/client.ts';
import { isps } from '#db/schema/isp.ts';
import { letters } from '#db/schema/letter.ts';
import { dockets, regulators } from '#db/schema/regulator.ts';
import { signatures } from '#db/schema/signature.ts';
import { stateName } from '../letter/state-names.ts';
import type { ComparedLetter } from './print.ts';

/** A letter with what is needed to compare it; `isCounted`: sent, not withdrawn and not erased. */
export interface StoredLetter extends ComparedLetter {
  id: number;
  campaignId: number;
  isCounted: boolean;
}

/**
 * Reads a letter as it is compared: its text as sent, its draft as the template gave it, and as merged values what the platform knows of it: sender's name,
 * address and ZIP, ISP, state, addressee, docket and the sentences of evidence. Null when there is no such letter. `lock`: holds it as it is until the
 * transaction ends.
 */
export async function findComparedLetter(db: Db, letterId: number, lock = false): Promise<StoredLetter | null> {
  const senderIsp = alias(isps, 'sender_isp');
  const query = db
    .select({
      letter: letters,
      zip: signatures.zip,
      isp: senderIsp.name,
      addressee: isps.name,
      regulator: regulators.name,
      docket: dockets.number,
    })
    .from(letters)
    .innerJoin(signatures, eq(signatures.id, letters.signatureId))
    .leftJoin(senderIsp, eq(senderIsp.id, letters.senderIspId))
    .leftJoin(isps, eq(isps.id, letters.ispId))
    .leftJoin(regulators, eq(regulators.id, letters.regulatorId))
    .leftJoin(dockets, eq(dockets.id, letters.docketId))
    .where(eq(letters.id, letterId));
  const [row] = lock ? await query.for('share', { of: letters }) : await query;
  if (!row) return null;
  const { letter, zip, isp, addressee, regulator, docket } = row;
  const postal = letter.senderAddress;
  const values = [
    ...letter.evidence.filter(({ kind }) => kind !== 'law' && kind !== 'record').map(({ text }) => text),
    letter.senderName,
    isp,
    addressee,
    regulator,
    docket,
    stateName(letter.senderState, letter.locale),
    postal?.line1,
    postal?.line2,
    postal?.city,
    postal?.zip,
    zip,
  ];
  return {
    id: letter.id,
    campaignId: letter.campaignId,
    isCounted: letter.status === 'sent' && letter.withdrawnAt === null && letter.erasedAt === null,
    body: letter.body,
    template: letter.templateBody,
    merged: [...new Set(values.filter((value): value is string => typeof value === 'string' && value !== ''))],
  };
}
