/**
 * Makes one call of many: items handed over while a run is under way go together into the next one, those of one turn of the event loop into the
 * first. Only items that `isLike` the first share a run, of at most `max`. Each caller gets its own answer; when a run of several throws, each
 * item is tried alone, so that one bad item fails nobody else. Own choice.
 */
export function gather<Item, Answer>(
  work: (items: Item[]) => Promise<Answer[]>,
  { max, isLike }: { max: number; isLike: (one: Item, other: Item) => boolean },
): (item: Item) => Promise<Answer> {
  type Waiting = { item: Item; resolve: (answer: Answer) => void; reject: (fault: unknown) => void };
  const waiting: Waiting[] = [];
  let isRunning = false;

  const runAlone = async ({ item, resolve, reject }: Waiting) => {
    try {
      const [answer] = await work([item]);
      resolve(answer as Answer);
    } catch (fault) {
      reject(fault);
    }
  };
  const runTogether = async (group: Waiting[]) => {
    try {
      const answers = await work(group.map(({ item }) => item));
      group.forEach(({ resolve }, at) => {
        resolve(answers[at] as Answer);
      });
    } catch {
      for (const one of group) await runAlone(one);
    }
  };
  const run = async () => {
    for (let first = waiting[0]; first; first = waiting[0]) {
      const { item } = first;
      const group = waiting.filter((one) => isLike(item, one.item)).slice(0, max);
      for (const one of group) waiting.splice(waiting.indexOf(one), 1);
      await (group.length === 1 ? runAlone(first) : runTogether(group));
    }
    isRunning = false;
  };
  return (item) =>
    new Promise<Answer>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isRunning) return;
      isRunning = true;
      setImmediate(() => void run());
    });
}
