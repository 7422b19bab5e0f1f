import { useEffect, useState } from 'react';
import { Button } from '../button.tsx';
import { pathInLocale, useLocale } from '../locale.tsx';
import { useOrganizeMessages } from './frame.tsx';
import { type AddOptions, hasPasskeys, makePasskey, type SignInOptions, showPasskey } from './webauthn.ts';

type PasskeyButtonProps = {
  /** What the passkey is for: signing in, showing once more who one is, or a new one. */
  deed: 'sign-in' | 'again' | 'add';
  /** Page of this site, without its language, to go on to. */
  to: string;
  label: string;
  weight?: 'deed' | 'quiet';
  /** Id of the field that names a new passkey. */
  nameField?: string;
};

const KNOWN_FAULTS = [
  'cancelled',
  'known',
  'failed',
  'someone_else',
  'too_many',
  'again',
  'ended',
  'full',
  'away',
] as const;
type Fault = (typeof KNOWN_FAULTS)[number];
type State = 'unknown' | 'unsupported' | 'ready' | 'asking' | Fault;

async function post(step: string, fields: Record<string, string>): Promise<Record<string, unknown>> {
  try {
    const answer = await fetch(`/organize/passkey/${step}`, { method: 'POST', body: new URLSearchParams(fields) });
    const said: unknown = await answer.json();
    if (typeof said === 'object' && said !== null) return { ...said };
  } catch {
    // What is no JSON came from something between the browser and us.
  }
  return { fault: 'away' };
}

async function run(deed: PasskeyButtonProps['deed'], to: string, name: string): Promise<{ to: string } | Fault> {
  const asked = await post(deed === 'add' ? 'add-options' : 'sign-in-options', {});
  if (typeof asked.fault === 'string') return faultOf(asked.fault);
  // The server made these options; a wrong shape fails in the browser's own checks.
  const given = deed === 'add' ? await makePasskey(asked as AddOptions) : await showPasskey(asked as SignInOptions);
  if (typeof given === 'string') return given;
  const taken = await post(deed, { response: JSON.stringify(given), to, name });
  return typeof taken.to === 'string' ? { to: taken.to } : faultOf(taken.fault);
}

const faultOf = (fault: unknown): Fault => KNOWN_FAULTS.find((one) => one === fault) ?? 'failed';

/** The button that asks the device for a passkey. Without a script, or in a browser without passkeys, words that the other ways work. */
export function PasskeyButton({ deed, to, label, weight = 'deed', nameField }: PasskeyButtonProps) {
  const { passkey } = useOrganizeMessages().account;
  const locale = useLocale();
  const [state, setState] = useState<State>('unknown');
  useEffect(() => setState(hasPasskeys() ? 'ready' : 'unsupported'), []);
  const start = async () => {
    setState('asking');
    const field = nameField ? document.getElementById(nameField) : null;
    const done = await run(deed, to, field instanceof HTMLInputElement ? field.value : '');
    if (typeof done === 'string') setState(done);
    else window.location.assign(pathInLocale(locale, done.to));
  };
  const fault = KNOWN_FAULTS.find((one) => one === state);
  return (
    <div className="organizer-passkey">
      <noscript>
        <p className="small">{passkey.noScript}</p>
      </noscript>
      {state === 'unsupported' ? <p className="small">{passkey.unsupported}</p> : null}
      <Button
        type="button"
        weight={weight}
        className="needs-script"
        disabled={state === 'unknown' || state === 'unsupported' || state === 'asking'}
        onClick={start}
      >
        {label}
      </Button>
      <p className={fault ? 'field-error' : 'small'} role="status">
        {fault ? passkey.faults[fault] : state === 'asking' ? passkey.asking : null}
      </p>
    </div>
  );
}
