import type { IndexMonth } from '#app/domain/speed-index/league.ts';
import { useLocale, useMessages } from '../locale.tsx';
import { monthWords } from './months.ts';

/**
 * A slider over the months held, shown only where scripting is on: it names the month and points a link at it, and goes nowhere by
 * itself, so that arrow keys can walk it. The plain links beside it do the same without it.
 */
export function TimeSlider({ months, current }: { months: readonly IndexMonth[]; current: string }) {
  const locale = useLocale();
  const { speed } = useMessages();
  const words = (month: string) => monthWords(locale, month, 'long');
  const behind = months.findIndex(({ month }) => month >= current);
  const at = behind < 0 ? months.length - 1 : behind;
  const month = months[at]?.month;
  if (!month || months.length < 2) return null;
  const folder = locale === 'es' ? '/es/speed-index/' : '/speed-index/';
  return (
    <>
      <div
        className="time-slider"
        hidden
        data-folder={folder}
        data-words={speed.slideTo('%')}
        data-months={months.map((one) => `${one.month}|${words(one.month)}`).join(';')}
      >
        <label htmlFor="time-slider">{speed.slide}</label>
        <input
          id="time-slider"
          type="range"
          min={0}
          max={months.length - 1}
          defaultValue={at}
          aria-valuetext={words(month)}
        />
        <a href={`${folder}${month}`}>{speed.slideTo(words(month))}</a>
      </div>
      <script>{SLIDE}</script>
    </>
  );
}

// Stands in the page as text: no quotes, ampersands or angle brackets, which React would write as entities.
const SLIDE = `(function () {
  var box = document.querySelector(\`.time-slider\`), input = box.querySelector(\`input\`), link = box.querySelector(\`a\`);
  var months = box.dataset.months.split(\`;\`).map(function (one) { return one.split(\`|\`); });
  function show() {
    var month = months[input.value];
    link.href = box.dataset.folder + month[0];
    link.textContent = box.dataset.words.replace(\`%\`, month[1]);
    input.setAttribute(\`aria-valuetext\`, month[1]);
  }
  input.addEventListener(\`input\`, show);
  show();
  box.hidden = false;
})();`;
