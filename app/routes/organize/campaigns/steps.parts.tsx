import { formatNumber } from '#app/ui/count.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import type { StepsView } from './steps.view.server.ts';
import { OfferForm, WordsForm } from './words.form.tsx';

type Words = ReturnType<typeof useOrganizeMessages>['campaigns'];

/** The steps in their order, by the id that a link to one names. */
export const order = ['words-en', 'words-es', 'setup', 'letters', 'consent', 'look', 'life'] as const;

/** The name of a step with its number, as it stands over the step and in the list of them. */
export function stepName({ steps, languages }: Words, id: (typeof order)[number], isBefore: boolean): string {
  const number = `${order.indexOf(id) + 1}. `;
  if (id === 'words-en' || id === 'words-es') return number + steps.words(languages[id === 'words-en' ? 'en' : 'es']);
  return number + (id === 'life' ? (isBefore ? steps.open : steps.life) : steps[id]);
}

/** A warning where people have signed the words as they stand. */
export function Signed({ view: { sheet, counted } }: { view: StepsView }) {
  const { page } = useOrganizeMessages().campaigns;
  const locale = useLocale();
  if (sheet.state !== 'open' || counted === 0) return null;
  return (
    <Notice>
      <p>{page.openWarning(formatNumber(locale, counted))}</p>
    </Notice>
  );
}

/** The words in each language. */
export function Words({ view: { sheet }, home }: { view: StepsView; home: string }) {
  const { campaigns: words } = useOrganizeMessages();
  return (['en', 'es'] as const).map((lang) => {
    const stands = sheet.content.texts[lang];
    const isUnfinished = stands !== undefined && (stands.summary === '' || stands.ask === '' || stands.body === '');
    return (
      <Section key={lang} title={stepName(words, `words-${lang}`, true)} id={`words-${lang}`}>
        {stands ? (
          <details open={isUnfinished}>
            <summary>{stands.title || words.fields.title}</summary>
            <WordsForm home={home} lang={lang} words={stands} base={sheet.version} prefix={`${lang}-`} />
          </details>
        ) : (
          <p>{words.wordsForm.notOffered(words.languages[lang])}</p>
        )}
        {lang === 'es' || !stands ? (
          <OfferForm home={home} lang={lang} base={sheet.version} isOffered={stands !== undefined} />
        ) : null}
      </Section>
    );
  });
}

/** The letters that signers start from. */
export function Letters({ view: { seat, sheet, letters } }: { view: StepsView }) {
  const { campaigns: words, letters: page } = useOrganizeMessages();
  const { kinds } = words.setupForm;
  return (
    <Section title={stepName(words, 'letters', true)} id="letters">
      {letters.length === 0 ? (
        <p>{words.letters.none}</p>
      ) : (
        <>
          <p>{words.letters.text}</p>
          <ul className="missing">
            {letters.map((letter) => (
              <li key={`${letter.slug} ${letter.locale}`}>
                {words.letters.entry(
                  letter.name,
                  words.languages[letter.locale],
                  letter.kinds.map((kind) => kinds[kind]).join(', '),
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        <PageLink to={`/organize/${seat.organization.slug}/campaigns/${sheet.slug}/letters`}>{page.link}</PageLink>
      </p>
    </Section>
  );
}
