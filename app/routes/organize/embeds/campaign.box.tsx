import { wordingChars } from '#app/domain/partner/partner.ts';
import { Button } from '#app/ui/button.tsx';
import { TextArea } from '#app/ui/field.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { type EmbedsPart, useAnswer } from './campaign.answer.ts';

type Listed = EmbedsPart['view']['embeds']['partners'][number];

/** The wording beside a partner's own box, and the way to end the partner. */
export function Edit({ partner: { slug, name, wording }, answer }: { partner: Listed } & Pick<EmbedsPart, 'answer'>) {
  const { partner: words } = useOrganizeMessages().embeds;
  const { errors, typed } = useAnswer(answer, 'set-box');
  const area = (lang: 'en' | 'es') => (
    <TextArea
      id={`box-${lang}`}
      name={lang}
      lang={lang}
      rows={3}
      label={words[lang]}
      defaultValue={typed(lang, wording?.[lang])}
      errors={errors(lang)}
      maxLength={wordingChars.most}
      required
    />
  );
  const hidden = (intent: string) => (
    <>
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="slug" value={slug} />
    </>
  );
  return (
    <div className="embed-edit">
      <h3>{words.boxTitle(name)}</h3>
      <p className="small">{words.boxText}</p>
      <form method="post" className="embed-form" noValidate>
        {hidden('set-box')}
        {area('en')}
        {area('es')}
        <Button weight="quiet">{words.setBox}</Button>
      </form>
      <div className="embed-more">
        {wording ? (
          <form method="post">
            {hidden('hide-box')}
            <Button weight="quiet">{words.hideBox}</Button>
          </form>
        ) : null}
        <form method="post">
          {hidden('end-partner')}
          <Button weight="quiet">{words.end}</Button>
          <p className="field-hint">{words.endNote}</p>
        </form>
      </div>
      <p>
        <a href="?#partners">{words.back}</a>
      </p>
    </div>
  );
}
