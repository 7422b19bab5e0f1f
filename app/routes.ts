import { type RouteConfig, route } from '@remix-run/route-config';

/** Every page, once; `:lang?` is empty for English and `es` for Spanish. */
export default [
  route(':lang?', 'routes/front.tsx', { index: true }),
  route(':lang?/isps', 'routes/isps.tsx'),
  route(':lang?/isps/:slug', 'routes/isp.tsx'),
  route(':lang?/about', 'routes/about.tsx'),
  route(':lang?/privacy', 'routes/privacy.tsx'),
  route(':lang?/campaigns', 'routes/campaigns.tsx'),
  route(':lang?/campaigns/:slug', 'routes/campaign.tsx'),
  route(':lang?/campaigns/:slug/thanks', 'routes/thanks.tsx'),
  route(':lang?/confirm/:token', 'routes/confirm.tsx'),
  route(':lang?/campaigns/:slug/letters', 'routes/letters/choose.tsx'),
  route(':lang?/letters/:publicId', 'routes/letters/status.tsx'),
  route(':lang?/letters/:publicId/edit', 'routes/letters/edit.tsx'),
  route(':lang?/letters/:publicId/preview', 'routes/letters/preview.tsx'),
  route(':lang?/letters/:publicId/print', 'routes/letters/print.tsx'),
  route('dev/mailbox', 'routes/mailbox.tsx'),
  route('dev/mailbox/:id', 'routes/mailbox-message.tsx'),
  route('dev/mailbox/:id/source', 'routes/mailbox-source.tsx'),
  route('dev/emails', 'routes/emails.tsx'),
  route('dev/emails/:name', 'routes/email-preview.tsx'),
  route('language', 'routes/language.tsx'),
  route('preference', 'routes/preference.tsx'),
  route(':lang?/*', 'routes/not-found.tsx'),
] satisfies RouteConfig;
