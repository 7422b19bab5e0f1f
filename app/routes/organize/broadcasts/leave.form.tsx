import { TIME_ZONES } from '#app/domain/campaign/zoned-time.ts';
import { Button } from '#app/ui/button.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { Choice, Field, Select } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import type { BroadcastPart } from './broadcast.part.ts';

/** What is done with a draft besides writing it: a test to oneself, letting it leave, cancelling it. */
export function LeaveForms({ view, answer, settings }: BroadcastPart & { settings: string }) {
  const { broadcasts } = useOrganizeMessages();
  const words = broadcasts.one;
  const locale = useLocale();
  const { broadcast, readers, mayChange, maySend } = view;
  const typed = answer?.intent === 'leave' ? answer.sent?.initialValue : undefined;
  const refusal = answer?.intent === 'leave' ? answer.refusal : null;
  if (!mayChange) return null;
  if (broadcast.texts.length === 0) return maySend ? <Cancel label={words.cancel} /> : null;
  return (
    <>
      <Section title={words.test} id="test">
        <form method="post" className="broadcast-line" noValidate>
          <input type="hidden" name="intent" value="test" />
          <Select
            id="test-isp"
            name="isp"
            label={words.testIsp}
            options={[
              ...readers.flatMap(({ slug, name }) => (slug && name ? [{ value: slug, label: name }] : [])),
              { value: '', label: words.unknownIsp },
            ]}
          />
          <Select
            id="test-locale"
            name="locale"
            label={words.testLocale}
            options={broadcast.texts.map((text) => ({ value: text.locale, label: words.languages[text.locale] }))}
          />
          <Button weight="quiet">{words.testButton}</Button>
        </form>
      </Section>
      {maySend ? (
        <Section title={words.leave} id="leave">
          {broadcast.hasPostalAddress ? null : (
            <Notice tone="down">
              <p>
                {words.noAddress} <PageLink to={settings}>{words.noAddressLink}</PageLink>
              </p>
            </Notice>
          )}
          <p>{words.leaveText(formatNumber(locale, broadcast.members ?? 0))}</p>
          <form method="post" className="organizer-narrow" noValidate>
            <input type="hidden" name="intent" value="leave" />
            <input type="hidden" name="revision" value={broadcast.revision} />
            <div className="broadcast-line">
              <Field
                id="when"
                name="when"
                type="datetime-local"
                label={words.when}
                hint={words.whenHint}
                defaultValue={String(typed?.when ?? '')}
                errors={refusal === 'no_time' ? [broadcasts.refusals.no_time] : undefined}
              />
              <Select
                id="zone"
                name="zone"
                label={words.zone}
                defaultValue={String(typed?.zone ?? 'America/New_York')}
                options={TIME_ZONES.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
              />
            </div>
            <Choice
              id="sure"
              name="sure"
              value="on"
              label={words.sure}
              errors={refusal === 'unsure' ? [broadcasts.refusals.unsure] : undefined}
            />
            <Button>{words.leaveButton}</Button>
          </form>
          <Cancel label={words.cancel} />
        </Section>
      ) : null}
    </>
  );
}

function Cancel({ label }: { label: string }) {
  return (
    <form method="post" className="broadcast-end">
      <button type="submit" name="intent" value="cancel" className="link-button">
        {label}
      </button>
    </form>
  );
}
