import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { listShippedTemplates } from '#templates/catalogue.ts';
import { signedIn } from '#tests/support/organizer.ts';
import { testSite } from '#tests/support/site.ts';

const site = await testSite({ TRUST_PROXY_HOPS: '1' });
const { db } = site.database;
const at = { db, origin: site.origin };
const ana = await signedIn(at, { role: 'editor' });
const ben = await signedIn(at, { role: 'owner' });
const stranger = await signedIn(at, { role: 'owner', organization: 'strangers' });
const shipped = listShippedTemplates();
const sourceOf = (slug: string, locale: 'en' | 'es') =>
  shipped.find((one) => one.slug === slug && one.locale === locale)?.source ?? '';

const ask = async (path: string, form: Record<string, string> | null = null, cookie = ana.cookie) => {
  const answer = await fetch(site.origin + path, {
    redirect: 'manual',
    headers: { Cookie: cookie, Origin: site.origin, 'Sec-Fetch-Site': 'same-origin' },
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
  });
  const text = (await answer.text()).replaceAll('<!-- -->', '');
  return { status: answer.status, location: answer.headers.get('location') ?? '', text };
};
const hidden = (page: string, name: string) => new RegExp(`name="${name}" value="(\\d+)"`).exec(page)?.[1] ?? '';

await ask(`/organize/${ana.slug}/campaigns/new`, { title: 'Write it', from: 'put-it-in-writing', es: 'on' });
const letters = `/organize/${ana.slug}/campaigns/write-it/letters`;
const slug = 'promise-your-subscriber';
const form = {
  'base-en': '1',
  'base-es': '1',
  stood: 'yes',
  'source-en': sourceOf(slug, 'en'),
  'source-es': sourceOf(slug, 'es'),
  isp: 'comcast',
  state: 'CA',
};
const typed = (from: string, to: string) => form['source-en'].replace(from, to).replaceAll('\n', '\r\n');

test('a letter is looked at before it is saved, with its faults by line, and nothing is stored', async () => {
  const page = await ask(`${letters}/${slug}`);
  expect([page.status, hidden(page.text, 'base-en')]).toEqual([200, '1']);
  const spun = { ...form, 'source-en': typed('in a drawer', '{in a drawer|in a box}') };
  const checked = await ask(`${letters}/${slug}`, { ...spun, intent: 'check' });
  expect(checked.status).toBe(200);
  for (const said of ['English, line 17', 'looks like a choice between texts', '{in a drawer|in a box}'])
    expect(checked.text).toContain(said);
  const refused = await ask(`${letters}/${slug}`, { ...spun, intent: 'save' });
  expect([refused.status, refused.text.includes('{in a drawer|in a box}')]).toEqual([422, true]);

  const preview = await ask(`${letters}/${slug}`, {
    ...form,
    'source-en': typed('in a drawer', 'in a box'),
    intent: 'preview',
  });
  expect(preview.status).toBe(200);
  for (const said of [
    'in a box',
    'Comcast',
    'Wolfeschlegelsteinhausen',
    'via Untolled',
    'of 5,000',
    '1 sheet of US Letter',
  ])
    expect(preview.text).toContain(said);
  expect((await ask(`${letters}/${slug}`)).text).not.toContain('in a box');
});

test('two who edit one letter lose nothing: other languages come together, the same one is told', async () => {
  const saved = await ask(`${letters}/${slug}`, {
    ...form,
    'source-en': typed('in a drawer', 'in a box'),
    intent: 'save',
  });
  expect([saved.status, saved.location]).toEqual([303, `${letters}/${slug}?done=saved`]);
  const spanish = form['source-es'].replace('Gracias', 'Muchas gracias');
  expect(spanish).not.toBe(form['source-es']);
  const joined = await ask(`${letters}/${slug}`, { ...form, 'source-es': spanish, intent: 'save' }, ben.cookie);
  expect(joined.location).toContain('done=joined');
  expect((await ask(`${letters}/${slug}`)).text).toContain('in a box');

  const late = { ...form, 'source-en': typed('in a drawer', 'in a chest'), intent: 'save' };
  const told = await ask(`${letters}/${slug}`, late, ben.cookie);
  expect(told.status).toBe(409);
  for (const said of ['Test editor', 'in a chest', '<ins>']) expect(told.text).toContain(said);
  expect((await ask(`${letters}/${slug}`)).text).not.toContain('in a chest');
  const over = {
    ...late,
    'base-en': hidden(told.text, 'base-en'),
    'base-es': hidden(told.text, 'base-es'),
    'source-es': spanish,
  };
  expect((await ask(`${letters}/${slug}`, over, ben.cookie)).location).toContain('done=saved');
  expect((await ask(`${letters}/${slug}?in=en&from=2&to=3`)).text).toMatch(/<del>.*box.*<ins>.*chest/s);
  const again = await ask(`${letters}/${slug}`, { ...over, 'base-en': '3', 'base-es': '2' });
  expect(again.location).toContain('done=unchanged');
});

test('a letter is taken back and offered again, unless an open campaign needs it; a copy that is someone else’s is not found', async () => {
  const gone = await ask(`${letters}/${slug}`, { ...form, intent: 'retire' });
  expect(gone.location).toContain('done=retiredNow');
  expect((await ask(letters)).text).toContain('Customer relations of the signer’s ISP: none in English');
  const unaware = await ask(`${letters}/${slug}`, { ...form, 'base-en': '3', 'base-es': '2', intent: 'save' });
  expect([unaware.status, unaware.text.includes('taken this letter back')]).toEqual([409, true]);
  const back = { ...form, 'base-en': '3', 'base-es': '2', stood: '', intent: 'save' };
  expect((await ask(`${letters}/${slug}`, back)).location).toContain('done=saved');
  await ask(`/organize/${ana.slug}/campaigns/write-it`, { deed: 'open', closesAt: '', timeZone: 'UTC' });
  const needed = await ask(`${letters}/${slug}`, { intent: 'retire' });
  expect([needed.status, needed.text.includes('none in Spanish')]).toEqual([409, true]);
  expect((await ask(letters, null, stranger.cookie)).status).toBe(404);
  expect((await ask(`${letters}/${slug}`, { ...form, intent: 'save' }, stranger.cookie)).status).toBe(404);
  expect((await ask(`${letters}/no-such-letter`)).status).toBe(404);
});

test('a new letter starts from one that came with the software, for another addressee', async () => {
  const start = await ask(`${letters}/new?kind=ftc&from=put-it-in-writing/${slug}`);
  expect(start.text).toContain('addressees: [ftc]');
  const position = /position: (\d+)/.exec(start.text)?.[1];
  const made = (name: string, source: string) =>
    source
      .replace(/^name: .*$/m, `name: ${name}`)
      .replace(/^addressees: .*$/m, 'addressees: [ftc]')
      .replace(/^position: .*$/m, `position: ${position}`);
  const files = {
    ...form,
    'base-en': '0',
    'base-es': '0',
    stood: '',
    'source-en': made('Tell it what you found', form['source-en']),
    'source-es': made('Dígale lo que encontró', form['source-es']),
    intent: 'save',
  };
  const saved = await ask(`${letters}/new`, files);
  expect([saved.status, saved.location]).toEqual([303, `${letters}/tell-it-what-you-found?done=saved`]);
  expect((await ask(`${letters}/new`, files)).text).toContain('has a letter of this name already');
  expect((await ask(`/es${letters}`)).text).toContain('Dígale lo que encontró');
  const deeds = await db.execute<{ action: string }>(
    sql`select distinct action from audit_events where subject like 'letter:write-it/%' order by 1`,
  );
  expect(deeds.map(({ action }) => action)).toEqual(['template.add', 'template.retire', 'template.save']);
});

test('while a trial runs its pages come from memory in two wordings, and a signature says under which it was made', async () => {
  const home = `/organize/${ana.slug}/campaigns/write-it`;
  const rule = { rate: '5', lift: '20', 'ask-en': '', 'title-es': '', 'ask-es': '' };
  const plan = await ask(`${home}/trial`, { ...rule, 'title-en': 'Quite <other> words', intent: 'plan' });
  for (const said of ['8,158 times', 'Quite &lt;other&gt; words']) expect(plan.text).toContain(said);
  expect((await ask(`${home}/trial`, { ...rule, rate: '0', intent: 'start' })).status).toBe(422);
  expect((await ask(`${home}/trial`, { ...rule, 'title-en': 'Write it', intent: 'start' })).status).toBe(409);
  const began = await ask(`${home}/trial`, { ...rule, 'title-en': 'Quite <other> words', intent: 'start' });
  expect(began.location).toBe(`${home}/trial?done=started`);
  expect((await ask(`${home}/trial`, null, stranger.cookie)).status).toBe(404);
  const looking = async (address: string) => {
    const answer = await fetch(`${site.origin}/campaigns/write-it`, {
      headers: { 'X-Forwarded-For': address, 'User-Agent': 'Mozilla/5.0', 'Accept-Language': 'en' },
    });
    return { text: await answer.text(), cookie: answer.headers.get('set-cookie') };
  };
  const seen = new Map<string, number>();
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline && !(await looking('73.0.0.1')).text.includes('name="variant"'))
    await new Promise((done) => setTimeout(done, 200));
  for (let at = 0; at < 60; at++) {
    const { text, cookie } = await looking(`73.1.${at}.9`);
    const variant = /name="variant" value="(\w)"/.exec(text)?.[1] ?? '';
    expect([variant === 'b', cookie]).toEqual([text.includes('Quite &lt;other&gt; words'), null]);
    seen.set(variant, (seen.get(variant) ?? 0) + 1);
  }
  // Of 60 fair throws fewer than 12 of a side come once in two million.
  expect([...seen.keys()].toSorted()).toEqual(['a', 'b']);
  expect(Math.min(...seen.values())).toBeGreaterThan(11);
  const sent = async (variant: string | null) => {
    const fields = {
      name: 'Ada Lovelace',
      email: `ada${variant?.length ?? 0}@mail.example`,
      zip: '94110',
      isp: 'comcast',
    };
    return (await ask('/campaigns/write-it', { ...fields, ...(variant === null ? {} : { variant }) }, '')).status;
  };
  expect([await sent(null), await sent('b'), await sent('<script>')]).toEqual([303, 303, 303]);
  const kept = await db.execute<{ variant: string | null }>(
    sql`select choices ->> 'variant' as variant from signature_challenges where address like 'ada%' order by 1`,
  );
  expect(kept.map(({ variant }) => variant)).toEqual(['b', null, null]);
  const counted = async () => (await db.execute(sql`select 1 from trial_views where seen > 10`)).length === 2;
  while (Date.now() < deadline && !(await counted())) await new Promise((done) => setTimeout(done, 200));
  expect(await counted()).toBe(true);
  const running = await ask(`/es${home}/trial`);
  expect([running.text.includes('Está en curso'), running.text.includes('firman más.</strong>')]).toEqual([
    true,
    false,
  ]);
  expect((await ask(`${home}/trial`, { intent: 'stop' })).location).toContain('done=stopped');
  expect((await ask(`${home}/trial`)).text).toContain('stopped early, so it gives no verdict');
});
