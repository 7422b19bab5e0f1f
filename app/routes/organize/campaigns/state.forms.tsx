import type { CampaignSheet } from '#app/domain/campaign/own.server.ts';
import { type CampaignDeed, deedsOf } from '#app/domain/campaign/transitions.ts';
import { momentOf } from '#app/ui/campaign/moment.ts';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Redirect } from './redirect.form.tsx';
import { type DeedAnswer, Plain, Timed, Win } from './state.parts.tsx';

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
