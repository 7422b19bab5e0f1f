import { Link } from '@react-email/components';
import { bodyHtml, bodyText } from './broadcast-body.ts';
import type { BroadcastProps } from './catalogue.ts';
import { Letterhead, Paragraph, Rule } from './letterhead.tsx';
import { hostOf, mailMessage, oneLine, SAMPLE_TITLE } from './message.ts';

const soft = { color: '#535b67', textDecoration: 'underline' } as const;

/** What an organization writes to the members of its list. Below it stand who sends it, from where, why it came, and how to end it. Source: 15 U.S.C. 7704(a). */
export const broadcast = mailMessage({
  sample: (_now, locale): BroadcastProps => ({
    subject: SAMPLE_TITLE[locale],
    body:
      locale === 'es'
        ? 'La petición necesita su firma.\n\n- [Lea la petición](https://untolled.example/es)\n- **Responda** a este correo si tiene preguntas.'
        : 'The petition needs your signature.\n\n- [Read the petition](https://untolled.example/)\n- **Answer** this mail with any question.',
    opening: locale === 'es' ? 'La petición necesita su firma.' : 'The petition needs your signature.',
    organizationName: locale === 'es' ? 'Organización de muestra' : 'Sample organization',
    postalAddress: '1 Sample Street\nSampletown, CA 90000',
    unsubscribeUrl: 'https://untolled.example/unsubscribe/sample',
    preferencesUrl: 'https://untolled.example/preferences/sample',
    siteUrl: 'https://untolled.example',
  }),
  view: (props: BroadcastProps, words) => ({
    host: hostOf(props.siteUrl),
    subject: oneLine(props.subject),
    opening: oneLine(props.opening),
    bodyHtml: bodyHtml(props.body),
    paragraphs: bodyText(props.body).map((paragraph) => ({ paragraph })),
    why: words.broadcast.why(oneLine(props.organizationName), hostOf(props.siteUrl)),
    postal: `${oneLine(props.organizationName)}\n${props.postalAddress
      .split(/\r\n|\r|\n/)
      .map(oneLine)
      .join('\n')}`,
    unsubscribeUrl: props.unsubscribeUrl,
    preferencesUrl: props.preferencesUrl,
  }),
  subject: (view) => view.subject,
  html: (view, words, locale) => (
    <Letterhead
      locale={locale}
      words={words}
      heading={view.subject}
      preview={view.opening}
      host={view.host}
      footer={view.why}
    >
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a blank that `bodyHtml` of this folder fills, which lets no tag of the writer's through. */}
      <div dangerouslySetInnerHTML={{ __html: view.bodyHtml }} />
      <Rule />
      <Paragraph quiet>
        <Link href={view.unsubscribeUrl} style={soft}>
          {words.broadcast.unsubscribe}
        </Link>
        {' · '}
        <Link href={view.preferencesUrl} style={soft}>
          {words.broadcast.preferences}
        </Link>
      </Paragraph>
      <Paragraph quiet>{view.postal}</Paragraph>
    </Letterhead>
  ),
  text: (view, words) => [
    view.subject,
    ...view.paragraphs.map(({ paragraph }) => paragraph),
    '---',
    view.why,
    `${words.broadcast.unsubscribe}:\n${view.unsubscribeUrl}`,
    `${words.broadcast.preferences}:\n${view.preferencesUrl}`,
    view.postal,
    words.noTracking,
  ],
});
