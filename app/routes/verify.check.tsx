import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { Button } from '#app/ui/button.tsx';
import { Field, TextArea } from '#app/ui/field.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { type Outcome, Result, type Shown, STEPS, type Step } from './verify.result.tsx';

const VERIFIER = '/verify.mjs';
/** Ten times the receipt of a ledger of a billion entries with many witnesses. */
const maxReceiptBytes = 100_000;

interface Verifier {
  checkReceipt(text: string, vkeys: readonly string[]): Promise<Shown>;
}

/** Checks a receipt with the very file that can be downloaded; what is chosen or pasted stays in the browser. Shown once scripts run. */
export function ReceiptCheck({ vkeys }: { vkeys: readonly string[] }) {
  const { receipt } = useMessages().verify;
  const [verifier, setVerifier] = useState<Verifier | 'loading' | 'failed'>('loading');
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const result = useRef<HTMLDivElement>(null);
  // A file is read in a moment of its own, and the button may come first.
  const reading = useRef<Promise<string | null>>(Promise.resolve(null));
  useEffect(() => {
    import(/* @vite-ignore */ VERIFIER).then(setVerifierOf(setVerifier), () => setVerifier('failed'));
  }, []);
  useEffect(() => {
    if (outcome) result.current?.focus();
  }, [outcome]);
  if (verifier === 'loading') return null;
  if (verifier === 'failed') return <p role="alert">{receipt.unloaded}</p>;

  async function take(event: ChangeEvent<HTMLInputElement>) {
    const [file] = event.currentTarget.files ?? [];
    setOutcome(null);
    if (!file) return;
    if (file.size > maxReceiptBytes) return setFault(receipt.large);
    setFault(null);
    const read = file.text().catch(() => null);
    reading.current = read;
    const found = await read;
    if (found === null) setFault(receipt.unreadable);
    else setText(found);
  }

  async function check() {
    if (verifier === 'loading' || verifier === 'failed') return;
    setOutcome(null);
    const given = (await reading.current) ?? text;
    if (given.trim() === '') return setFault(receipt.empty);
    if (given.length > maxReceiptBytes) return setFault(receipt.large);
    setFault(null);
    setOutcome(await outcomeOf(verifier, given, vkeys, receipt));
  }

  return (
    <div className="receipt-check">
      <Field id="receipt-file" type="file" label={receipt.file} hint={receipt.fileHint} onChange={take} />
      <TextArea
        id="receipt-text"
        label={receipt.text}
        errors={fault ? [fault] : undefined}
        value={text}
        onChange={(event) => {
          reading.current = Promise.resolve(null);
          setOutcome(null);
          setText(event.currentTarget.value);
        }}
        autoComplete="off"
        spellCheck={false}
      />
      <Button type="button" weight="quiet" onClick={check}>
        {receipt.button}
      </Button>
      <div ref={result} tabIndex={-1} aria-live="polite">
        {outcome ? <Result outcome={outcome} vkeys={vkeys} /> : null}
      </div>
    </div>
  );
}

const setVerifierOf = (set: (verifier: () => Verifier) => void) => (loaded: Verifier) => set(() => loaded);

async function outcomeOf(
  verifier: Verifier,
  text: string,
  vkeys: readonly string[],
  words: { browser: string },
): Promise<Outcome> {
  const [origin = ''] = (text.replaceAll('\r', '').trim().split('\n\n')[1] ?? '').split('\n');
  const isOurs = vkeys.some((vkey) => vkey.startsWith(`${origin}+`));
  const failed = (step: Step) => ({ is: 'failed', step, otherLog: isOurs ? null : origin.slice(0, 200) }) as const;
  try {
    const shown = await verifier.checkReceipt(text, vkeys);
    return isOurs ? { is: 'holds', shown } : failed('signature');
  } catch (fault) {
    const step = fault instanceof Error && 'step' in fault ? fault.step : 'form';
    if (step === 'browser') return { is: 'cannot', why: words.browser };
    return failed(STEPS.find((one) => one === step) ?? 'form');
  }
}
