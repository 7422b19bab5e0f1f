import { fork } from 'node:child_process';

/** A mail server in a process of its own, that costs whoever is measured the same. */
export interface Sink {
  url: string;
  /** Settles when `more` mails have come since the call, with the mails a second from the first news of them to the last. */
  rateOf(more: number): Promise<number>;
  stop(): void;
}

/** Starts it; the caller stops it. */
export async function startSink(): Promise<Sink> {
  const child = fork(new URL('./mail-sink.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
  let received = 0;
  let check = (_: number) => {};
  const url = await new Promise<string>((known, failed) => {
    child.once('error', failed);
    child.on('message', (told: { url?: string; received?: number }) => {
      if (told.url) known(told.url);
      if (told.received !== undefined) received = told.received;
      check(performance.now());
    });
  });
  return {
    url,
    rateOf(more) {
      const before = received;
      let first: { atMs: number; received: number } | null = null;
      return new Promise<number>((done) => {
        check = (atMs) => {
          if (received > before) first ??= { atMs, received };
          if (first && received >= before + more) done(((received - first.received) * 1000) / (atMs - first.atMs));
        };
      });
    },
    stop: () => void child.disconnect(),
  };
}
