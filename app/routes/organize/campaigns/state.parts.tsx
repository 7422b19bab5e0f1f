import type { CampaignSheet } from '#app/domain/campaign/own.server.ts';
import { TIME_ZONES, wallTime } from '#app/domain/campaign/zoned-time.ts';
import { Button } from '#app/ui/button.tsx';
import { Field, Select, TextArea } from '#app/ui/field.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';

/** What came of a deed that was refused: which, why, and what was typed. */
export type DeedAnswer = { deed: string; fault: string; typed: Readonly<Record<string, string>> } | null;

/** Why a deed was refused, over its form. */
export function Fault({ deed, answer }: { deed: string; answer: DeedAnswer }) {
  const faults: Record<string, string> = useOrganizeMessages().campaigns.life.faults;
  if (answer?.deed !== deed) return null;
  return (
    <p className="field-error" role="alert">
      {faults[answer.fault] ?? answer.fault}
    </p>
  );
}

/** A deed of one button. */
export function Plain({
  deed,
  label,
  hint,
  answer,
}: {
  deed: string;
  label: string;
  hint?: string;
  answer: DeedAnswer;
}) {
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

/** A deed with a time and its zone. */
export function Timed({ deed, label, title, sheet, answer, isDeed, hasOpening }: TimedProps) {
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

/** The words of a victory, in each language of the campaign. */
export function Win({ sheet: { content }, answer }: { sheet: CampaignSheet; answer: DeedAnswer }) {
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
