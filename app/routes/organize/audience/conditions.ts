import { stateName } from '#app/domain/letter/state-names.ts';
import { type SegmentQuery, UNKNOWN } from '#app/domain/segment/segment.ts';
import { useLocale } from '#app/ui/locale.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';

/** A segment in words, its conditions parted by semicolons. ISPs and campaigns by their slugs, which are words themselves. */
export function useConditionWords(): (query: SegmentQuery) => string {
  const { audience } = useOrganizeMessages();
  const locale = useLocale();
  const words = audience.segments;
  const or = new Intl.ListFormat(locale, { type: 'disjunction' });
  return ({ isps, states, locale: language, deeds = [], since, until, sources, lists }) => {
    const known = (value: string) => (value === UNKNOWN ? audience.unknown : value);
    const parts = [
      isps && `${audience.isp}: ${or.format(isps.map(known))}`,
      states && `${audience.state}: ${or.format(states.map((code) => stateName(code, locale) ?? known(code)))}`,
      language && `${words.language}: ${audience.list.languages[language]}`,
      ...deeds.map(({ deed, campaign, did }) => `${words.deeds[did ? deed : (`not-${deed}` as const)]}: ${campaign}`),
      since && `${words.from} ${since}`,
      until && `${words.to} ${until}`,
      sources && or.format(sources.map((source) => audience.sources[source])),
      lists && `${words.listsTitle}: ${or.format(lists.map(String))}`,
    ].filter((part): part is string => typeof part === 'string');
    return parts.length === 0 ? words.everyone : parts.join('; ');
  };
}
