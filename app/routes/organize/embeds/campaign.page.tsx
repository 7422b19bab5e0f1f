import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { ErrorSummary, Notice } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Prose, Section } from '#app/ui/page-head.tsx';
import { type EmbedsPart, useAnswer } from './campaign.answer.ts';
import { Partners } from './campaign.partners.tsx';
import { Snippet } from './campaign.snippet.tsx';

/** The embeds of one campaign: who may show it, who brings signers, and what they put into their pages. */
export function EmbedsPage({ seat, view, answer }: EmbedsPart & { seat: FrameSeat }) {
  const { embeds: words } = useOrganizeMessages();
  const { embeds, isSaved } = view;
  const faultWords: Record<string, string> = words.faults;
  const alone = answer && !answer.sent?.error && answer.fault ? [{ message: faultWords[answer.fault] ?? '' }] : [];
  return (
    <OrganizerPage
      seat={seat}
      kick={<PageLink to={`/organize/${seat.organization.slug}/embeds`}>{words.title}</PageLink>}
      title={words.pageTitle(embeds.title)}
    >
      {isSaved && !answer ? (
        <div role="status">
          <Notice tone="good" title={words.saved} />
        </div>
      ) : null}
      <ErrorSummary faults={alone} />
      {embeds.isDraft ? (
        <Notice>
          <p>{words.draft}</p>
        </Notice>
      ) : null}
      <Sites view={view} answer={answer} />
      <Partners view={view} answer={answer} />
      <Snippet view={view} />
    </OrganizerPage>
  );
}

function Sites({ view: { embeds, mayChange }, answer }: EmbedsPart) {
  const { sites: words } = useOrganizeMessages().embeds;
  const { errors, typed } = useAnswer(answer, 'add-origin');
  return (
    <Section title={words.title} id="sites">
      <Prose>
        <p>{words.text}</p>
      </Prose>
      {embeds.origins.length === 0 ? <p>{words.none}</p> : null}
      <ul className="embed-sites">
        {embeds.origins.map((origin) => (
          <li key={origin}>
            <code>{origin}</code>
            {mayChange ? (
              <form method="post">
                <input type="hidden" name="intent" value="remove-origin" />
                <input type="hidden" name="origin" value={origin} />
                <button type="submit" className="link-button" aria-label={words.removeNamed(origin)}>
                  {words.remove}
                </button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
      {mayChange ? (
        <form method="post" className="embed-form" noValidate>
          <input type="hidden" name="intent" value="add-origin" />
          <Field
            id="origin"
            name="origin"
            label={words.origin}
            hint={words.originHint}
            defaultValue={typed('origin')}
            errors={errors('origin', true)}
            autoComplete="off"
            required
          />
          <Button weight="quiet">{words.add}</Button>
        </form>
      ) : null}
    </Section>
  );
}
