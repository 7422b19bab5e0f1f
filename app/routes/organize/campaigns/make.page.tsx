import { WORD_LIMITS } from '#app/domain/campaign/content.ts';
import type { CampaignStart } from '#app/domain/campaign/make.server.ts';
import { Button } from '#app/ui/button.tsx';
import { Choice, Field, Fieldset, Select } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { ErrorSummary } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { ActCard } from '#app/ui/page-head.tsx';
import { type Answered, faultsOf, fieldOf } from './answer.ts';

/** Where a campaign begins: its title, what it starts from, its languages. */
export function MakePage({
  view,
  answer,
}: {
  view: { seat: FrameSeat; starts: CampaignStart[] };
  answer: Answered | null;
}) {
  const { campaigns: words } = useOrganizeMessages();
  const { seat, starts } = view;
  const { make } = words;
  const faults = { ...words.faults, gone: make.gone };
  const field = fieldOf(answer, faults);
  const shipped = starts.find(({ isShipped }) => isShipped);
  return (
    <OrganizerPage
      seat={seat}
      kick={<PageLink to={`/organize/${seat.organization.slug}`}>{words.page.kick}</PageLink>}
      title={make.title}
      lede={make.lede}
    >
      <ActCard>
        <form method="post" className="organizer-form">
          <ErrorSummary faults={faultsOf(answer, faults)} />
          <Field
            {...field('title', '')}
            label={make.name}
            hint={`${make.nameHint} ${words.hints.title(WORD_LIMITS.title)}`}
          />
          <Select
            {...field('from', shipped?.slug ?? '')}
            label={make.from}
            placeholder={make.nothing}
            options={starts.map(({ slug, title, isShipped }) => ({
              value: slug,
              label: isShipped ? make.shipped(title) : make.own(title),
            }))}
          />
          <Fieldset id="locales" label={make.locales} hint={make.localesHint}>
            <Choice id="en" name="en" value="on" defaultChecked disabled label={make.english} />
            <Choice
              id="es"
              name="es"
              value="on"
              defaultChecked={answer ? answer.typed.es === 'on' : true}
              label={make.spanish}
            />
          </Fieldset>
          <p className="organizer-deeds">
            <Button>{make.button}</Button>
          </p>
        </form>
      </ActCard>
    </OrganizerPage>
  );
}
