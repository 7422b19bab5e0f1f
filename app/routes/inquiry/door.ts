import type { InquiryEntrance } from '#app/domain/inquiry/inquiry.ts';

/** By which of the two doors an address leads to the same page. */
export function doorOf(pathname: string): InquiryEntrance {
  return /^(?:\/es)?\/me(?:\/|\.data$|$)/.test(pathname) ? 'me' : 'name';
}
