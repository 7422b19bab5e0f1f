import type { AnchorHTMLAttributes, ButtonHTMLAttributes } from 'react';
import { PageLink } from './link.tsx';

type Weight = {
  /** `deed` for the one deed of a page (sign, send), `quiet` for everything else. */
  weight?: 'deed' | 'quiet';
  wide?: boolean;
};

/** A button that submits its form. */
export function Button({
  weight = 'deed',
  wide,
  className,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & Weight) {
  return <button type="submit" className={classes(weight, wide, className)} {...rest} />;
}

/** A link to a page of this site that looks like a button. */
export function ButtonLink({
  weight = 'quiet',
  wide,
  className,
  ...rest
}: Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & Weight & { to: string }) {
  return <PageLink className={classes(weight, wide, className)} {...rest} />;
}

function classes(weight: 'deed' | 'quiet', wide: boolean | undefined, more: string | undefined) {
  return ['button', `button-${weight}`, wide ? 'button-wide' : '', more ?? ''].filter(Boolean).join(' ');
}
