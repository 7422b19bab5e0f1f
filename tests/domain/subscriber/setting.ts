import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';

/** The secret that these tests derive links from. */
export const secret = 'a secret of the tests, longer than thirty-two characters';

/** Two organizations, two ISPs, a campaign of the first, the rules of addresses and the wording for lists; answers the ids. */
export async function layOut(db: Db) {
  const id = async (query: ReturnType<typeof sql>) => Number((await db.execute<{ id: string }>(query))[0]?.id);
  const first = await id(
    sql`insert into organizations (slug, name, runs_installation) values ('open-lines', 'Open Lines', true) returning id`,
  );
  const second = await id(sql`insert into organizations (slug, name) values ('others', 'Others') returning id`);
  const comcast = await id(
    sql`insert into isps (slug, name, technologies) values ('comcast', 'Comcast (Xfinity)', '{cable}') returning id`,
  );
  await db.execute(sql`insert into isp_names (isp_id, kind, name) values (${comcast}, 'brand', 'Xfinity')`);
  const cox = await id(sql`insert into isps (slug, name, technologies) values ('cox', 'Cox', '{cable}') returning id`);
  await db.execute(
    sql`insert into address_rules (domain, ignores_dots, tag_separator, source) values ('*', false, '+', 'test')`,
  );
  const consent = await id(
    sql`insert into consent_texts (kind, version, locale, body) values ('subscribe', 1, 'en', 'Write to me.') returning id`,
  );
  const campaign = await id(
    sql`insert into campaigns (slug, organization_id, state, goal) values ('no-tolls', ${first}, 'open', 1000) returning id`,
  );
  return { first, second, comcast, cox, consent, campaign };
}
