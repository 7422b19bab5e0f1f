import type { PasskeyEntry } from '#app/domain/organizer/passkey.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { formatDate } from '#app/ui/fact-date.tsx';
import { Choice, Field } from '#app/ui/field.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { PasskeyButton } from '#app/ui/organizer/passkey-button.tsx';
import { Section } from '#app/ui/page-head.tsx';

/** What the list of passkeys needs. `mayChange`: the proof of identity is fresh and strong enough. */
export type PasskeysProps = {
  passkeys: readonly PasskeyEntry[];
  mayChange: boolean;
  isUnsure: boolean;
};

/** The passkeys of an account: named, removed, added. The last one goes only with a tick. */
export function Passkeys({ passkeys, mayChange, isUnsure }: PasskeysProps) {
  const { account } = useOrganizeMessages();
  const words = account.own.passkeys;
  return (
    <Section title={words.title} id="passkeys">
      {passkeys.length === 0 ? <p>{words.none}</p> : null}
      <ul className="organizer-list">
        {passkeys.map((passkey) => (
          <Passkey key={passkey.id} passkey={passkey} isLast={passkeys.length === 1} isUnsure={isUnsure} />
        ))}
      </ul>
      {mayChange ? (
        <div className="organizer-narrow">
          <Field id="passkey-name" name="name" label={words.nameNew} hint={words.nameHint} maxLength={80} />
          <PasskeyButton
            deed="add"
            to="/organize/account?added"
            label={words.add}
            weight={passkeys.length === 0 ? 'deed' : 'quiet'}
            nameField="passkey-name"
          />
        </div>
      ) : (
        <p>
          <ButtonLink to="/organize/again?to=/organize/account">{words.add}</ButtonLink>
        </p>
      )}
    </Section>
  );
}

function Passkey({ passkey, isLast, isUnsure }: { passkey: PasskeyEntry; isLast: boolean; isUnsure: boolean }) {
  const words = useOrganizeMessages().account.own.passkeys;
  const locale = useLocale();
  const { id, name, isSynced, createdAt } = passkey;
  const since = createdAt
    ? `${words.since} ${formatDate(locale, new Date(createdAt).toISOString().slice(0, 10))}, `
    : '';
  return (
    <li>
      <b>{name ?? words.unnamed}</b>{' '}
      <span className="small">
        {since}
        {isSynced ? words.synced : words.bound}
      </span>
      <details open={isLast && isUnsure}>
        <summary>
          {words.rename}, {words.remove.toLowerCase()}
        </summary>
        <form method="post" action="#passkeys" className="organizer-inline">
          <input type="hidden" name="id" value={id} />
          <Field id={`name-${id}`} name="name" label={words.name} defaultValue={name ?? ''} maxLength={80} />
          <Button weight="quiet" name="intent" value="rename">
            {words.rename}
          </Button>
        </form>
        <form method="post" action="#passkeys">
          <input type="hidden" name="id" value={id} />
          {isLast ? (
            <>
              <p>{words.lastWarning}</p>
              <Choice id={`sure-${id}`} name="sure" value="yes" label={words.sure} />
            </>
          ) : null}
          <Button weight="quiet" name="intent" value="remove">
            {words.remove}
          </Button>
        </form>
      </details>
    </li>
  );
}
