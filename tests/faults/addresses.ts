import { ORGANIZER_ROUTES } from '#app/domain/organizer/routes.ts';

/** Real keys of the site under test, so that a request gets past the first look. */
export interface Known {
  host: string;
  writerCookie: string;
  letterId: string;
  claim: string;
  token: string;
  incident: string;
}

/** The words of a text. */
export const words = (text: string) => text.split(' ');
const pages = words(
  'isps isps/:slug about privacy addressees campaigns campaigns/:slug campaigns/:slug/thanks ' +
    'counting campaigns/:slug/counting campaigns/:slug/count.json campaigns/:slug/receipt.txt verify ' +
    'alerts alerts/:organization campaigns/:slug/alerts',
);
const personal = words(
  'confirm/:token campaigns/:slug/letters campaigns/:slug/letters/print.pdf letters/:id letters/:id/edit letters/:id/words ' +
    'letters/:id/preview letters/:id/print letters/:id/letter.pdf letters/:id/file letters/:id/complaint complaints/:id/:token ' +
    'my-name my-name/sent my-name/:token me me/sent me/:token me/:token/signatures/:id me/:token/receipts/:id me/:token/data.json confirm/:token/details ' +
    'alerts/sent alerts/confirm/:token unsubscribe/:token preferences/:token',
);
const organizing = words(
  'organize organize/sign-in organize/sign-out organize/link/:token organize/recover organize/again organize/account organize/account/codes ' +
    'organize/email/:token organize/invitation/:token organize/new organize/passkey/:step',
);
const single = words(
  'dev/mailbox dev/mailbox/:id dev/mailbox/:id/source dev/emails dev/emails/:name language preference',
);
const record = words(
  'isps/identify isps/criteria speed-index speed-index/compare speed-index/deals speed-index/:month incidents incidents/:slug ' +
    'reports/:id measure measurements measurements/:id',
);
const files = words(
  'incidents/feed.atom incidents/feed.json incidents.csv incidents.json isps/:slug/incidents.atom isps/:slug/incidents.json ' +
    'measurements/data.json measurements/data/:file charts/:file og/isps/:file og/campaigns/:file og/speed-index/:file',
);
const submissions = words(
  'incidents/:slug/correct incidents/:slug/reply isps/:slug/reply isps/:slug/report submissions/sent submissions/confirm/:token',
);
const api = words(
  'api/v1/openapi.json api/v1/isps api/v1/isps/:slug api/v1/identify api/v1/speed-index api/v1/incidents api/v1/measurements api/v1/campaigns api/v1/campaigns/:slug/counts api/*',
);
const tokens = words(
  'api/v1/organizer api/v1/organizer/campaigns api/v1/organizer/campaigns/:campaign api/v1/organizer/campaigns/:campaign/counts ' +
    'api/v1/organizer/people api/v1/organizer/signatures api/v1/organizer/exports api/v1/organizer/exports/:id ' +
    'api/v1/organizer/exports/:id/files/:file api/v1/organizer/webhooks api/v1/organizer/webhooks/:id api/v1/osdi api/v1/osdi/people ' +
    'api/v1/osdi/people/:id api/v1/osdi/petitions api/v1/osdi/petitions/:campaign api/v1/osdi/petitions/:campaign/signatures ' +
    'api/v1/osdi/petitions/:campaign/signatures/:id api/v1/osdi/petitions/:campaign/record_signature_helper',
);
const served = words(
  'healthz readyz metrics proof log/:slug/checkpoint log/:slug/tile/entries/000 .well-known/untolled-ledger.json hooks/bounces embed/:slug/form embed/:slug/counter embed/:slug/form.json embed/:slug/sign embed/:slug/confirm embed.js assets/:name __manifest _root :name robots.txt favicon.svg',
);

/** The addresses under test, as patterns, so that a test can compare them with those of the site. */
export const PATTERNS: readonly string[] = [
  '',
  ...Object.keys(ORGANIZER_ROUTES),
  ...[pages, personal, organizing, single, record, files, submissions, api, tokens, served].flat(),
];

/** What stands for each part of a pattern in an address that exists. */
export const realParts = (known: Known, pattern: string): Record<string, string> => {
  const slugs: Record<string, string> = { isps: 'comcast', 'api/v1/isps': 'comcast', incidents: known.incident };
  const slug = slugs[/^.*(?=\/:slug)/.exec(pattern)?.[0] ?? ''] ?? 'put-it-in-writing';
  const leagues = pattern.startsWith('og/speed-index');
  const file = {
    charts: 'comcast-deal.csv',
    og: leagues ? '2015-09.png' : pattern.startsWith('og/campaigns') ? 'put-it-in-writing.png' : 'comcast.png',
  }[pattern.split('/')[0] ?? ''];
  return {
    slug,
    month: '2014-02',
    file: file ?? '2026-11-01.csv',
    token: known.token,
    id: /^(letters|complaints)/.test(pattern) ? known.letterId : '1',
    name: 'confirmation',
  };
};
