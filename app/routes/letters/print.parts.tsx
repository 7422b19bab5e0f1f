import { Button } from '#app/ui/button.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Instant } from './parts.tsx';
import { PostalFields } from './postal-fields.tsx';
import type { PrintAnswer } from './print.form.server.ts';
import type { PrintView } from './print.view.server.ts';

/** The note that the letter was posted, or the button that makes it; nothing for a letter that is not on paper or was withdrawn. */
export function Posted({ view: { letter } }: { view: PrintView }) {
  const { paper: words } = useMessages();
  const delivery = letter.deliveries.find(({ channel }) => channel === 'paper');
  if (!delivery || (delivery.state !== 'prepared' && delivery.state !== 'posted')) return null;
  const isPosted = delivery.state === 'posted';
  return (
    <Section title={words.postedTitle} id="posted">
      <form method="post">
        {isPosted && delivery.sentAt ? <PostedDay at={delivery.sentAt} /> : <p className="small">{words.postedHint}</p>}
        <p className="form-end">
          <Button weight="quiet" name="intent" value={isPosted ? 'unpost' : 'posted'}>
            {isPosted ? words.unpost : words.posted}
          </Button>
        </p>
      </form>
    </Section>
  );
}

function PostedDay({ at }: { at: Date }) {
  const { paper: words } = useMessages();
  const [before, after] = words.isPosted('|').split('|');
  return (
    <p>
      {before}
      <Instant at={at} />
      {after}
    </p>
  );
}

/** The return address: as it was sent with the letter, or one that may still be put on it or taken off. */
export function ReturnAddress({ view: { letter, paper }, answer }: { view: PrintView; answer: PrintAnswer | null }) {
  const { paper: words } = useMessages();
  const isSent = Boolean(letter.shown?.postal);
  const lines = <address className="return-address">{paper.senderLines.join('\n')}</address>;
  if (isSent)
    return (
      <Section title={words.back} id="back">
        <p className="small">{words.backKept}</p>
        {lines}
      </Section>
    );
  return (
    <Section title={words.back} id="back">
      {paper.senderLines.length > 0 ? (
        <form method="post">
          <p className="small">{words.backNow}</p>
          {lines}
          <p className="form-end">
            <Button weight="quiet" name="intent" value="clear">
              {words.backClear}
            </Button>
          </p>
        </form>
      ) : (
        <form method="post" className="max-w-2xl">
          <p className="field-hint">{words.backHint}</p>
          <PostalFields letter={letter} typed={answer?.typed ?? null} faults={answer?.faults ?? {}} />
          <p className="form-end">
            <Button weight="quiet" name="intent" value="address">
              {words.backSave}
            </Button>
          </p>
        </form>
      )}
    </Section>
  );
}
