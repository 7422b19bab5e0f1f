import { DealEffect } from '#app/ui/charts/deal-effect.tsx';
import { formatDate } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { EnglishNote } from '#app/ui/notice.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';
import { SourceList } from '#app/ui/source-list.tsx';
import type { DealsView } from './deals.view.server.ts';
import { MoreOfTheIndex } from './parts.tsx';

/** Before and after each deal: how it is reckoned, each deal with its names, and the deals that cannot be reckoned. */
export function DealsPage({ view: { effects, without } }: { view: DealsView }) {
  const locale = useLocale();
  const { isp, speed } = useMessages();
  return (
    <>
      <PageHead modest title={speed.dealsTitle} lede={speed.dealsLede} />
      <EnglishNote show={locale === 'es'} />
      {effects.map((effect) => (
        <Section key={effect.deal.slug} title={<span lang="en">{effect.deal.title}</span>} id={effect.deal.slug}>
          <DealEffect effect={effect} level={3} />
          <SourceList sources={effect.deal.sources} />
        </Section>
      ))}
      {without.map(({ slug, title, month, occurredOn, datePrecision, dateNote, sources }) => (
        <Section key={slug} title={<span lang="en">{title}</span>} id={slug}>
          <p>
            {month === null
              ? speed.dealNoMonth(dateNote ?? formatDate(locale, occurredOn, datePrecision))
              : speed.dealNoFigures}
          </p>
          <SourceList sources={sources} />
        </Section>
      ))}
      <Section title={speed.dealsRuleTitle} id="rules">
        <ol className="rules">
          {speed.dealsRules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ol>
        <p>
          <PageLink to="/about#segments">{speed.interconnection}</PageLink>
        </p>
        <p className="small">
          {isp.speedSource} {speed.warning}
        </p>
      </Section>
      <MoreOfTheIndex here="/speed-index/deals" />
    </>
  );
}
