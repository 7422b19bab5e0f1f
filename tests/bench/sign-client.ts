import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { CrowdOrder, CrowdReport } from './sign-crowd.ts';

/** A crowd of people who sign, in a process of its own. */
export interface Crowd {
  /** Sends the crowd; throws when anybody was answered by anything but a claim or a page to come back. */
  send(order: CrowdOrder): Promise<CrowdReport>;
  stop(): void;
}

/** Starts the process. */
export function openCrowd(): Crowd {
  const child: ChildProcess = fork(new URL('sign-crowd.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
  return {
    async send(order) {
      child.send(order);
      const [report] = (await once(child, 'message')) as [CrowdReport | { fault: string }];
      if ('fault' in report) throw new Error(report.fault);
      return report;
    },
    stop: () => child.kill(),
  };
}
