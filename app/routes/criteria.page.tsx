import { CRITERIA, CRITERIA_RULES, type Criterion, type CriterionAnswer } from '#app/domain/incident/criteria.ts';
import { formatNumber } from '#app/ui/count.tsx';
import { EvidenceTitle } from '#app/ui/criteria-evidence.tsx';
import { Answers } from '#app/ui/criteria-table.tsx';
import { FactDate } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { EnglishNote } from '#app/ui/notice.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';

type Compared = { slug: string; name: string; answers: readonly CriterionAnswer[] };

/** The six questions to every ISP with a known answer, side by side, and the rules of the answers. */
export function CriteriaPage({ compared, unknown }: { compared: readonly Compared[]; unknown: number }) {
  const locale = useLocale();
  const { criteria: words } = useMessages();
  const [known, others] = [compared.length, unknown].map((count) => formatNumber(locale, count));
  return (
    <>
      <PageHead modest title={words.compareTitle} lede={words.compareLede(known ?? '', others ?? '')} />
      <EnglishNote show={locale === 'es'} />
      <p className="small compare-hint">{words.compareScroll}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keyboard */}
      <section className="compare" tabIndex={0} aria-label={words.compareCaption}>
        {/* biome-ignore-start lint/a11y/noRedundantRoles: display changes on narrow screens drop the implied roles */}
        <table className="table" role="table">
          <caption className="sr-only">{words.compareCaption}</caption>
          <thead role="rowgroup">
            <tr role="row">
              <th scope="col" role="columnheader">
                {words.isp}
              </th>
              {CRITERIA.map((criterion) => (
                <th key={criterion} scope="col" role="columnheader">
                  {words.shortQuestions[criterion]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {compared.map(({ slug, name, answers }) => (
              <tr key={slug} role="row">
                <th scope="row" role="rowheader">
                  <PageLink to={`/isps/${slug}#criteria`}>{name}</PageLink>
                </th>
                {CRITERIA.map((criterion) => (
                  <Cell key={criterion} criterion={criterion} answers={answers} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {/* biome-ignore-end lint/a11y/noRedundantRoles: as above */}
      </section>
      <Section title={words.rulesTitle} id="rules">
        <p>{words.noScore}</p>
        <ol className="steps">
          {CRITERIA_RULES.map((rule) => (
            <li key={rule} id={rule}>
              {words.rules[rule]}
            </li>
          ))}
        </ol>
      </Section>
    </>
  );
}

function Cell({ criterion, answers }: { criterion: Criterion; answers: readonly CriterionAnswer[] }) {
  const answer = answers.find((one) => one.criterion === criterion);
  const label = useMessages().criteria.shortQuestions[criterion];
  if (!answer) return <td />;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: as above
    <td role="cell" data-label={label}>
      <Answers answer={answer} />
      {answer.parts.map(({ line, basis }) => (
        <p key={line} className="small">
          <EvidenceTitle basis={basis} />, <FactDate date={basis.occurredOn} precision={basis.datePrecision} />
        </p>
      ))}
    </td>
  );
}
