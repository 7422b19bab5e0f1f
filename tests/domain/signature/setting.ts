import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { challengeSecrets, digestOf } from '#app/domain/confirmation/challenge.server.ts';
import { notSeen } from '#app/domain/isp/identify.ts';
import {
  type MailTools,
  type SignInput,
  type SignResult,
  sign as signForm,
} from '#app/domain/signature/signature.server.ts';
import { takeUpForm } from '#app/domain/signature/take-up.server.ts';
import type { Db } from '#db/client.ts';

/** The secret that these tests derive links and codes from. */
export const secret = 'a secret of the tests, longer than thirty-two characters';

/** A form as a subscriber fills it in, whose browser has worked for it: nothing about it is suspicious. */
export function form(over: Partial<SignInput> = {}): SignInput {
  return {
    campaignSlug: 'no-tolls',
    name: 'Ada Lovelace',
    email: 'ada@mail.example',
    zip: '94103',
    isp: 'comcast',
    isNamePublic: false,
    website: '',
    locale: 'en',
    seen: notSeen('private'),
    signs: { proof: 'valid', proofDigest: randomBytes(32), openMs: 60_000, networkKey: null },
    ...over,
  };
}

/** Two campaigns (open, and one each draft, closed, past, future), one ISP, address rules and a consent text. */
export async function layOut(db: Db) {
  await db.execute(sql`
    insert into isps (slug, name, technologies) values ('comcast', 'Comcast (Xfinity)', '{cable}'), ('cox', 'Cox', '{cable}')`);
  await db.execute(sql`
    insert into campaigns (slug, state, goal, opens_at, closes_at) values
      ('no-tolls', 'open', 1000, null, null), ('labels', 'open', 1000, null, null), ('draft', 'draft', 1000, null, null),
      ('closed', 'closed', 1000, null, null), ('past', 'open', 1000, '2020-01-01', '2020-02-01'),
      ('future', 'open', 1000, '2100-01-01', null)`);
  await db.execute(sql`
    insert into campaign_texts (campaign_id, locale, title, summary, ask, body)
    select id, l, initcap(slug) || ' ' || l, 's', 'a', 'b' from campaigns, unnest(array['en', 'es']) as l`);
  await db.execute(sql`
    insert into address_rules (domain, alias_of, ignores_dots, tag_separator, source) values
      ('*', null, false, '+', 'test'), ('gmail.com', null, true, '+', 'test'), ('googlemail.com', 'gmail.com', true, '+', 'test')`);
  await db.execute(sql`insert into consent_texts (kind, version, locale, body) values
    ('sign', 1, 'en', 'old'), ('sign', 2, 'en', 'new'), ('sign', 1, 'es', 'nuevo')`);
}

/** The link's token and the code that the mail of this claim carries. */
export function mailed(claim: string) {
  return challengeSecrets(digestOf(claim), secret);
}

/** Signs, and takes the form up as the worker does before it mails. */
export async function sign(input: SignInput, given: { db: Db; secret: string; now?: () => Date }): Promise<SignResult> {
  const result = await signForm(input, given);
  if (result.ok) await takeUpForm(await challengeId(given.db, result.claim), given);
  return result;
}

/** Marks the challenge of a claim as taken up and mailed, as the worker does after handing the mail over. */
export async function markMailed(db: Db, claim: string, key = secret) {
  await takeUpForm(await challengeId(db, claim), { db, secret: key });
  await db.execute(sql`update signature_challenges set mail_reserved_at = now(), mailed_at = now()
    where claim_hash = ${digestOf(claim)}::bytea`);
}

/** The id of the challenge of a claim. */
export async function challengeId(db: Db, claim: string): Promise<number> {
  const [row] = await db.execute<{ id: string }>(
    sql`select id from signature_challenges where claim_hash = ${digestOf(claim)}::bytea`,
  );
  return Number(row?.id);
}

type Sent = Parameters<MailTools['post']['send']>[0];

/** A post that keeps what it is handed and answers as told, and a renderer that writes the props down. */
export function post(answers: ('accepted' | 'temporary_failure' | 'permanent_failure')[] = []) {
  const sent: Sent[] = [];
  const tools: Pick<MailTools, 'post' | 'renderMail' | 'origin'> = {
    origin: 'https://petition.example',
    post: {
      async send(mail) {
        sent.push(mail);
        const outcome = answers.shift() ?? 'accepted';
        return outcome === 'accepted' ? { outcome, response: '250 OK' } : { outcome, code: 451, response: 'no' };
      },
    },
    async renderMail(name, locale, props) {
      return { subject: `${name} ${locale}`, html: '', text: JSON.stringify(props), headers: {} };
    },
  };
  return { sent, tools };
}
