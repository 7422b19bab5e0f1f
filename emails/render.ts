import { render } from '@react-email/render';
import { alert } from './alert.tsx';
import { alreadySigned } from './already-signed.tsx';
import { broadcast } from './broadcast.tsx';
import { broadcastStopped } from './broadcast-stopped.tsx';
import type { MailLocale, MailName, MailProps, RenderedMail } from './catalogue.ts';
import { complaintReminder } from './complaint-reminder.tsx';
import { confirmation } from './confirmation.tsx';
import { correctionDecision } from './correction-decision.tsx';
import { exportReady } from './export-ready.tsx';
import { letterReceipt } from './letter-receipt.tsx';
import { mailboxShared } from './mailbox-shared.tsx';
import { MARK, type MailMessage, oneLine, type TextPart } from './message.ts';
import { myPage } from './my-page.tsx';
import { nameInquiry } from './name-inquiry.tsx';
import { organizerEmail } from './organizer-email.tsx';
import { organizerInvitation } from './organizer-invitation.tsx';
import { organizerLink } from './organizer-link.tsx';
import { organizerNotice } from './organizer-notice.tsx';
import { signatureReceipt } from './signature-receipt.tsx';
import { submissionConfirmation } from './submission-confirmation.tsx';
import { subscriptionConfirmation } from './subscription-confirmation.tsx';

const MAILS: { [N in MailName]: MailMessage<MailProps[N]> } = {
  confirmation,
  'already-signed': alreadySigned,
  'mailbox-shared': mailboxShared,
  'letter-receipt': letterReceipt,
  'signature-receipt': signatureReceipt,
  'submission-confirmation': submissionConfirmation,
  'correction-decision': correctionDecision,
  'name-inquiry': nameInquiry,
  'my-page': myPage,
  'complaint-reminder': complaintReminder,
  'subscription-confirmation': subscriptionConfirmation,
  alert,
  'organizer-link': organizerLink,
  'organizer-invitation': organizerInvitation,
  'organizer-email': organizerEmail,
  'organizer-notice': organizerNotice,
  broadcast,
  'broadcast-stopped': broadcastStopped,
  'export-ready': exportReady,
};

/** Headers of every mail that a machine sends by itself, so that no machine answers it. Source: RFC 3834 section 5. */
const OWN_HEADERS = { 'Auto-Submitted': 'auto-generated' } as const;

/**
 * Fills one message in one language. The page is laid out once per message, language and number of list items, with marks
 * that each call fills with escaped values. Throws when a link is not http(s).
 */
export async function renderMail<N extends MailName>(
  name: N,
  locale: MailLocale,
  props: MailProps[N],
): Promise<RenderedMail> {
  const { subject, parts, blanks, page } = MAILS[name].compose(props, locale);
  const shape = `${name} ${locale} ${[...blanks.keys()].join(' ')}`;
  const laidOut = pages.get(shape) ?? render(page());
  pages.set(shape, laidOut);
  return { subject: oneLine(subject), html: fill(await laidOut, blanks), text: layText(parts), headers: OWN_HEADERS };
}

/** The props that the preview, the snapshots and the documentation show; instants are counted from `now`. */
export function sampleOf<N extends MailName>(name: N, locale: MailLocale, now: Date): MailProps[N] {
  return MAILS[name].sample(now, locale);
}

const pages = new Map<string, Promise<string>>();
const marks = new RegExp(`${MARK.open}([^${MARK.close}]*)${MARK.close}`, 'g');
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function fill(page: string, blanks: ReadonlyMap<string, string>): string {
  return page.replace(marks, (_, path: string) => {
    const value = (blanks.get(path) ?? '').replace(/[\ue000\ue001]/g, '');
    if (path.endsWith('Html')) return value;
    return value.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char).replace(/\r\n|\r|\n/g, '<br>');
  });
}

const maxLineChars = 76;

/** Paragraphs parted by blank lines, wrapped at 76 characters; a longer word, such as an address, keeps a line of its own. */
function layText(parts: readonly TextPart[]): string {
  const paragraphs = parts.map((part) =>
    typeof part === 'string' ? part.split('\n').map(wrap).join('\n') : part.verbatim.replace(/\r\n?/g, '\n'),
  );
  return `${paragraphs.join('\n\n')}\n`;
}

function wrap(line: string): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.trim().split(/ +/)) {
    if (current && indent.length + current.length + 1 + word.length > maxLineChars) {
      lines.push(indent + current);
      current = word;
    } else current = current ? `${current} ${word}` : word;
  }
  return [...lines, indent + current].join('\n');
}
