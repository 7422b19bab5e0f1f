import type { Writing, WritingOption } from '#app/domain/letter/draft.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Choice, Fieldset, Select } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary, Notice } from '#app/ui/notice.tsx';
import { PageHead } from '#app/ui/page-head.tsx';
import { ChannelNotes } from './parts.tsx';

type Open = Extract<Writing, { ok: true }>;
type Answer = { refusal: { text: string } | null } | undefined;

/** For people who have not confirmed a signature of the campaign: why, and where to do it. */
export function SignFirstPage({ campaign }: { campaign: { slug: string; title: string } }) {
  const { signFirst } = useMessages().letter;
  return (
    <>
      <PageHead modest title={signFirst.title} lede={signFirst.lede(campaign.title)} />
      <p>
        <ButtonLink weight="deed" to={`/campaigns/${campaign.slug}`}>
          {signFirst.button}
        </ButtonLink>
      </p>
      <p className="small">{signFirst.elsewhere}</p>
    </>
  );
}

/** Who hears from the writer, and which letter each of them gets. */
export function ChoosePage({ writing, answer }: { writing: Open; answer: Answer }) {
  const { choose } = useMessages().letter;
  const fresh = writing.options.filter((option) => option.ok && !option.letter);
  const others = writing.options.filter((option) => !option.ok || option.letter);
  const fault = answer ? (answer.refusal?.text ?? choose.noneChosen) : null;
  const first = fresh[0];
  return (
    <>
      <PageHead modest kick={writing.campaign.title} title={choose.title} lede={choose.lede} />
      <ErrorSummary faults={fault ? [{ message: fault, ...(first ? { id: `target-${first.targetId}` } : {}) }] : []} />
      {first ? (
        <form method="post" className="max-w-2xl">
          <Fieldset id="targets" label={choose.legend} errors={fault ? [fault] : []}>
            {fresh.map((option) => (
              <FreshOption key={option.targetId} option={option} />
            ))}
          </Fieldset>
          <p className="form-end">
            <Button>{choose.button}</Button>
          </p>
        </form>
      ) : others.some(({ ok }) => ok) ? null : (
        <Notice>
          <p>{choose.nothingOpen}</p>
        </Notice>
      )}
      {others.map((option) => (
        <OtherOption key={option.targetId} option={option} />
      ))}
    </>
  );
}

function FreshOption({ option }: { option: WritingOption }) {
  const { choose, kinds } = useMessages().letter;
  if (!option.ok) return null;
  const id = `target-${option.targetId}`;
  return (
    <div className="letter-option">
      <Choice
        id={id}
        name="target"
        value={option.targetId}
        defaultChecked
        label={
          <>
            <b>{option.name}</b>, {kinds[option.targetKind]}
          </>
        }
      />
      <ChannelNotes email={option.email} postal={option.postal} />
      {option.templates.length > 1 ? (
        <Select
          id={`template-${option.targetId}`}
          name={`template-${option.targetId}`}
          label={choose.template(option.name)}
          options={option.templates.map(({ slug, name }) => ({ value: slug, label: name }))}
        />
      ) : null}
    </div>
  );
}

function OtherOption({ option }: { option: WritingOption }) {
  const { choose, kinds, unavailable } = useMessages().letter;
  if (!option.ok)
    return (
      <Notice title={option.name ?? sentence(kinds[option.targetKind])}>
        <p>{unavailable[option.reason]}</p>
      </Notice>
    );
  const isSent = option.letter?.status === 'sent';
  return (
    <Notice title={option.name} tone={isSent ? 'good' : 'plain'}>
      <p>
        {isSent ? choose.sent : choose.begun}{' '}
        <PageLink to={`/letters/${option.letter?.publicId}${isSent ? '' : '/edit'}`}>
          {isSent ? choose.see(option.name) : choose.continue(option.name)}
        </PageLink>
      </p>
    </Notice>
  );
}

const sentence = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
