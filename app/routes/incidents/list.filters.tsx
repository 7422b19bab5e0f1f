import { REGISTER_FILTERS, type RegisterCounts } from '#app/domain/incident/register.ts';
import type { Messages } from '#app/messages/catalogue.ts';
import { Button } from '#app/ui/button.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { Select } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { pathInLocale, useLocale, useMessages } from '#app/ui/locale.tsx';
import type { RegisterView } from './list.view.server.ts';

/** The filters as a GET form that works without scripting; each choice says how many entries it would show beside the other filters. */
export function RegisterFilters({ view: { filter, counts } }: { view: RegisterView }) {
  const words = useMessages().incidents;
  const locale = useLocale();
  const messages = useMessages();
  const options = optionsOf(counts, messages);
  const spoken: Readonly<Record<string, string>> = { ...messages.shell.incidentTypes, ...words.stateNames };
  const wordFor = (value: string) => spoken[value] ?? value;
  return (
    <form
      method="get"
      action={pathInLocale(locale, '/incidents')}
      className="register-filters"
      aria-label={words.filters}
    >
      {REGISTER_FILTERS.map((name) => {
        const chosen = filter[name] ?? '';
        const known = options[name].map(({ value, label, count }) => ({
          value,
          label: words.option(label, formatNumber(locale, count)),
        }));
        const isKnown = chosen === '' || known.some(({ value }) => value === chosen);
        return (
          <Select
            key={name}
            id={`filter-${name}`}
            name={name}
            label={words.filter[name]}
            placeholder={words.all[name]}
            defaultValue={chosen}
            options={isKnown ? known : [...known, { value: chosen, label: words.option(wordFor(chosen), '0') }]}
          />
        );
      })}
      <Button weight="quiet">{words.apply}</Button>
      {Object.keys(filter).length > 0 ? <PageLink to="/incidents">{words.clear}</PageLink> : null}
    </form>
  );
}

type Option = { value: string; label: string; count: number };

function optionsOf(counts: RegisterCounts, { incidents, shell }: Messages) {
  return {
    isp: counts.isp.map(({ value, name, count }): Option => ({ value, label: name, count })),
    type: counts.type.map(({ value, count }): Option => ({ value, label: shell.incidentTypes[value], count })),
    year: counts.year.map(({ value, count }): Option => ({ value, label: value, count })),
    state: counts.state.map(({ value, count }): Option => ({ value, label: incidents.stateNames[value], count })),
  };
}
