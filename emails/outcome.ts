import { oneLine } from './outgoing.ts';

/**
 * What the post says of a message. `accepted`: the server took responsibility. `temporary_failure`: 4xx, no connection, no answer
 * in time before the message was handed over, or our own log-in refused; try again later with the same Message-ID. `shouldHold`: the
 * server closes to everybody (421), so leave it alone for a while. `permanent_failure`: 5xx for this message or an address that cannot
 * exist; never try again. `unknown`: the whole message was handed over and no answer came, so the server may have it; try again with the same
 * Message-ID. `code`: SMTP reply code, null when no server answered. Source: RFC 5321 sections 3.8, 4.2.1 and 6.1.
 */
export type PostOutcome =
  | { outcome: 'accepted'; response: string }
  | { outcome: 'temporary_failure'; code: number | null; response: string; shouldHold: boolean }
  | { outcome: 'permanent_failure'; code: number | null; response: string }
  | { outcome: 'unknown'; code: null; response: string };

/** Stages of a conversation at which a 5xx answer is about the message and not about us. Source: RFC 5321 section 3.3. */
const MESSAGE_STAGES = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

/**
 * The outcome that an error of nodemailer stands for. `isHandedOver`: every byte of the message had been given to the connection; from then on a
 * connection that ends without an answer leaves the outcome unknown. Own choice.
 */
export function outcomeOf(error: unknown, isHandedOver: boolean): PostOutcome {
  const { responseCode, permanent, command, code, response, message } = error as Error & {
    responseCode?: number;
    permanent?: boolean;
    command?: string;
    code?: string;
    response?: string;
  };
  const refused = permanent === true && MESSAGE_STAGES.has(command ?? '');
  const impossible = code === 'EENVELOPE' && command === 'API';
  const said = { code: responseCode ?? null, response: oneLine(response ?? message) };
  if (refused || impossible) return { outcome: 'permanent_failure', ...said };
  if (isHandedOver && said.code === null) return { outcome: 'unknown', code: null, response: said.response };
  return { outcome: 'temporary_failure', ...said, shouldHold: responseCode === 421 };
}
