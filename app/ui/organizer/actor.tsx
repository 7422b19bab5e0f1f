import { useOrganizeMessages } from './frame.tsx';

/** Who did something, in words: the name of an organizer, or what did it, with the name that an operator gave. `name`: of an organizer who is still there. */
export function Actor({ actor, name }: { actor: string; name: string | null }) {
  const { audit } = useOrganizeMessages();
  if (name !== null) return <>{name}</>;
  const [kind, ...rest] = actor.split(':');
  const known = kind === 'command' || kind === 'system' || kind === 'token' ? audit.actors[kind] : null;
  if (known === null) return <>{kind === 'organizer' ? audit.someoneGone : actor}</>;
  return <>{rest.length > 0 ? `${known}: ${rest.join(':')}` : known}</>;
}
