import type { FetcherWithComponents } from '@remix-run/react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '#app/ui/button.tsx';
import { Select, TextArea } from '#app/ui/field.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import type { LetterAnswer } from './letter.deed.server.ts';
import type { LetterView } from './letter.view.server.ts';

/** Pause after the last key before the preview follows, in milliseconds. Own choice. */
const PAUSE_MS = 800;

type LetterFormProps = {
  view: LetterView;
  answer: LetterAnswer | null;
  live: FetcherWithComponents<unknown>;
};

/** The text of a letter in both languages, and the sender that it is previewed for. Save, Check and Preview are buttons of one form, so that none loses anything. */
export function LetterForm({ view, answer, live }: LetterFormProps) {
  const { letters: words, campaigns } = useOrganizeMessages();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const [isFollowing, follow] = useState(false);
  useEffect(() => {
    follow(true);
    return () => clearTimeout(timer.current);
  }, []);
  const { editor } = words;
  const { letter, sources } = view;
  const base = answer?.base ?? {
    en: letter?.texts.en?.version ?? 0,
    es: letter?.texts.es?.version ?? 0,
    isCurrent: letter?.isCurrent ?? false,
  };
  const typed = answer?.typed ?? { ...sources, isp: view.isps[0]?.value ?? '', state: 'CA' };
  const changed = ({ currentTarget }: FormEvent<HTMLFormElement>) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const fields = new FormData(currentTarget);
      fields.set('intent', 'preview');
      live.submit(fields, { method: 'post' });
    }, PAUSE_MS);
  };
  const unknown = { value: '', label: editor.unknown };
  return (
    <form method="post" className="letter-editor" onInput={changed}>
      <input type="hidden" name="base-en" value={base.en} />
      <input type="hidden" name="base-es" value={base.es} />
      {base.isCurrent ? <input type="hidden" name="stood" value="yes" /> : null}
      <details>
        <summary>{editor.help}</summary>
        <ul className="missing">
          {(['blanks', 'evidence', 'law', 'head', 'varied'] as const).map((one) => (
            <li key={one}>{editor[one]}</li>
          ))}
        </ul>
      </details>
      <div className="letter-sources">
        {(['en', 'es'] as const).map((locale) => (
          <TextArea
            key={locale}
            id={`source-${locale}`}
            name={`source-${locale}`}
            lang={locale}
            rows={28}
            spellCheck
            label={editor.source(campaigns.languages[locale])}
            hint={letter ? editor.hint(letter.texts[locale]?.version ?? 0) : editor.hintNew}
            defaultValue={typed[locale]}
          />
        ))}
      </div>
      <fieldset className="fieldset">
        <legend>{editor.sender}</legend>
        <div className="letter-row">
          <Select
            id="state"
            name="state"
            label={editor.state}
            defaultValue={typed.state}
            options={[unknown, ...view.states]}
          />
          <Select id="isp" name="isp" label={editor.isp} defaultValue={typed.isp} options={[unknown, ...view.isps]} />
        </div>
      </fieldset>
      <p className="organizer-deeds">
        <Button name="intent" value="save">
          {editor.save}
        </Button>{' '}
        <Button weight="quiet" name="intent" value="check">
          {editor.check}
        </Button>{' '}
        <Button weight="quiet" name="intent" value="preview">
          {editor.preview}
        </Button>
      </p>
      <p className="small">{isFollowing ? `${editor.checkHint} ${editor.follows}` : editor.checkHint}</p>
    </form>
  );
}
