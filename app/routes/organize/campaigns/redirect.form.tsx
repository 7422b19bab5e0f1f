import type { CampaignSheet } from '#app/domain/campaign/own.server.ts';
import { Button } from '#app/ui/button.tsx';
import { Select } from '#app/ui/field.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { type DeedAnswer, Fault } from './state.parts.tsx';

type RedirectProps = {
  sheet: CampaignSheet;
  others: readonly { slug: string; title: string }[];
  answer: DeedAnswer;
};

/** Where visitors of a campaign that is over are sent on to. */
export function Redirect({ sheet, others, answer }: RedirectProps) {
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
