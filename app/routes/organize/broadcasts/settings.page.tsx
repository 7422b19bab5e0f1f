import type { SubmissionResult } from '@conform-to/react';
import type { BroadcastSettings } from '#app/domain/broadcast/settings.server.ts';
import { may } from '#app/domain/organizer/permissions.ts';
import { Button } from '#app/ui/button.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { Choice, Field } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';

type SettingsPageProps = {
  seat: FrameSeat;
  settings: BroadcastSettings;
  isSaved: boolean;
  sent: SubmissionResult<string[]> | null;
};

/** Which publications make a draft for the organization, and from which step on. */
export function SettingsPage({ seat, settings, isSaved, sent }: SettingsPageProps) {
  const { broadcasts } = useOrganizeMessages();
  const { settings: words, faults } = broadcasts;
  const locale = useLocale();
  const typed = sent?.initialValue;
  const isOn = (name: string, since: Date | null) => (typed ? typed[name] === 'on' : since !== null);
  const hint = (text: string, since: Date | null) => (since ? `${text} ${words.since(minuteOf(locale, since))}` : text);
  const step = (name: 'indexFallPercent' | 'slowdownPoints', now: number) => (
    <Field
      id={name}
      name={name}
      label={words[name]}
      inputMode="decimal"
      defaultValue={String(typed?.[name] ?? now)}
      errors={sent?.error?.[name] ? [faults.step] : undefined}
    />
  );
  const { indexFall, incident, slowdown } = settings;
  return (
    <OrganizerPage
      seat={seat}
      kick={<PageLink to={`/organize/${seat.organization.slug}/broadcasts`}>{broadcasts.title}</PageLink>}
      title={words.title}
      lede={words.lede}
    >
      {isSaved && !sent ? (
        <div role="status">
          <Notice tone="good">
            <p>{words.saved}</p>
          </Notice>
        </div>
      ) : null}
      <form method="post" noValidate className="organizer-narrow broadcast-triggers">
        <Choice
          id="indexFall"
          name="indexFall"
          value="on"
          defaultChecked={isOn('indexFall', indexFall.since)}
          label={words.indexFall}
          hint={hint(words.indexFallHint, indexFall.since)}
        />
        {step('indexFallPercent', indexFall.percent)}
        <Choice
          id="incident"
          name="incident"
          value="on"
          defaultChecked={isOn('incident', incident.since)}
          label={words.incident}
          hint={hint(words.incidentHint, incident.since)}
        />
        <Choice
          id="slowdown"
          name="slowdown"
          value="on"
          defaultChecked={isOn('slowdown', slowdown.since)}
          label={words.slowdown}
          hint={hint(words.slowdownHint, slowdown.since)}
        />
        {step('slowdownPoints', slowdown.points)}
        {may(seat.role, 'broadcast.change', seat.organization.runsInstallation) ? <Button>{words.save}</Button> : null}
      </form>
    </OrganizerPage>
  );
}
