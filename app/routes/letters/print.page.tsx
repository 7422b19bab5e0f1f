import type { LetterView } from '#app/domain/letter/letter.server.ts';
import { maxPostalChars } from '#app/domain/letter/letter.ts';
import { Button } from '#app/ui/button.tsx';
import { TextArea } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary } from '#app/ui/notice.tsx';
import { PageHead } from '#app/ui/page-head.tsx';
import { AddressSource, LetterText } from './parts.tsx';

type Props = { letter: LetterView; isRefused: boolean };

/** The letter on a sheet, with the sender's and the addressee's postal blocks; everything else stays off the paper. */
export function PrintPage({ letter, isRefused }: Props) {
  const { print, channels, status } = useMessages().letter;
  const postal = letter.channels.postal;
  const day = new Intl.DateTimeFormat(letter.locale === 'es' ? 'es-US' : 'en-US', {
    dateStyle: 'long',
    timeZone: 'UTC',
  });
  return (
    <>
      <div className="no-print">
        <PageHead
          modest
          kick={<span lang={letter.locale}>{letter.campaign.title}</span>}
          title={print.title}
          lede={print.lede}
        />
        <ErrorSummary faults={isRefused ? [{ id: 'postal', message: print.postalFault }] : []} />
        <p>{print.how}</p>
        <p>
          <PageLink to={`/letters/${letter.publicId}`}>{status.title(letter.addresseeName)}</PageLink>
        </p>
        <form method="post" className="max-w-2xl">
          <TextArea
            id="postal"
            name="postal"
            label={print.postal}
            hint={print.postalHint}
            rows={4}
            maxLength={maxPostalChars}
            autoComplete="street-address"
            defaultValue={letter.senderPostal ?? ''}
            errors={isRefused ? [print.postalFault] : []}
          />
          <p className="form-end">
            <Button weight="quiet">{print.save}</Button>
          </p>
        </form>
      </div>
      <article className="letter-sheet letter-paper" lang={letter.locale} aria-label={print.sheet}>
        <address>
          {letter.senderName}
          {letter.senderPostal ? `\n${letter.senderPostal}` : ''}
        </address>
        <p>{letter.sentAt ? day.format(letter.sentAt) : null}</p>
        <address>
          {letter.addresseeName}
          {postal ? `\n${postal.value}` : ''}
        </address>
        <p>
          <b>{letter.subject}</b>
        </p>
        <LetterText body={letter.body} />
      </article>
      <div className="no-print">
        {postal ? (
          <>
            <p className="small">{postal.isDoubtful ? channels.doubtful : channels.checkFirst}</p>
            <AddressSource contact={postal} />
          </>
        ) : (
          <p>{print.noAddress}</p>
        )}
      </div>
    </>
  );
}
