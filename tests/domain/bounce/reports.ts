/** What a bounce says; every part may be left out. `to`: the bounce address that it comes to. */
export interface Told {
  to: string;
  action?: string;
  status?: string;
  diagnostic?: string;
  returnedId?: string;
}

const lines = (...text: string[]) => Buffer.from(text.join('\r\n'), 'utf8');

/** A report as Postfix writes it: three parts, the returned head as text/rfc822-headers. Layout after RFC 3464, values made up. */
export function postfixReport({ to, action = 'failed', status = '5.1.1', diagnostic, returnedId }: Told): Buffer {
  return lines(
    'Return-Path: <>',
    `Delivered-To: ${to}`,
    'From: MAILER-DAEMON@mx.isp.example (Mail Delivery System)',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="B0F2D1.1761141600/mx.isp.example"',
    '',
    'This is a MIME-encapsulated message.',
    '',
    '--B0F2D1.1761141600/mx.isp.example',
    'Content-Description: Notification',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    "I'm sorry to have to inform you that your message could not be delivered.",
    '',
    '--B0F2D1.1761141600/mx.isp.example',
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.isp.example',
    'X-Postfix-Queue-ID: B0F2D1',
    'Arrival-Date: Sun, 22 Nov 2026 08:00:00 -0500 (EST)',
    '',
    'Final-Recipient: rfc822; relations@isp.example',
    'Original-Recipient: rfc822;relations@isp.example',
    `Action: ${action}`,
    `Status: ${status}`,
    'Remote-MTA: dns; inner.isp.example',
    `Diagnostic-Code: smtp; ${diagnostic ?? `550 ${status} <relations@isp.example>: Recipient address`}`,
    '    rejected: User unknown',
    '',
    '--B0F2D1.1761141600/mx.isp.example',
    'Content-Description: Undelivered Message Headers',
    'Content-Type: text/rfc822-headers',
    '',
    `Return-Path: <${to}>`,
    ...(returnedId ? [`Message-ID: ${returnedId}`] : []),
    'Subject: A promise in writing',
    '',
    '--B0F2D1.1761141600/mx.isp.example--',
    '',
  );
}

/** A report as Exchange writes it, in Spanish, its human part in base64 and html, the whole message returned. */
export function exchangeReport({ to, action = 'failed', status = '5.1.10', returnedId }: Told): Buffer {
  return lines(
    'From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@isp.example>',
    `To: "Ada Lovelace via Untolled" <${to}>`,
    'Subject: =?utf-8?B?Tm8gc2UgcHVkbyBlbnRyZWdhcjogVW5hIHByb21lc2E=?=',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="_b1_"',
    '',
    '--_b1_',
    'Content-Type: multipart/alternative; boundary="_b2_"',
    '',
    '--_b2_',
    'Content-Type: text/plain; charset="utf-8"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('No se pudo entregar el mensaje: no se encontró la dirección. Motivo: 550 5.1.10').toString('base64'),
    '',
    '--_b2_',
    'Content-Type: text/html; charset="utf-8"',
    '',
    '<p>No se pudo entregar.</p>',
    '',
    '--_b2_--',
    '',
    '--_b1_',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns;MX01.isp.example',
    'Received-From-MTA: dns;out.untolled.example',
    'Arrival-Date: Sun, 22 Nov 2026 13:00:00 +0000',
    '',
    'Final-Recipient: rfc822;relations@isp.example',
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp;550 ${status} RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup`,
    '',
    '--_b1_',
    'Content-Type: message/rfc822',
    '',
    'From: Ada Lovelace via Untolled <campaign@untolled.example>',
    ...(returnedId ? [`Message-ID:`, ` ${returnedId}`] : []),
    'Subject: Una promesa',
    '',
    'Hola',
    '--_b1_--',
    '',
  );
}

/** A report as Gmail writes it: headers `X-Failed-Recipients` and a related part; the address in `To` alone. */
export function gmailReport({ to, status = '5.2.2', returnedId }: Told): Buffer {
  return lines(
    'From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>',
    `To: ${to}`,
    'X-Failed-Recipients: relations@isp.example',
    'Subject: Delivery Status Notification (Failure)',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; boundary="0001"; report-type=delivery-status',
    '',
    '--0001',
    'Content-Type: multipart/related; boundary="0002"',
    '',
    '--0002',
    'Content-Type: text/plain; charset="UTF-8"',
    '',
    '** Message not delivered **',
    '--0002--',
    '--0001',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; googlemail.example',
    '',
    'Final-Recipient: rfc822; relations@isp.example',
    'Action: failed',
    `Status: ${status}`,
    `Diagnostic-Code: smtp; 552-${status} The recipient's inbox is out of storage space.`,
    '',
    '--0001',
    'Content-Type: message/rfc822',
    '',
    ...(returnedId ? [`Message-ID: ${returnedId}`] : ['Subject: none']),
    '',
    '--0001--',
    '',
  );
}

/** A bounce of an old Exim: plain text, who failed in a header. */
export function oldEximBounce({ to }: Told): Buffer {
  return lines(
    `Envelope-to: ${to}`,
    'X-Failed-Recipients: relations@isp.example',
    'Auto-Submitted: auto-replied',
    'From: Mail Delivery System <Mailer-Daemon@isp.example>',
    `To: ${to}`,
    'Subject: Mail delivery failed: returning message to sender',
    '',
    'A message that you sent could not be delivered to one or more of its recipients.',
    'This is a permanent error. The following address(es) failed:',
    '',
    '  relations@isp.example',
    '    SMTP error from remote mail server after RCPT TO:<relations@isp.example>:',
    '    550 5.1.1 User unknown',
    '',
  );
}

/** An answer of a machine that is no bounce. */
export function outOfOffice({ to }: Told): Buffer {
  return lines(
    'From: relations@isp.example',
    `To: ${to}`,
    'Subject: Fuera de la oficina',
    'Auto-Submitted: auto-replied',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Vuelvo el lunes. Oficina 550, teléfono 5.1.1.',
    '',
  );
}
