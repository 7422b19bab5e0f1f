import type { AnchorHTMLAttributes } from 'react';
import { pathInLocale, useLocale } from './locale.tsx';

type PageLinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & {
  /** Path of this site without its language, e.g. "/isps/comcast#speed". */
  to: string;
};

/** A link to a page of this site in the language of the page it stands on. A plain document link: focus and history are the browser's. */
export function PageLink({ to, children, ...rest }: PageLinkProps) {
  return (
    <a href={pathInLocale(useLocale(), to)} {...rest}>
      {children}
    </a>
  );
}

/** A link to another site; no referrer leaves. */
export function OutsideLink({ href, children, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  return (
    <a href={href} rel="noreferrer" {...rest}>
      {children}
    </a>
  );
}
