import type { Completion, HistoryEvent } from './history.ts';
import { checkPublished } from './history-checker-log.ts';
import { checkReaders } from './history-checker-readers.ts';
import type { CellFact, Facts, SignatureFact } from './history-facts.ts';
import type { Done, Report, Verdict } from './history-verdict.ts';

/** Most mails of signing and of questions about a name to one address; a copy that a crash repeats is the same message. */
const MAX_MAILS = 5;

/** Deeds with their ends, in order. */
export function doneOf(events: readonly HistoryEvent[]): Done[] {
  const ends = new Map<number, Completion>();
  for (const event of events)
    if (event.event === 'ok' || event.event === 'refused' || event.event === 'unknown') ends.set(event.id, event);
  return events
    .filter((event) => event.event === 'invoke')
    .map((event) => {
      const end = ends.get(event.id);
      return { ...event, told: end?.event ?? 'unknown', endedAt: end?.at ?? Number.POSITIVE_INFINITY };
    });
}

/**
 * Holds a history against what stands after everything healed: what was acknowledged is there once and counts once, what nobody asked for is not there,
 * what was left open is there once or not at all, and every figure and file tells the same. Answers each disagreement by its rule.
 */
export function checkHistory(events: readonly HistoryEvent[], facts: Facts): Verdict {
  const violations: Verdict['violations'] = [];
  const fault: Report = (rule, what) => {
    violations.push({ rule, what });
  };
  const deeds = doneOf(events);
  const signing = deeds.filter(({ deed }) => deed === 'sign');
  const confirming = deeds.filter(({ deed }) => deed === 'confirm');
  const withdrawing = deeds.filter(({ deed }) => deed === 'withdraw');
  const forms = grouped(facts.forms, ({ address }) => address);
  const signatures = new Map(facts.signatures.map((signature) => [signature.id, signature]));
  const leaves = grouped(facts.leaves, ({ signatureId, kind }) => `${kind} ${signatureId}`);
  const leavesOf = (kind: string, id: string) => leaves.get(`${kind} ${id}`)?.length ?? 0;

  for (const { address, told, id } of signing) {
    const found = forms.get(address)?.length ?? 0;
    if (told === 'ok' && found === 0)
      fault('lost signature', `deed ${id}: ${address} was acknowledged and is not there`);
    if (found > 1) fault('doubled signature', `deed ${id}: ${address} is there ${found} times`);
    if (told === 'refused' && found > 0) fault('refused signature stored', `deed ${id}: ${address}`);
  }
  const perAddress = grouped(signing, ({ canonical }) => canonical);
  const mailings = grouped([...signing, ...deeds.filter(({ deed }) => deed === 'ask')], ({ canonical }) => canonical);
  for (const form of facts.forms) {
    if (form.isTrapped || form.isMailed) continue;
    const canonical = form.address.replace(/\+[^@]*/, '');
    const isHeldBack = form.job === 'completed' && (mailings.get(canonical)?.length ?? 0) > MAX_MAILS;
    if (!isHeldBack) fault('lost mail', `${form.address} got none, and its job is ${form.job ?? 'gone'}`);
  }

  const signatureOf = (address: string): SignatureFact | undefined =>
    signatures.get(forms.get(address)?.[0]?.signatureId ?? '');
  for (const { address, told, id } of confirming) {
    if (told !== 'ok') continue;
    const signature = signatureOf(address);
    const counted = signature ? leavesOf('sign', signature.id) : 0;
    const isWithdrawnUncounted =
      signature?.status === 'withdrawn' && withdrawing.some(({ signatureId }) => signatureId === signature.id);
    if (!signature || !['confirmed', 'withdrawn'].includes(signature.status))
      fault('lost confirmation', `deed ${id}: ${address} was acknowledged and is ${signature?.status ?? 'not there'}`);
    else if (counted === 0 && !isWithdrawnUncounted)
      fault('lost confirmation', `deed ${id}: signature ${signature.id} has no leaf`);
  }
  const asked = new Set(confirming.map(({ address }) => signatureOf(address)?.id));
  const undone = new Set(withdrawing.map(({ signatureId }) => signatureId));
  for (const { id, status, isCounted, isUncounted } of facts.signatures) {
    const [signed, withdrawn] = [leavesOf('sign', id), leavesOf('withdraw', id)];
    if ((signed > 0 || ['confirmed', 'withdrawn'].includes(status)) && !asked.has(id))
      fault('phantom confirmation', `signature ${id} is ${status} with ${signed} leaves, and nobody confirmed it`);
    if (signed > 1 || withdrawn > 1) fault('doubled leaf', `signature ${id}: ${signed} signed, ${withdrawn} withdrawn`);
    if ((withdrawn > 0 || status === 'withdrawn') && !undone.has(id))
      fault('phantom withdrawal', `signature ${id} is ${status}, and nobody withdrew it`);
    if (withdrawn > signed) fault('phantom withdrawal', `signature ${id} left the count without having been in it`);
    if (isCounted !== signed > 0 || isUncounted !== withdrawn > 0)
      fault('journals', `signature ${id}: marks and leaves disagree`);
  }
  for (const leaf of facts.leaves)
    if (leaf.signatureId !== null && !signatures.has(leaf.signatureId))
      fault('phantom confirmation', `leaf ${leaf.sequence} is of a signature that is not there`);
  for (const { signatureId = '', told, id } of withdrawing) {
    if (told !== 'ok') continue;
    const signature = signatures.get(signatureId);
    const isOut = leavesOf('sign', signatureId) === leavesOf('withdraw', signatureId);
    if (signature?.status !== 'withdrawn' || !isOut)
      fault('lost withdrawal', `deed ${id}: signature ${signatureId} is ${signature?.status ?? 'not there'}`);
  }
  for (const [canonical, seats] of grouped(facts.signatures, (signature) => signature.canonical)) {
    const names = new Set(perAddress.get(canonical)?.map(({ name }) => name));
    if (seats.length > Math.min(names.size, 2))
      fault('too many seats', `${seats.length} signatures of ${names.size} names at ${canonical}`);
  }
  checkSums(facts, fault);
  checkMails(facts, fault);
  const watched = checkPublished(events, facts, fault);
  const reads = checkReaders(events, deeds, fault);
  const acknowledged = (list: Done[]) => list.filter(({ told }) => told === 'ok').length;
  const open = deeds.filter(({ told }) => told === 'unknown').length;
  return {
    violations,
    figures: {
      deeds: deeds.length,
      unknown: open,
      signed: acknowledged(signing),
      confirmed: acknowledged(confirming),
      withdrawn: acknowledged(withdrawing),
      leaves: facts.leaves.length,
      nemeses: events.filter(({ event }) => event === 'nemesis').length,
      checkpoints: watched,
      reads,
    },
  };
}

/** Sequence without gaps; journals and totals as recomputed here from the leaves. */
function checkSums({ leaves, cells, totals }: Facts, fault: Report): void {
  const sorted = [...leaves].sort((a, b) => a.sequence - b.sequence);
  const gap = sorted.findIndex(({ sequence }, place) => sequence !== place);
  if (gap >= 0) fault('sequence', `the leaf in place ${gap} has number ${sorted[gap]?.sequence}`);
  const kinds = (kind: string) => leaves.filter((leaf) => leaf.kind === kind).length;
  const [signed, withdrawn, invalidated] = [kinds('sign'), kinds('withdraw'), kinds('invalidate')];
  const others = leaves.length - signed - withdrawn - invalidated;
  for (const [name, found] of Object.entries({ size: leaves.length, signed, withdrawn, invalidated, others })) {
    const written = totals[name as keyof typeof totals];
    if (written !== found) fault('totals', `${name} is ${written}, the leaves say ${found}`);
  }
  const expected = new Map<string, CellFact>();
  const at = (cell: string) => {
    const known = expected.get(cell) ?? { cell, signed: 0, withdrawn: 0, invalidated: 0, movedIn: 0, movedOut: 0 };
    expected.set(cell, known);
    return known;
  };
  const standing = new Map<string | null, string>();
  for (const { kind, cell, signatureId } of sorted) {
    if (kind === 'sign') at(cell).signed += 1;
    if (kind === 'withdraw') at(cell).withdrawn += 1;
    if (kind === 'invalidate') at(cell).invalidated += 1;
    if (kind === 'correct') {
      at(cell).movedIn += 1;
      // The day of the move, the ISP and state that were left.
      at(`${cell.split(' ')[0]} ${standing.get(signatureId)?.split(' ').slice(1).join(' ')}`).movedOut += 1;
    }
    if (kind === 'sign' || kind === 'correct') standing.set(signatureId, cell);
  }
  const written = new Map(cells.map((cell) => [cell.cell, cell]));
  for (const cell of new Set([...expected.keys(), ...written.keys()])) {
    const [is, should] = [written.get(cell), at(cell)];
    for (const what of ['signed', 'withdrawn', 'invalidated', 'movedIn', 'movedOut'] as const)
      if ((is?.[what] ?? 0) !== should[what])
        fault('journals', `${cell}: ${what} is ${is?.[what] ?? 0}, the leaves say ${should[what]}`);
  }
}

/** Mails that anybody can cause for an address: those that ask whether a form or a question was really theirs. */
const CAUSED = /^<(?:confirm|inquiry)\./;

function checkMails({ mails }: Facts, fault: Report): void {
  const perAddress = grouped(
    mails.filter(({ messageId }) => CAUSED.test(messageId)),
    ({ to }) => to.replace(/\+[^@]*/, '').toLowerCase(),
  );
  for (const [address, list] of perAddress) {
    const messages = new Set(list.map(({ messageId }) => messageId)).size;
    if (messages > MAX_MAILS) fault('too many mails', `${messages} to ${address}`);
  }
}

/** Groups in the order of the list. */
export function grouped<T>(list: readonly T[], key: (entry: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of list) {
    const group = groups.get(key(entry));
    if (group) group.push(entry);
    else groups.set(key(entry), [entry]);
  }
  return groups;
}
