import { consentKinds } from '#app/domain/campaign/campaign.ts';
import type { ConsentVersion } from '#app/domain/campaign/consent.server.ts';
import type { CampaignSheet } from '#app/domain/campaign/own.server.ts';
import { may } from '#app/domain/organizer/permissions.ts';
import { Button } from '#app/ui/button.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { TextArea } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';

type Answer = { kind: string; locale: string; body: string; fault: string } | null;
type ConsentView = { seat: FrameSeat; sheet: CampaignSheet; consents: ConsentVersion[] };

/** What people agree to, by deed and language: the wording shown now, those before it, and a form for the next. */
export function ConsentPage({ view, isSaved, answer }: { view: ConsentView; isSaved: boolean; answer: Answer }) {
  const { campaigns: words } = useOrganizeMessages();
  const { seat, sheet, consents } = view;
  const home = `/organize/${seat.organization.slug}/campaigns/${sheet.slug}`;
  return (
    <OrganizerPage
      seat={seat}
      kick={<PageLink to={home}>{sheet.content.texts.en?.title || sheet.slug}</PageLink>}
      title={words.consent.title}
      lede={words.consent.lede}
    >
      {isSaved ? (
        <div role="status">
          <Notice tone="good" title={words.consent.saved} />
        </div>
      ) : null}
      {consentKinds.map((kind) => (
        <Section key={kind} title={words.consent.kinds[kind]} id={kind}>
          {(['en', 'es'] as const).map((lang) => (
            <Wordings
              key={lang}
              kind={kind}
              lang={lang}
              seat={seat}
              answer={answer?.kind === kind && answer.locale === lang ? answer : null}
              versions={consents.filter((one) => one.kind === kind && one.locale === lang)}
            />
          ))}
        </Section>
      ))}
    </OrganizerPage>
  );
}

type WordingsProps = {
  kind: (typeof consentKinds)[number];
  lang: 'en' | 'es';
  seat: FrameSeat;
  answer: Answer;
  versions: ConsentVersion[];
};

function Wordings({ kind, lang, seat, answer, versions }: WordingsProps) {
  const { consent: words, languages } = useOrganizeMessages().campaigns;
  const locale = useLocale();
  const faults: Record<string, string> = words.faults;
  const named = (one: ConsentVersion) => words.version(one.version, one.isOwn ? words.own : words.shipped);
  return (
    <details open={answer !== null}>
      <summary>{languages[lang]}</summary>
      {versions.map((one) => (
        <figure key={one.id} className="wording">
          <blockquote lang={lang}>{one.body}</blockquote>
          <figcaption className="small">
            {named(one)}, {minuteOf(locale, one.createdAt)}: {one.isCurrent ? words.current : words.older}
          </figcaption>
        </figure>
      ))}
      {may(seat.role, 'campaign.change', seat.organization.runsInstallation) ? (
        <form method="post" className="organizer-form">
          <input type="hidden" name="kind" value={kind} />
          <input type="hidden" name="locale" value={lang} />
          <TextArea
            id={`${kind}-${lang}`}
            name="body"
            lang={lang}
            rows={6}
            label={`${words.body} (${languages[lang]})`}
            hint={words.hint}
            defaultValue={answer?.body ?? versions.find(({ isCurrent }) => isCurrent)?.body ?? ''}
            errors={answer ? [faults[answer.fault] ?? answer.fault] : undefined}
          />
          <p className="organizer-deeds">
            <Button weight="quiet">{words.button}</Button>
          </p>
        </form>
      ) : null}
    </details>
  );
}
