import type { Switches } from '#app/domain/installation/switches.ts';
import type { Overload } from './overload-page.ts';

/** Forms that write nothing but a cookie, those by which organizers come in, and the page where the switches are. */
const stillTaken =
  /^(?:\/es)?\/(?:language|preference|organize\/(?:sign-in|again|passkey|link|recover|sign-out)(?:\/.*)?|organize\/[^/]+\/switches)$/;

const signing = /^(?:\/es)?\/campaigns\/[^/]+$/;
const making = /^(?:\/es)?\/organize\/[^/]+\/campaigns\/new$/;

/**
 * Why a form posted to this path is put off, or null when it goes on. While the installation is read-only every form is but those that write nothing, sign-in and the page of the switches;
 * while no signatures are collected, the form of a campaign; while no campaigns are made, the form that makes one. Own choice.
 */
export function putOffBySwitch(asked: string, switches: Switches): Overload | null {
  const path = spelled(asked);
  const { isReadOnly, collectsSignatures, createsCampaigns } = switches;
  if (isReadOnly) return stillTaken.test(path) ? null : 'reading';
  if (!createsCampaigns && making.test(path)) return 'making';
  return !collectsSignatures && signing.test(path) ? 'paused' : null;
}

/** The one spelling of a path: the router takes others for the same page. */
function spelled(path: string): string {
  let plain = path;
  try {
    plain = decodeURIComponent(path);
  } catch {
    // What cannot be decoded is no page's address.
  }
  return plain.toLowerCase().replace(/(?:\.data|\/+)$/, '');
}
