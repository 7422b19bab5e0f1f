import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { signedIn } from '#tests/support/organizer.ts';
import { testSite } from '#tests/support/site.ts';

const site = await testSite();
const { db } = site.database;
const at = { db, origin: site.origin };
const ana = await signedIn(at, { role: 'editor' });
const ben = await signedIn(at, { role: 'owner' });
const list = `/organize/${ana.slug}`;

const get = async (path: string, cookie = ana.cookie) => {
  const answer = await fetch(site.origin + path, { headers: { Cookie: cookie }, redirect: 'manual' });
  return {
    status: answer.status,
    location: answer.headers.get('location'),
    text: (await answer.text()).replaceAll('<!-- -->', ''),
  };
};
const post = async (path: string, form: Record<string, string>, cookie = ana.cookie) => {
  const answer = await fetch(site.origin + path, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(form),
    headers: { Cookie: cookie, Origin: site.origin, 'Sec-Fetch-Site': 'same-origin' },
  });
  return { status: answer.status, location: answer.headers.get('location') ?? '', text: await answer.text() };
};
const hidden = (page: string, name: string) => new RegExp(`name="${name}" value="(\\d+)"`).exec(page)?.[1] ?? '';
const public_ = (slug: string) => get(`/campaigns/${slug}?fresh=1`, '');

test('an organizer makes a campaign from the one that came with the software, sees it, opens it, and wins it', async () => {
  expect((await post(`${list}/campaigns/new`, { title: '<9>', from: '' })).text).toContain('value="&lt;9&gt;"');
  const made = await post(`${list}/campaigns/new`, {
    title: 'Streams <all> equal',
    from: 'put-it-in-writing',
    es: 'on',
  });
  expect([made.status, made.location]).toEqual([303, `${list}/campaigns/streams-all-equal`]);
  const home = made.location;
  const slug = 'streams-all-equal';
  expect((await public_(slug)).status).toBe(404);
  expect((await get(list)).text).toContain('Streams &lt;all&gt; equal');

  const words = {
    base: '2',
    title: 'Streams for all',
    summary: 'S.',
    ask: 'Ask this.',
    body: '**Bold** <script>x</script>',
    sources: '',
    shareText: 'Pass it on',
    pictureHeadline: '',
  };
  const preview = await post(`${home}/words/en`, { ...words, intent: 'preview' });
  expect(preview.status).toBe(200);
  expect(preview.text).toContain('<strong>Bold</strong> &lt;script&gt;x&lt;/script&gt;');
  expect(preview.text).toContain('**Bold** &lt;script&gt;');
  expect((await get(`${home}/words/en`)).text).not.toContain('Streams for all');
  const bad = await post(`${home}/words/en`, {
    ...words,
    title: 'x'.repeat(200),
    sources: 'javascript:x',
    intent: 'save',
  });
  expect([bad.status, bad.text.includes('x'.repeat(200)), bad.text.includes('javascript:x')]).toEqual([
    422,
    true,
    true,
  ]);
  expect((await post(`${home}/words/en`, { ...words, intent: 'save' })).location).toBe(`${home}?done=saved#words-en`);

  const late = await post(`${home}/words/en`, { ...words, title: 'Bens own title', intent: 'save' }, ben.cookie);
  expect(late.status).toBe(409);
  for (const kept of ['Test editor', 'Bens own title', '<ins>', 'Streams for all']) expect(late.text).toContain(kept);
  expect(hidden(late.text, 'base')).toBe('3');
  const over = await post(
    `${home}/words/en`,
    { ...words, title: 'Bens own title', base: '3', intent: 'save' },
    ben.cookie,
  );
  expect(over.location).toBe(`${home}?done=saved#words-en`);
  const versions = await get(`${home}/versions?from=3&to=4`);
  expect(versions.text).toContain('Test owner');
  expect(versions.text).toMatch(/<del>.*Streams for all/);

  const setup = { base: '4', 'place-ftc': '1', goal: '0' };
  expect((await post(`${home}/setup`, setup)).status).toBe(422);
  expect((await post(`${home}/setup`, { ...setup, goal: '50', goalStepsUp: 'on' })).location).toContain('done=saved');
  expect(
    (await post(home, { deed: 'schedule', opensAt: '2026-02-31T09:00', closesAt: '', timeZone: 'UTC' })).status,
  ).toBe(409);
  expect((await post(home, { deed: 'nothing' })).status).toBe(400);
  expect((await post(home, { deed: 'open', closesAt: '', timeZone: 'America/Chicago' })).location).toContain(
    'done=done',
  );
  const opened = await public_(slug);
  expect(opened.text).toContain('<strong>Bold</strong>');
  expect(opened.text).toContain(`/og/campaigns/${slug}.png`);
  expect(opened.text).toMatch(/name="consent" value="\d+"/);
  expect((await get(`/og/campaigns/${slug}.png`, '')).status).toBe(200);

  const won = { deed: 'win', 'outcome-en': 'They signed it.', 'outcome-es': '' };
  const refused = await post(home, won);
  expect([refused.status, refused.text.includes('They signed it.')]).toEqual([409, true]);
  expect((await post(home, { ...won, 'outcome-es': 'Lo firmaron.' })).status).toBe(303);
  expect((await get(`/es/campaigns/${slug}?fresh=1`, '')).text).toContain('Lo firmaron.');
  const signed = await post(
    `/campaigns/${slug}`,
    { name: 'Ada Lovelace', email: 'ada@mail.example', zip: '94110', isp: 'comcast' },
    '',
  );
  expect([signed.status, signed.text.includes('takes no more signatures')]).toEqual([409, true]);
});

test('a campaign that is over sends its visitors on, and everything that was done is on record', async () => {
  const made = await post(`${list}/campaigns/new`, { title: 'The next one', from: 'put-it-in-writing' });
  await post(made.location, { deed: 'open', closesAt: '', timeZone: 'UTC' });
  const old = `${list}/campaigns/streams-all-equal`;
  expect((await post(old, { deed: 'redirect', to: 'the-next-one' })).status).toBe(303);
  expect(await get('/es/campaigns/streams-all-equal', '')).toMatchObject({
    status: 302,
    location: '/es/campaigns/the-next-one',
  });
  const deeds = await db.execute<{ action: string }>(
    sql`select distinct action from audit_events where actor in (${ana.actor}, ${ben.actor}) order by 1`,
  );
  expect(deeds.map(({ action }) => action)).toEqual([
    'campaign.clone',
    'campaign.open',
    'campaign.redirect',
    'campaign.save',
    'campaign.win',
  ]);
});

test('a wording of one’s own is shown from then on, and one that is too short comes back as typed', async () => {
  const consent = `${list}/campaigns/the-next-one/consent`;
  const short = await post(consent, { kind: 'sign', locale: 'en', body: 'Too short' });
  expect([short.status, short.text.includes('Too short')]).toEqual([422, true]);
  const added = await post(consent, { kind: 'sign', locale: 'en', body: 'We keep your name and tell nobody.' });
  expect(added.location).toBe(`${consent}?saved`);
  expect((await public_('the-next-one')).text).toContain('We keep your name and tell nobody.');
});
