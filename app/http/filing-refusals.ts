import type { FiledFault } from '#app/domain/complaint/complaint.ts';
import type { FiledRefusal } from '#app/domain/complaint/own-filing.server.ts';
import { messagesIn } from '#app/messages/messages.ts';
import type { Locale } from './locale.ts';

/** A reason that is about the whole letter, and not about a field. */
type WholeRefusal = Exclude<FiledRefusal, FiledFault>;

const statuses = { unknown: 404, not_open: 409, in_set: 409, too_late: 409 } satisfies Record<WholeRefusal, number>;
const fields = {
  ticket_shape: 'ticket',
  day_missing: 'day',
  day_future: 'day',
  day_early: 'day',
} satisfies Record<FiledFault, string>;

/** Status and words of a filing that was not noted, with the field that is at fault, null when it is none. Source: RFC 9110 for the statuses. */
export function filingRefusal(
  reason: FiledRefusal,
  locale: Locale,
): { status: number; field: string | null; text: string } {
  const words = messagesIn(locale).filing;
  if (reason in fields) {
    const fault = reason as FiledFault;
    return { status: 422, field: fields[fault], text: words.faults[fault] };
  }
  const whole = reason as WholeRefusal;
  return { status: statuses[whole], field: null, text: words.refusals[whole] };
}
