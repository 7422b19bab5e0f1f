import type { Line } from '#app/domain/isp/network-kind.ts';
import { Button } from './button.tsx';
import { Field, Select } from './field.tsx';
import { pathInLocale, useLocale, useMessages } from './locale.tsx';

/** Search for an ISP by any name it has had; a GET that works without scripting. */
export function IspSearch({ query, id = 'isp-search' }: { query?: string; id?: string }) {
  const { isp } = useMessages();
  return (
    <form method="get" action={pathInLocale(useLocale(), '/isps')} className="search">
      <Field
        id={id}
        name="q"
        type="search"
        label={isp.searchLabel}
        defaultValue={query}
        maxLength={80}
        autoComplete="off"
      />
      <Button weight="quiet">{isp.searchButton}</Button>
    </form>
  );
}

type IspPickerProps = {
  isps: readonly { slug: string; name: string }[];
  chosenSlug: string | null;
  /** Path of this site, without language, that shows the choice. */
  back: string;
};

/** Choice of the visitor's own ISP from the list, kept in a cookie. */
export function IspPicker({ isps, chosenSlug, back }: IspPickerProps) {
  const { front } = useMessages();
  return (
    <form method="post" action="/preference" className="search">
      <input type="hidden" name="back" value={pathInLocale(useLocale(), back)} />
      <Select
        id="picker-isp"
        name="isp"
        required
        label={front.chooseLabel}
        defaultValue={chosenSlug ?? ''}
        placeholder={front.chooseNone}
        options={isps.map(({ slug, name }) => ({ value: slug, label: name }))}
      />
      <Button weight="quiet">{front.chooseButton}</Button>
    </form>
  );
}

type IspChoiceProps = {
  slug: string;
  back: string;
  words: string;
  /** The kind of line that is kept with it. */
  line?: Line;
};

/** A button that keeps one ISP as the visitor's own (or forgets it, with an empty slug) and returns to `back`. */
export function IspChoice({ slug, back, words, line }: IspChoiceProps) {
  return (
    <form method="post" action="/preference" className="inline-form">
      <input type="hidden" name="back" value={pathInLocale(useLocale(), back)} />
      {line ? <input type="hidden" name="line" value={line} /> : null}
      <button type="submit" name="isp" value={slug} className="link-button">
        {words}
      </button>
    </form>
  );
}
