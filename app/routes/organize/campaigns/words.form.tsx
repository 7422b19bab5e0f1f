import { WORD_LIMITS } from '#app/domain/campaign/content.ts';
import { Button } from '#app/ui/button.tsx';
import { Field, TextArea } from '#app/ui/field.tsx';
import { pathInLocale, useLocale } from '#app/ui/locale.tsx';
import { ErrorSummary } from '#app/ui/notice.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { type Answered, faultsOf, fieldOf } from './answer.ts';

type WordsFormProps = {
  /** Path of the campaign's organizers' page, without language. */
  home: string;
  lang: 'en' | 'es';
  words: Readonly<Record<string, string>>;
  base: number;
  answer?: Answered | null;
  /** Set before the names of the fields where several forms stand on one page. */
  prefix?: string;
};

/** The words of a campaign in one language. Saving and previewing are two buttons of one form, so that a preview loses nothing. */
export function WordsForm({ home, lang, words: stands, base, answer = null, prefix = '' }: WordsFormProps) {
  const { campaigns: words } = useOrganizeMessages();
  const locale = useLocale();
  const field = fieldOf(answer, words.faults);
  const at = (name: keyof typeof WORD_LIMITS) => {
    const { id, ...rest } = field(name, stands[name] ?? '');
    return { ...rest, id: prefix + id, lang, label: words.fields[name] };
  };
  return (
    <form method="post" action={pathInLocale(locale, `${home}/words/${lang}`)} className="organizer-form">
      <ErrorSummary faults={faultsOf(answer, words.faults)} />
      <input type="hidden" name="base" value={base} />
      <Field {...at('title')} hint={words.hints.title(WORD_LIMITS.title)} />
      <TextArea {...at('summary')} rows={3} hint={words.hints.summary} />
      <TextArea {...at('ask')} rows={3} hint={words.hints.ask} />
      <TextArea {...at('body')} rows={18} hint={words.hints.body} />
      <TextArea {...at('sources')} rows={5} hint={words.hints.sources} />
      <TextArea {...at('shareText')} rows={3} hint={words.hints.shareText} />
      <Field {...at('pictureHeadline')} hint={words.hints.pictureHeadline} />
      <p className="organizer-deeds">
        <Button name="intent" value="save">
          {words.wordsForm.save}
        </Button>{' '}
        <Button weight="quiet" name="intent" value="preview">
          {words.wordsForm.preview}
        </Button>
      </p>
    </form>
  );
}

/** One button that offers a campaign in a language, or offers it no more. */
export function OfferForm({
  home,
  lang,
  base,
  isOffered,
}: {
  home: string;
  lang: 'en' | 'es';
  base: number;
  isOffered: boolean;
}) {
  const { campaigns: words } = useOrganizeMessages();
  const locale = useLocale();
  return (
    <form method="post" action={pathInLocale(locale, `${home}/words/${lang}`)}>
      <input type="hidden" name="base" value={base} />
      <Button weight="quiet" name="intent" value={isOffered ? 'leave' : 'offer'}>
        {isOffered ? words.wordsForm.leave : words.wordsForm.offer(words.languages[lang])}
      </Button>
      {isOffered ? <p className="small">{words.wordsForm.leaveHint}</p> : null}
    </form>
  );
}
