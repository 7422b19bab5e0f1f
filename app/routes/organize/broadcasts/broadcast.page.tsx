import { plainly } from '#app/domain/broadcast/text.ts';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { ErrorSummary, Notice } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import type { BroadcastPart } from './broadcast.part.ts';
import { DraftForm } from './draft.form.tsx';
import { LeaveForms } from './leave.form.tsx';
import { Result } from './result.tsx';

/** One broadcast: its form while it is a draft, what became of it afterwards. */
export function BroadcastPage({ seat, view, answer }: Omit<BroadcastPart, 'path'> & { seat: FrameSeat }) {
  const { broadcasts: words } = useOrganizeMessages();
  const locale = useLocale();
  const home = `/organize/${seat.organization.slug}`;
  const { broadcast, note } = view;
  const path = `${home}/broadcasts/${broadcast.publicId}`;
  const { cause } = broadcast;
  const isDraft = broadcast.state === 'draft';
  const notes = { saved: words.one.saved, tested: words.one.tested, 'tested-already': words.one.testedAlready };
  const texts = answer?.texts.map(({ reason, at, field }) => ({ id: field, message: words.blankFaults[reason](at) }));
  const alone = answer?.refusal && !texts?.length ? [{ message: words.refusals[answer.refusal] }] : [];
  return (
    <OrganizerPage
      seat={seat}
      kick={<PageLink to={`${home}/broadcasts`}>{words.title}</PageLink>}
      title={broadcast.subject ? plainly(broadcast.subject) : words.noSubject}
      lede={isDraft && cause ? null : words.states[broadcast.state]}
    >
      {note && !answer ? (
        <div role="status">
          <Notice tone="good">
            <p>{notes[note]}</p>
          </Notice>
        </div>
      ) : null}
      <ErrorSummary faults={[...alone, ...(texts ?? [])]} />
      {isDraft && cause ? (
        <Notice title={words.waiting}>
          <p>{words.drafted(words.causes[cause.kind](cause.isp), minuteOf(locale, cause.foundAt))}</p>
        </Notice>
      ) : null}
      {isDraft ? (
        <>
          <DraftForm view={view} answer={answer} path={path} />
          <LeaveForms view={view} answer={answer} path={path} settings={`${home}/settings`} />
        </>
      ) : (
        <Result view={view} path={path} />
      )}
    </OrganizerPage>
  );
}
