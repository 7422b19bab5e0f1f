/** How soon a mail must leave: a person waits for it with the page open, it tells what has been done, or it can wait. */
export const URGENCIES = ['awaited', 'receipt', 'bulk'] as const;

/** One of these. */
export type Urgency = (typeof URGENCIES)[number];

const urgent: Record<string, Urgency> = {
  confirmation: 'awaited',
  'already-signed': 'awaited',
  'mailbox-shared': 'awaited',
  'submission-confirmation': 'awaited',
  'name-inquiry': 'awaited',
  'my-page': 'awaited',
  'subscription-confirmation': 'awaited',
  letter: 'bulk',
  broadcast: 'bulk',
  'broadcast-test': 'awaited',
  'complaint-reminder': 'bulk',
};

/** How soon a mail of a kind must leave; a kind that is not named here tells what has been done. Issue 5, point 10: confirmations before receipts before bulk. */
export function urgencyOf(kind: string): Urgency {
  return urgent[kind] ?? 'receipt';
}

/** Lets a bounded number in at once; `enter` settles with the deed that lets the next one in. */
export interface Gate {
  enter(urgency: Urgency): Promise<() => void>;
}

/**
 * Lets so many in at once: whoever is awaited before receipts, receipts before bulk, each in the order of asking. One place is kept for those who are awaited, so that no
 * number of slow letters makes a confirmation wait for one of them to end. Bulk waits as long as others come: what cannot be sent is seen in the queue's age.
 * Throws on fewer than two places. Own choice.
 */
export function openGate(places: number): Gate {
  if (places < 2) throw new Error('a gate needs a place for those who are awaited, and one for the others');
  const waiting: Record<Urgency, (() => void)[]> = { awaited: [], receipt: [], bulk: [] };
  let inside = 0;
  const hasPlace = (urgency: Urgency) => inside < (urgency === 'awaited' ? places : places - 1);
  const admit = () => {
    for (const urgency of URGENCIES)
      while (hasPlace(urgency)) {
        const next = waiting[urgency].shift();
        if (!next) break;
        inside += 1;
        next();
      }
  };
  return {
    async enter(urgency) {
      await new Promise<void>((enter) => {
        waiting[urgency].push(enter);
        admit();
      });
      let hasLeft = false;
      return () => {
        if (hasLeft) return;
        hasLeft = true;
        inside -= 1;
        admit();
      };
    },
  };
}
