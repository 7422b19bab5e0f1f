import { z } from 'zod';
import { mayChangeWaysIn, mostPasskeys, type passkeyForm } from '#app/domain/organizer/account.ts';
import { listPasskeys, settlePasskey } from '#app/domain/organizer/passkey.server.ts';
import { findSignedIn, type SignedIn } from '#app/domain/organizer/seat.server.ts';
import { type AuthArgs, askAuth, organizerPath, takeSignIn, withCookies } from './organizer-auth.server.ts';
import { freshMs } from './organizer-seat.server.ts';
import { privateHeaders } from './private-page.ts';

/** Why a passkey is not taken or made, as the catalogue of words (`organize-account.ts`) has it. */
type PasskeyFault = 'failed' | 'someone_else' | 'too_many' | 'again' | 'ended' | 'full';

const STATUS: Record<PasskeyFault, number> = {
  failed: 400,
  someone_else: 403,
  too_many: 429,
  again: 403,
  ended: 403,
  full: 409,
};

type Said = z.output<typeof passkeyForm>;

const refuse = (fault: PasskeyFault) => Response.json({ fault }, { status: STATUS[fault], headers: privateHeaders() });
const goOn = (to: string, headers: Headers) => Response.json({ to: organizerPath(to) }, { headers });

/** The browser's answer to a challenge; whatever is no object fails in the check of its signature. */
const responseSchema = z.preprocess((text) => {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}, z.record(z.string(), z.unknown()).catch({}));

/** The steps by which a script of our pages signs in by a passkey, shows it again, or adds one. Each is a POST, because each writes; answers are JSON. Decision 0030. */
export const PASSKEY_STEPS: Readonly<Record<string, (args: AuthArgs, said: Said) => Promise<Response>>> = {
  'sign-in-options': (args) => options(args, '/passkey/generate-authenticate-options'),
  'sign-in': (args, said) => prove(args, said, null),
  again: async (args, said) => {
    const signedIn = await findSignedIn(args.request.headers);
    return signedIn ? prove(args, said, signedIn.organizer.id) : refuse('ended');
  },
  'add-options': async (args) => {
    const holder = await holderOf(args);
    if (typeof holder === 'string') return refuse(holder);
    return options(args, '/passkey/generate-register-options');
  },
  add: async (args, { response, name, to }) => {
    const holder = await holderOf(args);
    if (typeof holder === 'string') return refuse(holder);
    const said = { response: responseSchema.parse(response), ...(name === '' ? {} : { name }) };
    const answer = await askAuth(args, '/passkey/verify-registration', said);
    if (!answer.ok) return refuse(answer.status === 429 ? 'too_many' : 'failed');
    await settlePasskey({ organizerId: holder.organizer.id, sessionId: holder.sessionId });
    return goOn(to, withCookies(answer));
  },
};

async function options(args: AuthArgs, path: string): Promise<Response> {
  const answer = await askAuth(args, path);
  if (!answer.ok) return refuse(answer.status === 429 ? 'too_many' : 'failed');
  const asked = (await answer.json()) as Record<string, unknown>;
  // The plugin only prefers a PIN, a finger or a face; without one a passkey would be one factor.
  const strict = 'userVerification' in asked ? { ...asked, userVerification: 'required' } : asked;
  return Response.json(strict, { headers: withCookies(answer) });
}

async function prove(args: AuthArgs, { response, to }: Said, againAs: string | null): Promise<Response> {
  const answer = await askAuth(args, '/passkey/verify-authentication', { response: responseSchema.parse(response) });
  const taken = await takeSignIn(args, answer, 'passkey', againAs);
  return taken.ok ? goOn(to, taken.headers) : refuse(taken.reason);
}

/** Who may add a passkey now. */
async function holderOf({ request }: AuthArgs): Promise<SignedIn | PasskeyFault> {
  const signedIn = await findSignedIn(request.headers);
  if (!signedIn) return 'ended';
  if (!mayChangeWaysIn(signedIn) || Date.now() - signedIn.provedAt.getTime() > freshMs) return 'again';
  return (await listPasskeys(signedIn.organizer.id)).length < mostPasskeys ? signedIn : 'full';
}
