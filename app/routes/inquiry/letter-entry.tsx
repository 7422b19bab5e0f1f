import type { LetterUse, LetterWay } from '#app/domain/inquiry/inquiry.ts';
import { Button } from '#app/ui/button.tsx';
import { formatDate } from '#app/ui/fact-date.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { CorrectionRequest } from './correction-request.tsx';

/** One letter: the whole text, what was agreed to, where it went, the button that withdraws it, and the request to correct a docket. */
export function LetterEntry({ use }: { use: LetterUse }) {
  const { inquiry, letter } = useMessages();
  const words = inquiry.uses;
  const locale = useLocale();
  const day = (at: Date) => formatDate(locale, at.toISOString().slice(0, 10));
  const id = `letter-${use.publicId}`;
  const stateOf = ({ state }: LetterWay) =>
    state === 'cancelled' && use.withdrawnAt ? words.cancelled : letter.states[state];
  const filed = use.ways.find(({ channel, state }) => channel === 'docket' && state === 'filed');
  return (
    <article className="name-use" aria-labelledby={id}>
      <h3 id={id}>{use.addressee}</h3>
      <p>
        <b>{words.letterStatus[use.status]}</b>
        {use.sentAt ? `, ${day(use.sentAt)}` : ''}
        {use.withdrawnAt ? `. ${words.withdrawnOn}: ${day(use.withdrawnAt)}` : ''}
      </p>
      <dl className="facts">
        <dt>{words.name}</dt>
        <dd>{use.senderName}</dd>
        {use.docket ? (
          <>
            <dt>{words.docket}</dt>
            <dd>{use.docket}</dd>
          </>
        ) : null}
        {use.ways.length > 0 ? (
          <>
            <dt>{words.ways}</dt>
            <dd>
              <ul className="plain">
                {use.ways.map((way) => (
                  <li key={`${way.channel} ${way.to}`}>
                    {words.way(letter.channelNames[way.channel], stateOf(way), day(way.at))}
                    {way.externalId ? `. ${words.confirmation}: ${way.externalId}` : ''}
                    <br />
                    <span className="small">{way.to}</span>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        ) : null}
        {use.bytesSha256 ? (
          <>
            <dt>{words.fingerprint}</dt>
            <dd className="fingerprint">{use.bytesSha256}</dd>
          </>
        ) : null}
        {use.consent ? (
          <>
            <dt>{words.agreed}</dt>
            <dd>{use.consent}</dd>
          </>
        ) : null}
      </dl>
      <details>
        <summary>{words.text}</summary>
        {use.source === null ? (
          <p>
            <b>{use.subject}</b>
          </p>
        ) : null}
        <pre className="letter-text">{use.source ?? use.body}</pre>
      </details>
      {filed ? (
        <CorrectionRequest
          isOwnMailbox
          facts={{
            docket: use.docket ?? '',
            name: use.senderName,
            filedOn: (filed.externalAt ?? filed.at).toISOString().slice(0, 10),
            confirmation: filed.externalId,
          }}
        />
      ) : null}
      {use.status === 'sent' && !use.withdrawnAt ? (
        <form method="post">
          <input type="hidden" name="which" value={use.publicId} />
          <Button weight="quiet" name="intent" value="withdraw-letter" aria-describedby={`${id}-hint`}>
            {words.withdrawLetter}
          </Button>
          <p className="small" id={`${id}-hint`}>
            {words.withdrawHint.letter}
          </p>
        </form>
      ) : null}
    </article>
  );
}
