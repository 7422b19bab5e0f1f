import type { FormSigns } from '#app/domain/signature/form.server.ts';
import { readSigns, type SignsSaid } from './form-signs.ts';
import { networkKeyOf } from './network-key.ts';

/** The secret that signs are made under, and the clock. */
export interface SignsTools {
  secret: string;
  now(): Date;
}

const mostRemembered = 10_000;

/**
 * `readSigns` for a crowd: what comes again is remembered within the day, the keys of addresses that several people share, at most 10,000 of them. Says the same of
 * every form. Own choice.
 */
export function createSignsReader(tools: SignsTools): (said: SignsSaid, from: string | null) => FormSigns {
  const keys = new Map<string, Buffer | null>();
  let day = 0;
  return (said, from) => {
    const today = Math.floor(tools.now().getTime() / 86_400_000);
    if (today !== day || keys.size >= mostRemembered) keys.clear();
    day = today;
    const signs = readSigns(said, null, tools);
    if (from === null) return signs;
    let networkKey = keys.get(from);
    if (networkKey === undefined) {
      networkKey = networkKeyOf(from, 'month', tools, 'block');
      keys.set(from, networkKey);
    }
    return { ...signs, networkKey };
  };
}
