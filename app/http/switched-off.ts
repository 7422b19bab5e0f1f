import type { Switches } from '#app/domain/installation/switches.ts';
import type { Overload } from './overload-page.ts';

/** Forms that write nothing but a cookie, those by which organizers come in, and the page where the switches are. */
const stillTaken =
  /^(?:\/es)?\/(?:language|preference|organize\/(?:sign-in|again|passkey|link|recover|sign-out)(?:\/.*)?|organize\/[^/]+\/switches)$/;

const signing = /^(?:\/es)?\/campaigns\/[^/]+$/;

/**
 * Why a form posted to this path is put off, or null when it goes on. While the installation is read-only every form is but those that write nothing, sign-in and the page of the switches;
 * while no signatures are collected, the form of a campaign. Own choice.
 */
export function putOffBySwitch(path: string, { isReadOnly, collectsSignatures }: Switches): Overload | null {
  if (isReadOnly) return stillTaken.test(path) ? null : 'reading';
  return !collectsSignatures && signing.test(path) ? 'paused' : null;
}
