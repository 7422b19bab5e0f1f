import { join } from 'node:path';
import { chanceOf, openHistory } from './history.ts';
import { checkHistory } from './history-checker.ts';
import { clients, SLUG } from './history-client.ts';
import { hastenRetries, readFacts, readPublished, readUndone } from './history-facts.ts';
import { ask } from './history-http.ts';
import { type Hurt, healEverything, hurt, oneOfEach, someHurt } from './history-nemesis.ts';
import { RUN_SECRET, type Site, startSite } from './history-site.ts';
import type { Verdict } from './history-verdict.ts';

/** A run: where its data lies, for how long, and with how many new people a second. `isShort`: one of each hurt and no more. */
export interface HistoryOptions {
  folder: string;
  seed: number;
  forMs: number;
  ratePerSecond: number;
  webs: number;
  workers: number;
  isShort: boolean;
  say: (line: string) => void;
}

/** Longest quiet time after everything is healed until nothing may be left to do, in milliseconds. */
const QUIET_WITHIN_MS = 60_000;

/** Most people at once; more wait at home. */
const MAX_PEOPLE = 60;

const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** What a run came to, and where its history lies. */
export interface HistoryOutcome extends Verdict {
  file: string;
  quietMs: number;
  starts: number;
}

/** Runs the site under load while it is hurt, heals it, waits until it is quiet, and holds it against what clients were told. */
export async function runHistory(options: HistoryOptions): Promise<HistoryOutcome> {
  const { folder, seed, say } = options;
  const site = await startSite({ folder, webs: options.webs, workers: options.workers });
  try {
    const file = join(folder, 'history.jsonl');
    const history = openHistory(file);
    const chance = chanceOf(seed);
    let isOver = false;
    const place = {
      webPorts: site.webPorts,
      sink: site.sink,
      history,
      secret: RUN_SECRET,
      mailWithinMs: options.isShort ? 12_000 : 45_000,
      answerWithinMs: options.isShort ? 3000 : 8000,
      isOver: () => isOver,
    };
    const { live } = clients(place);
    const people = new Set<Promise<void>>();
    let number = 0;
    const load = (async () => {
      const arrivals = chance.branch(1);
      while (!isOver) {
        await wait((-Math.log(1 - arrivals.next()) * 1000) / options.ratePerSecond);
        if (isOver || people.size >= MAX_PEOPLE) continue;
        number += 1;
        const person = live(number, chance.branch(1000 + number)).finally(() => people.delete(person));
        people.add(person);
      }
    })();
    const watch = { isOver: false };
    const watchers = site.webPorts.map((port, web) => watchWeb(port, web, history.note, watch));
    // Something must be under way before the first hurt.
    await wait(500);
    const begunAt = Date.now();
    if (options.isShort) for (const one of oneOfEach(site, chance.branch(2))) await hurtThenWait(one, 150);
    else
      await Promise.all(
        [2, 3].map(async (branch) => {
          const ill = chance.branch(branch);
          while (Date.now() - begunAt < options.forMs) await hurtThenWait(someHurt(site, ill), ill.between(200, 9000));
        }),
      );
    async function hurtThenWait(one: Hurt, pauseMs: number) {
      say(
        `${((Date.now() - begunAt) / 1000).toFixed(0)} s: ${one.what} ${one.to} for ${one.forMs} ms; ${number} people`,
      );
      await hurt(history, one);
      await wait(pauseMs);
    }
    const healedAt = Date.now();
    await healEverything(site);
    say(`healed after ${Date.now() - healedAt} ms`);
    if (options.isShort) await wait(700);
    isOver = true;
    await load;
    await Promise.all(people);
    const quietMs = await waitUntilQuiet(site, say);
    watch.isOver = true;
    await Promise.all(watchers);
    const [port = 0] = site.webPorts;
    const published = await readPublished(port, SLUG);
    const facts = { ...(await readFacts(site.databaseUrl, SLUG)), published, mails: site.sink.received.map(headOf) };
    return { ...checkHistory(history.events, facts), file, quietMs, starts: site.starts() };
  } finally {
    await site.stop();
  }
}

/** Waits until nothing is left to count, to mail, or to publish; answers after how many milliseconds. Throws when that takes longer than it may. */
async function waitUntilQuiet({ databaseUrl, webPorts }: Site, say: (line: string) => void): Promise<number> {
  const begunAt = Date.now();
  for (;;) {
    await hastenRetries(databaseUrl);
    const { toCount, jobs, dead } = await readUndone(databaseUrl);
    const { leaves } = await readFacts(databaseUrl, SLUG);
    const [port = 0] = webPorts;
    const note = await fetch(`http://127.0.0.1:${port}/log/${SLUG}/checkpoint`).then((answer) =>
      answer.ok ? answer.text() : null,
    );
    const isPublished = note === null || Number(note.split('\n')[1]) === leaves.length;
    if (toCount === 0 && jobs === 0 && isPublished) return Date.now() - begunAt;
    const left = `${toCount} to count, ${jobs} jobs (${dead} dead), ${isPublished ? 'published' : 'not all published'}`;
    if (Date.now() - begunAt > QUIET_WITHIN_MS) throw new Error(`not quiet after ${QUIET_WITHIN_MS} ms: ${left}`);
    say(`quiet soon: ${left}`);
    await wait(500);
  }
}

/** Reads a campaign's page and its newest checkpoint from one web process over and over, and notes what was shown. */
async function watchWeb(
  port: number,
  web: number,
  note: ReturnType<typeof openHistory>['note'],
  until: { isOver: boolean },
): Promise<void> {
  let last = '';
  while (!until.isOver) {
    const beganAt = Date.now();
    const page = await ask({ port, path: `/campaigns/${SLUG}`, from: '60.1.2.3', timeoutMs: 3000 });
    const shown = page.status === 200 ? /class="count"[^>]*>([\d,]+)</.exec(page.body)?.[1] : undefined;
    if (shown !== undefined) note({ event: 'count', web, beganAt, value: Number(shown.replaceAll(',', '')) });
    const checkpoint = await ask({ port, path: `/log/${SLUG}/checkpoint`, from: '60.1.2.3', timeoutMs: 3000 });
    const body = checkpoint.status === 200 ? checkpoint.body.split('\n\n')[0] : undefined;
    if (body !== undefined && `${body}\n` !== last) {
      last = `${body}\n`;
      note({ event: 'checkpoint', note: last });
    }
    await wait(250);
  }
}

function headOf({ source, to }: { source: Buffer; to: string[] }): { messageId: string; to: string } {
  const head = source.subarray(0, 4096).toString('latin1');
  return { messageId: /^Message-ID:\s*(\S+)/im.exec(head)?.[1] ?? '', to: to.join() };
}
