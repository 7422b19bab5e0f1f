import type { Logger } from 'pino';
import { refreshFigures } from '#app/domain/measurement/figures.server.ts';
import { forgetNetworks } from '#app/domain/measurement/network.server.ts';
import { publishMeasurements } from '#app/domain/measurement/publication.server.ts';
import type { Db } from '#db/client.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/** Pause between two looks whether a day is over, in milliseconds. Own choice. */
const LOOK_MS = 600_000;

/** What the loop of the measurements needs; `intervalMs` is the pause between two looks. Own choice. */
export interface MeasurementsLoopTools {
  db: Db;
  now: () => Date;
  log: Logger;
  intervalMs?: number;
}

/**
 * Looks every ten minutes whether a local day is over everywhere: makes its open data file, takes the figures of the pages anew, and takes out
 * of stored tests what points to networks of past months. Any number may run on any number of machines: the work of a day is done once.
 * Faults are logged and never end the loop. Source: decision 0015.
 */
export function startMeasurements({ db, now, log, intervalMs = LOOK_MS }: MeasurementsLoopTools): Loop {
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let look: Promise<void> = Promise.resolve();
  const run = async () => {
    try {
      const made = await publishMeasurements({ db, now });
      const isps = await refreshFigures({ db, now });
      const { replaced, emptied } = await forgetNetworks({ db, now });
      if (made.length > 0) log.info({ made, isps }, 'made open data files of measurements');
      if (replaced + emptied > 0) log.info({ replaced, emptied }, 'forgot networks of measurements');
    } catch (fault) {
      log.error(faultFacts(fault), 'measurements could not be published and are tried again');
    }
    if (!isStopping) timer = setTimeout(next, intervalMs);
  };
  const next = () => {
    look = run();
  };
  next();
  return {
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await look;
    },
  };
}
