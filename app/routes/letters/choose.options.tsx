import type { WritingOption } from '#app/domain/letter/draft.server.ts';
import { ContactFacts, DocketWords, ReasonWords, SourceAndDay, WayNames } from '#app/ui/addressee.tsx';
import { Choice, Select } from '#app/ui/field.tsx';
import { useMessages } from '#app/ui/locale.tsx';

/** An addressee that can be written to. */
export type OpenOption = Extract<WritingOption, { ok: true }>;

/** An addressee to tick: why it is offered, how a letter goes, and everything that this rests on. */
export function FreshOption({ option, isTicked }: { option: OpenOption; isTicked: boolean }) {
  const { choose, kinds, ways } = useMessages().addressee;
  const id = `target-${option.targetId}`;
  return (
    <div className="letter-option">
      <Choice
        id={id}
        name="target"
        value={option.targetId}
        defaultChecked={isTicked}
        aria-describedby={`${id}-why`}
        label={
          <>
            <b>{option.name}</b>, {kinds[option.targetKind]}
          </>
        }
      />
      <div className="option-body">
        <div id={`${id}-why`}>
          <Why option={option} />
          <p className="option-ways">
            {ways.goes} <WayNames channels={option.channels} />.
          </p>
        </div>
        <Basis option={option} />
        {option.templates.length > 1 ? (
          <Select
            id={`template-${option.targetId}`}
            name={`template-${option.targetId}`}
            label={choose.template(option.name)}
            options={option.templates.map(({ slug, name }) => ({ value: slug, label: name }))}
          />
        ) : null}
      </div>
    </div>
  );
}

/** An addressee that cannot be chosen: the refusal, the reason behind it, and its sources. */
export function ClosedOption({ option }: { option: WritingOption }) {
  const { choose, kinds, unavailable } = useMessages().addressee;
  // Where the writer's own answers decide, what speaks for the addressee is beside the point.
  const isAboutSender = !option.ok && (option.reason === 'no_state' || option.reason === 'isp_unknown');
  return (
    <div className="closed-option">
      <p>
        {option.name ? (
          <>
            <b>{option.name}</b>, {kinds[option.targetKind]}
          </>
        ) : (
          <b>{sentence(kinds[option.targetKind])}</b>
        )}
        . {option.ok ? (option.exclusion ?? choose.noTemplate) : unavailable[option.reason]}
      </p>
      {isAboutSender ? null : (
        <>
          <Why option={option} />
          <Basis option={option} />
        </>
      )}
    </div>
  );
}

function Why({ option }: { option: WritingOption }) {
  return (
    <>
      {option.why.map((reason) => (
        <p key={reason.code}>
          <ReasonWords reason={reason} />
        </p>
      ))}
      {option.docket ? (
        <p>
          <DocketWords docket={option.docket} />
        </p>
      ) : null}
    </>
  );
}

/** Everything that an option states, with its source and day: reasons, the docket's windows, the office's name, each address. */
function Basis({ option }: { option: WritingOption }) {
  const { ways } = useMessages().addressee;
  const window = option.docket?.windows[0];
  const channels = option.ok ? option.channels : [];
  if (channels.length === 0 && option.why.length === 0 && !option.office) return null;
  return (
    <details className="sources">
      <summary>{ways.details}</summary>
      <dl className="basis">
        {channels.map(({ channel, contact }) => (
          <div key={channel}>
            <dt>{ways.long[channel]}</dt>
            <dd>
              <ContactFacts contact={contact} />
            </dd>
          </div>
        ))}
        {option.why.length > 0 ? (
          <div>
            <dt>{ways.reasons}</dt>
            {option.why.map(({ code, sources, date, isRead }) => (
              <dd key={code}>
                <SourceAndDay sources={sources} date={date} isRead={isRead} />
              </dd>
            ))}
          </div>
        ) : null}
        {window ? (
          <div>
            <dt>{ways.windows}</dt>
            <dd>
              <SourceAndDay sources={[window.source]} date={window.closesOn} isRead={false} />
            </dd>
          </div>
        ) : null}
        {option.office ? (
          <div>
            <dt>{ways.office}</dt>
            <dd>
              <SourceAndDay sources={[option.office.source]} date={option.office.readOn} isRead />
            </dd>
          </div>
        ) : null}
      </dl>
    </details>
  );
}

const sentence = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
