import type { CampaignSheet } from '#app/domain/campaign/own.server.ts';
import { type CampaignDeed, deedsOf } from '#app/domain/campaign/transitions.ts';
import { TIME_ZONES, wallTime } from '#app/domain/campaign/zoned-time.ts';
import { Button } from '#app/ui/button.tsx';
import { momentOf } from '#app/ui/campaign/moment.ts';
import { Field, Select, TextArea } from '#app/ui/field.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';

/** What came of a deed that was refused: which, why, and what was typed. */
export type DeedAnswer = { deed: string; fault: string; typed: Readonly<Record<string, string>> } | null;

type StateProps = {
  sheet: CampaignSheet;
  /** Whether nothing that it needs is missing. */
  isWhole: boolean;
  /** Open campaigns of the organization that visitors may be sent on to. */
  others: readonly { slug: string; title: string }[];
  answer: DeedAnswer;
};

/** How a campaign stands, and every deed that its state allows, each a form of its own. */
export function StateForms({ sheet, isWhole, others, answer }: StateProps) {
  const { campaigns: words } = useOrganizeMessages();
  const { campaign } = useMessages();
  const locale = useLocale();
  const { life } = words;
  const { state, opensAt, closesAt, timeZone } = sheet;
  const moment = (at: Date) => momentOf(campaign, locale, at, timeZone);
  const deeds = deedsOf(state);
  const standing =
    state === 'scheduled' && opensAt
      ? life.scheduled(moment(opensAt))
      : state === 'open' && closesAt
        ? life.openUntil(moment(closesAt))
        : state === 'scheduled'
          ? life.open
          : life[state];
  const plain = (deed: CampaignDeed) =>
    deeds.includes(deed) && <Plain key={deed} deed={deed} label={life[deed as 'close']} answer={answer} />;
  return (
    <>
      <p>{standing}</p>
      {deeds.includes('open') && isWhole ? (
        <Timed
          deed="open"
          label={state === 'closed' ? life.openAgain : life.open_}
          title={life.titles.open}
          sheet={sheet}
          answer={answer}
          isDeed
        />
      ) : null}
      {deeds.includes('schedule') && isWhole ? (
        <Timed
          deed="schedule"
          label={life.schedule}
          title={life.titles.schedule}
          sheet={sheet}
          answer={answer}
          hasOpening
        />
      ) : null}
      {state === 'open' ? (
        <Timed deed="set_closing" label={life.setClosing} title={life.titles.close} sheet={sheet} answer={answer} />
      ) : null}
      {deeds.includes('win') ? <Win sheet={sheet} answer={answer} /> : null}
      {state === 'closed' || state === 'won' || state === 'archived' ? (
        <Redirect sheet={sheet} others={others} answer={answer} />
      ) : null}
      <div className="organizer-deeds">
        {(['unschedule', 'close', 'unwin', 'archive', 'unarchive'] as const).map(plain)}
        {state === 'draft' ? (
          <Plain deed="discard" label={life.discard} hint={life.discardHint} answer={answer} />
        ) : null}
      </div>
    </>
  );
}

function Fault({ deed, answer }: { deed: string; answer: DeedAnswer }) {
  const faults: Record<string, string> = useOrganizeMessages().campaigns.life.faults;
  if (answer?.deed !== deed) return null;
  return (
    <p className="field-error" role="alert">
      {faults[answer.fault] ?? answer.fault}
    </p>
  );
}

function Plain({ deed, label, hint, answer }: { deed: string; label: string; hint?: string; answer: DeedAnswer }) {
  return (
    <form method="post">
      <Fault deed={deed} answer={answer} />
      <Button weight="quiet" name="deed" value={deed}>
        {label}
      </Button>
      {hint ? <p className="small">{hint}</p> : null}
    </form>
  );
}

type TimedProps = {
  deed: 'open' | 'schedule' | 'set_closing';
  label: string;
  title: string;
  sheet: CampaignSheet;
  answer: DeedAnswer;
  isDeed?: boolean;
  hasOpening?: boolean;
};

function Timed({ deed, label, title, sheet, answer, isDeed, hasOpening }: TimedProps) {
  const { life } = useOrganizeMessages().campaigns;
  const { zones } = useMessages().campaign;
  const { timeZone, opensAt, closesAt } = sheet;
  const typed = answer?.deed === deed ? answer.typed : null;
  const time = (name: 'opensAt' | 'closesAt', at: Date | null) => ({
    id: `${deed}-${name}`,
    name,
    type: 'datetime-local',
    label: life[name],
    defaultValue: typed?.[name] ?? (at ? wallTime(at, timeZone) : ''),
  });
  return (
    <form method="post" className="organizer-form">
      <h3>{title}</h3>
      <Fault deed={deed} answer={answer} />
      {hasOpening ? <Field {...time('opensAt', opensAt)} /> : null}
      <Field {...time('closesAt', sheet.state === 'open' || hasOpening ? closesAt : null)} hint={life.closesHint} />
      <Select
        id={`${deed}-timeZone`}
        name="timeZone"
        label={life.zone}
        defaultValue={typed?.timeZone ?? timeZone}
        options={TIME_ZONES.map((zone) => ({ value: zone, label: zones[zone] }))}
      />
      <p className="organizer-deeds">
        <Button weight={isDeed ? 'deed' : 'quiet'} name="deed" value={deed}>
          {label}
        </Button>
      </p>
    </form>
  );
}

function Win({ sheet: { content }, answer }: { sheet: CampaignSheet; answer: DeedAnswer }) {
  const { life, languages, fields } = useOrganizeMessages().campaigns;
  const typed = answer?.deed === 'win' ? answer.typed : null;
  return (
    <details open={typed !== null}>
      <summary>{life.winTitle}</summary>
      <form method="post" className="organizer-form">
        <p>{life.winHint}</p>
        <Fault deed="win" answer={answer} />
        {(['en', 'es'] as const).map((lang) =>
          content.texts[lang] ? (
            <TextArea
              key={lang}
              id={`outcome-${lang}`}
              name={`outcome-${lang}`}
              lang={lang}
              rows={4}
              label={`${fields.outcome} (${languages[lang]})`}
              defaultValue={typed?.[`outcome-${lang}`] ?? content.texts[lang].outcome}
            />
          ) : null,
        )}
        <p className="organizer-deeds">
          <Button weight="quiet" name="deed" value="win">
            {life.win}
          </Button>
        </p>
      </form>
    </details>
  );
}

function Redirect({ sheet, others, answer }: Pick<StateProps, 'sheet' | 'others' | 'answer'>) {
  const { life } = useOrganizeMessages().campaigns;
  return (
    <form method="post" className="organizer-form">
      <h3>{life.redirectTitle}</h3>
      <Fault deed="redirect" answer={answer} />
      <Select
        id="redirect-to"
        name="to"
        label={life.redirectTo}
        hint={life.redirectHint}
        placeholder={life.redirectNone}
        defaultValue={sheet.redirectTo ?? ''}
        options={others.map(({ slug, title }) => ({ value: slug, label: title }))}
      />
      <p className="organizer-deeds">
        <Button weight="quiet" name="deed" value="redirect">
          {life.redirect}
        </Button>
      </p>
    </form>
  );
}
