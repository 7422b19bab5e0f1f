import { SEARCHED_STATES } from '#app/domain/review/review.ts';
import { Button } from '#app/ui/button.tsx';
import { Field, Select } from '#app/ui/field.tsx';
import { pathInLocale, useLocale } from '#app/ui/locale.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';

/** The conditions of a search among signatures, as they were typed. */
export function Search({ path, typed }: { path: string; typed: Record<string, string> }) {
  const { review } = useOrganizeMessages();
  const { search: words, statuses } = review;
  const field = (
    name:
      | 'campaign'
      | 'address'
      | 'name'
      | 'isp'
      | 'state'
      | 'domain'
      | 'source'
      | 'rule'
      | 'network'
      | 'system'
      | 'id',
  ) => <Field id={name} name={name} label={words[name]} defaultValue={typed[name]} maxLength={320} />;
  const time = (name: 'since' | 'until') => (
    <Field id={name} name={name} type="datetime-local" label={words[name]} defaultValue={typed[name]?.slice(0, 16)} />
  );
  const more = ['isp', 'state', 'domain', 'source', 'rule', 'network', 'system', 'since', 'until', 'id'];
  return (
    <form className="review-search" method="get" action={pathInLocale(useLocale(), path)} aria-label={words.title}>
      <div className="organizer-fields">
        {field('address')}
        {field('name')}
      </div>
      <div className="organizer-fields">
        {field('campaign')}
        <Select
          id="status"
          name="status"
          label={words.status}
          placeholder={words.any}
          defaultValue={typed.status}
          options={SEARCHED_STATES.map((value) => ({ value, label: statuses[value] }))}
        />
      </div>
      <details open={more.some((name) => typed[name])}>
        <summary>{words.more}</summary>
        <div className="organizer-fields">
          {field('isp')}
          {field('state')}
        </div>
        <div className="organizer-fields">
          {field('domain')}
          {field('source')}
        </div>
        <div className="organizer-fields">
          {time('since')}
          {time('until')}
        </div>
        <div className="organizer-fields">
          {field('rule')}
          {field('id')}
        </div>
        <div className="organizer-fields">
          {field('network')}
          {field('system')}
        </div>
      </details>
      <Button weight="quiet">{words.find}</Button>
    </form>
  );
}
