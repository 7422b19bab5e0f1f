import { Fragment } from 'react';
import { useMessages } from './locale.tsx';

type CopyFieldProps = {
  /** Unique on the page. */
  id: string;
  label: string;
  value: string;
  hint?: string;
  /** For text of several lines: how many of them show. */
  rows?: number;
  lang?: string;
};

/** A text to be copied elsewhere: a field that can be selected and not changed, with a button where scripting is on (`CopyScript`). */
export function CopyField({ id, label, value, hint, rows, lang }: CopyFieldProps) {
  const { filing } = useMessages();
  const described = hint ? `${id}-hint` : undefined;
  return (
    <div className="field copy-field">
      <label htmlFor={id}>{label}</label>
      {hint ? (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      <div className="copy-line">
        {rows ? (
          <textarea id={id} readOnly rows={rows} value={value} lang={lang} aria-describedby={described} />
        ) : (
          <input id={id} readOnly value={value} lang={lang} aria-describedby={described} />
        )}
        <button type="button" className="button button-quiet" data-copy={id} data-done={filing.copied} hidden>
          <span>{filing.copy}</span>
          <span className="sr-only">{label}</span>
        </button>
      </div>
    </div>
  );
}

/** Makes the copy buttons of the page above it work and shows them; says "Copied" aloud. Once a page, after its fields. */
export function CopyScript() {
  return (
    <Fragment>
      <p className="sr-only" role="status" data-copy-status="" />
      <script>{COPY}</script>
    </Fragment>
  );
}

/** Without quotes, angle brackets and ampersands: React writes those as entities, which a script does not understand. */
const COPY = `(function () {
  var status = document.querySelector(\`[data-copy-status]\`);
  document.querySelectorAll(\`[data-copy]\`).forEach(function (button) {
    var field = document.getElementById(button.dataset.copy), shown = button.firstElementChild, words = shown.textContent;
    function say() {
      shown.textContent = button.dataset.done;
      status.textContent = button.dataset.done;
      setTimeout(function () { shown.textContent = words; status.textContent = \`\`; }, 2000);
    }
    function byHand() {
      field.focus();
      field.select();
      if (document.execCommand(\`copy\`)) say();
    }
    button.addEventListener(\`click\`, function () {
      if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(say, byHand);
      else byHand();
    });
    button.hidden = false;
  });
})();`;
