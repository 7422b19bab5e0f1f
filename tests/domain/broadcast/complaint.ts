/** A complaint about a mail of ours as mail services report it (ARF, RFC 5965); `nonce` tells two of them apart. */
export function complaintAbout(messageId: string, nonce: number): Buffer {
  return Buffer.from(
    [
      'From: <feedback@isp.example>',
      'To: <complaints@bounces.petition.example>',
      'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
      'MIME-Version: 1.0',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      `A complaint (${nonce}).`,
      '--b',
      'Content-Type: message/feedback-report',
      '',
      'Feedback-Type: abuse',
      'User-Agent: SomeGenerator/1.0',
      'Version: 1',
      '--b',
      'Content-Type: message/rfc822',
      '',
      'From: x@petition.example',
      `Message-ID: ${messageId}`,
      '',
      'text',
      '--b--',
      '',
    ].join('\r\n'),
  );
}
