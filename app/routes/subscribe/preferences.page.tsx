import { STATE_CODES } from '#app/domain/letter/sender-address.ts';
import { stateName } from '#app/domain/letter/state-names.ts';
import { TOPICS, type Topic } from '#app/domain/segment/segment.ts';
import { subscribeMessagesIn } from '#app/messages/subscribe.ts';
import { Button } from '#app/ui/button.tsx';
import { formatDate } from '#app/ui/fact-date.tsx';
import { Choice, Fieldset, Select } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { pathInLocale, useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';

type PreferencesPageProps = {
  token: string;
  member: {
    organization: string;
    address: string;
    isp: string | null;
    state: string | null;
    locale: 'en' | 'es';
    declinedTopics: Topic[];
    pausedUntil: string | null;
  };
  isps: { value: string; label: string }[];
  /** What was just done, by the address; anything else says nothing. */
  done: string | null;
};

/** What a member chooses: ISP, state, language and topics; a pause; the way out. */
export function PreferencesPage({ token, member, isps, done }: PreferencesPageProps) {
  const locale = useLocale();
  const words = subscribeMessagesIn(locale).preferences;
  const said = done === 'saved' || done === 'paused' || done === 'resumed' ? words.done[done] : null;
  const states = STATE_CODES.map((code) => ({ value: code, label: stateName(code, locale) ?? code }));
  const isPaused = member.pausedUntil !== null && new Date(member.pausedUntil) > new Date();
  const action = pathInLocale(locale, `/preferences/${token}`);
  return (
    <>
      <PageHead modest title={words.title(member.organization)} lede={words.lede(member.address)} />
      {said ? (
        <Notice tone="good">
          <p>{said}</p>
        </Notice>
      ) : null}
      <form method="post" action={action} className="max-w-2xl">
        <Select
          id="isp"
          name="isp"
          label={words.isp}
          hint={words.ispHint}
          placeholder={words.none}
          options={isps}
          defaultValue={member.isp ?? ''}
        />
        <Select
          id="state"
          name="state"
          label={words.state}
          placeholder={words.none}
          options={states}
          defaultValue={member.state ?? ''}
        />
        <Select
          id="locale"
          name="locale"
          label={words.language}
          options={[
            { value: 'en', label: words.languages.en },
            { value: 'es', label: words.languages.es },
          ]}
          defaultValue={member.locale}
        />
        <Fieldset id="topics" label={words.topics} hint={words.topicsHint}>
          {TOPICS.map((topic) => (
            <Choice
              key={topic}
              id={`topic-${topic}`}
              name="topics"
              value={topic}
              label={words.topic[topic]}
              defaultChecked={!member.declinedTopics.includes(topic)}
            />
          ))}
        </Fieldset>
        <Button name="intent" value="save">
          {words.save}
        </Button>
      </form>
      <Section title={words.pauseTitle} id="pause">
        <p>
          {isPaused ? words.pausedUntil(formatDate(locale, member.pausedUntil?.slice(0, 10) ?? '')) : words.pauseText}
        </p>
        <form method="post" action={action}>
          <Button weight="quiet" name="intent" value={isPaused ? 'resume' : 'pause'}>
            {isPaused ? words.resume : words.pause}
          </Button>
        </form>
      </Section>
      <Section title={words.leaveTitle} id="leave">
        <p>{words.leaveText}</p>
        <form method="post" action={action}>
          <Button weight="quiet" name="intent" value="leave">
            {words.leave}
          </Button>
        </form>
        <p className="small">
          {words.data} <PageLink to="/me">{words.me}</PageLink>
        </p>
      </Section>
    </>
  );
}
