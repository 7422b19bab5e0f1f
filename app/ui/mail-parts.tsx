import { useMessages } from './locale.tsx';
import { Section } from './page-head.tsx';

/** Both parts of a mail. The html stands in a sandbox: no script runs, a link opens a window of its own. */
export function MailParts({ html, text }: { html: string | null; text: string }) {
  const { mailbox } = useMessages().dev;
  return (
    <>
      <Section title={mailbox.html} id="html">
        {html === null ? (
          <p>{mailbox.noHtml}</p>
        ) : (
          <iframe
            className="mail-frame"
            title={mailbox.html}
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            srcDoc={html}
          />
        )}
      </Section>
      <Section title={mailbox.text} id="text">
        <pre className="mail-text">{text}</pre>
      </Section>
    </>
  );
}
