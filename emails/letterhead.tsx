import { Body, Button, Container, Head, Heading, Hr, Html, Link, Section, Text } from '@react-email/components';
import type { CSSProperties, ReactNode } from 'react';
import type { MailLocale } from './catalogue.ts';
import type { MailWords } from './messages/en.ts';

const serif = "'Source Serif 4', Georgia, 'Times New Roman', serif";
const sans = "'Public Sans', system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif";
const mono = "ui-monospace, 'SFMono-Regular', Menlo, Consolas, 'Liberation Mono', monospace";

/** The site's tokens, light; the dark ones stand in `DARK`, because mail programs want colours written at each element. */
const LIGHT = {
  paper: '#fbfaf6',
  card: '#ffffff',
  ink: '#15181e',
  soft: '#535b67',
  rule: '#dcd8ce',
  deed: '#b3310f',
  deedInk: '#ffffff',
} as const;

/** React escapes what a style holds, so no selector here may need ">", "&" or quotes. */
const DARK = `
body { background-color: ${LIGHT.paper}; }
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  body, .paper { background-color: #111317 !important; }
  .card { background-color: #181b21 !important; border-color: #2d323b !important; border-top-color: #ff8a66 !important; }
  .ink, .ink a { color: #eeece6 !important; }
  .soft, .soft a { color: #a7adb8 !important; }
  .rule { border-color: #2d323b !important; }
  .deed { background-color: #ff8a66 !important; }
  .deed, .deed span { color: #1b0d08 !important; }
}
@media (max-width: 480px) {
  .card { padding: 20px 16px !important; }
  .deed { display: block !important; }
}
`;

/** Type as single properties: a `font` shorthand would be undone by the ones that the components set before it. */
const type = (fontFamily: string, fontSize: string, lineHeight: string, fontWeight: number) => ({
  fontFamily,
  fontSize,
  lineHeight,
  fontWeight,
});
const paragraph: CSSProperties = { margin: '0 0 16px', color: LIGHT.ink, ...type(sans, '17px', '1.55', 400) };
const small: CSSProperties = { ...paragraph, color: LIGHT.soft, ...type(sans, '14px', '1.5', 400) };
const hidden: CSSProperties = {
  display: 'none',
  overflow: 'hidden',
  lineHeight: '1px',
  opacity: 0,
  maxHeight: 0,
  maxWidth: 0,
};

/** The sheet that every mail is written on: language, both colour schemes, no pictures, nothing fetched. */
export function Letterhead(props: {
  locale: MailLocale;
  words: MailWords;
  heading: string;
  preview: string;
  host: string;
  /** Why the mail came, when nobody typed the address in. */
  footer?: string;
  children: ReactNode;
}) {
  return (
    <Html lang={props.locale} dir="ltr">
      <Head>
        <title>{props.heading}</title>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{DARK}</style>
      </Head>
      <Body style={{ margin: 0 }}>
        <div style={hidden}>{props.preview}</div>
        <Section className="paper" style={{ padding: '24px 12px', backgroundColor: LIGHT.paper }}>
          <Container style={{ maxWidth: '560px', margin: '0 auto' }}>
            <Text className="ink" style={{ ...paragraph, ...type(serif, '20px', '1.3', 700), margin: '0 0 12px' }}>
              Untolled
            </Text>
            <Section
              className="card"
              style={{
                backgroundColor: LIGHT.card,
                border: `1px solid ${LIGHT.rule}`,
                borderTop: `4px solid ${LIGHT.deed}`,
                padding: '28px 28px 14px',
              }}
            >
              <Heading
                as="h1"
                className="ink"
                style={{ margin: '0 0 18px', ...type(serif, '26px', '1.2', 600), color: LIGHT.ink }}
              >
                {props.heading}
              </Heading>
              {props.children}
            </Section>
            <Text className="soft" style={{ ...small, margin: '16px 0 0' }}>
              {props.footer ?? props.words.footer(props.host)} {props.words.noTracking}
            </Text>
          </Container>
        </Section>
      </Body>
    </Html>
  );
}

/** A paragraph; `quiet` for conditions and explanations. */
export function Paragraph({ children, quiet = false }: { children: ReactNode; quiet?: boolean }) {
  return (
    <Text className={quiet ? 'soft' : 'ink'} style={quiet ? small : paragraph}>
      {children}
    </Text>
  );
}

/** What the mail is about, set apart as a quotation: a petition's title. */
export function Subject({ children }: { children: ReactNode }) {
  return (
    <Text
      className="ink rule"
      style={{
        ...paragraph,
        ...type(serif, '19px', '1.35', 600),
        borderLeft: `3px solid ${LIGHT.rule}`,
        padding: '2px 0 2px 14px',
        overflowWrap: 'anywhere',
      }}
    >
      {children}
    </Text>
  );
}

/** The one deed of the mail, with its address in full beneath for those whose button does nothing. */
export function Deed({ href, label, words }: { href: string; label: string; words: MailWords }) {
  return (
    <>
      <Section style={{ margin: '4px 0 14px' }}>
        <Button
          href={href}
          className="deed"
          style={{
            backgroundColor: LIGHT.deed,
            color: LIGHT.deedInk,
            ...type(sans, '18px', '1.3', 700),
            textAlign: 'center',
            textDecoration: 'none',
            borderRadius: '3px',
            padding: '14px 24px',
          }}
        >
          {label}
        </Button>
      </Section>
      <Text className="soft" style={{ ...small, overflowWrap: 'anywhere', wordBreak: 'break-word' }}>
        {words.orOpen}
        <br />
        <Link href={href} style={{ color: LIGHT.soft, textDecoration: 'underline' }}>
          {href}
        </Link>
      </Text>
    </>
  );
}

/** Six digits, large and far apart; selectable in one go. */
export function Code({ children }: { children: string }) {
  return (
    <Text
      className="ink"
      style={{
        ...paragraph,
        ...type(mono, '30px', '1.2', 600),
        letterSpacing: '0.18em',
        fontVariantNumeric: 'tabular-nums',
      }}
    >
      {children}
    </Text>
  );
}

/** A text kept line for line, such as the letter itself. */
export function Verbatim({ children }: { children: string }) {
  return (
    <Text className="ink" style={{ ...paragraph, fontSize: '16px', overflowWrap: 'anywhere' }}>
      {children}
    </Text>
  );
}

/** Names and values beneath one another. */
export function Facts({ rows }: { rows: readonly (readonly [string, string])[] }) {
  return (
    <Section style={{ margin: '0 0 18px' }}>
      {rows.map(([name, value]) => (
        <Text
          key={name}
          className="ink"
          style={{ ...paragraph, fontSize: '16px', margin: '0 0 6px', overflowWrap: 'anywhere' }}
        >
          <span className="soft" style={{ display: 'block', fontSize: '14px', color: LIGHT.soft }}>
            {name}
          </span>
          {value}
        </Text>
      ))}
    </Section>
  );
}

/** A line between two parts. */
export function Rule() {
  return <Hr className="rule" style={{ borderTop: `1px solid ${LIGHT.rule}`, margin: '6px 0 18px' }} />;
}
