import { createPublicKey } from 'node:crypto';
import { isIP } from 'node:net';
import { env } from '#app/env.server.ts';
import { runCommand } from './fault.ts';

const USAGE = `Usage: npm run mail -- records

Prints the DNS records to publish for the mails of this site, from MAIL_FROM, DKIM_* and BOUNCE_DOMAIN.`;

/** Longest piece of a TXT record, in characters. Source: RFC 1035 section 3.3. */
const PIECE = 255;

await runCommand(async () => {
  const words = process.argv.slice(2);
  if (words.includes('--help') || words.includes('-h')) {
    console.log(USAGE);
    return 0;
  }
  if (words.join(' ') !== 'records') {
    console.error(`${words.length === 0 ? 'Say what to do.' : `There is no "${words.join(' ')}".`}\n\n${USAGE}`);
    return 2;
  }
  const { mailFrom, dkim, bounceDomain, smtpUrl } = env();
  const domain = mailFrom.split('@')[1] ?? '';
  const zone: string[] = [];
  // SPF is asked of the domain on the envelope, which for letters is BOUNCE_DOMAIN.
  for (const name of new Set([domain, bounceDomain ?? domain]))
    if (smtpUrl)
      zone.push(
        '; SPF: if your mail provider names another mechanism, use that',
        txt(name, `v=spf1 ${leavesBy(smtpUrl)} -all`),
      );
    else zone.push(`; SPF for ${name}: set SMTP_URL, then ask again`);
  if (dkim) {
    const key = createPublicKey(dkim.key).export({ type: 'spki', format: 'der' }).toString('base64');
    zone.push('; DKIM', txt(`${dkim.selector}._domainkey.${dkim.domain}`, `v=DKIM1; k=rsa; p=${key}`));
  } else zone.push('; DKIM: set DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY_FILE, then ask again');
  zone.push(
    '; DMARC: begin with p=none, read the reports, then p=quarantine',
    txt(`_dmarc.${domain}`, `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`),
  );
  zone.push(
    bounceDomain
      ? `; Bounces: the server that takes the mail of ${bounceDomain}\n${bounceDomain}. IN MX 10 mx.${bounceDomain}.`
      : '; Bounces: set BOUNCE_DOMAIN, or letters that come back go to MAIL_FROM and are not read here',
  );
  console.log(zone.join('\n'));
  return 0;
});

/** The mechanism that allows the server of SMTP_URL. Source: RFC 7208 section 5. */
function leavesBy(smtpUrl: string): string {
  const host = new URL(smtpUrl).hostname.replace(/^\[|\]$/g, '');
  return { 0: `a:${host}`, 4: `ip4:${host}`, 6: `ip6:${host}` }[isIP(host)] ?? `a:${host}`;
}

function txt(name: string, value: string): string {
  const pieces = value.match(new RegExp(`.{1,${PIECE}}`, 'g')) ?? [];
  return `${name}. IN TXT ${pieces.map((piece) => `"${piece}"`).join(' ')}`;
}
