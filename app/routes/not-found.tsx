import { localeOf } from '#app/http/locale.ts';

/** Every address that no other route knows; the root's boundary shows the page. */
export function loader({ params }: { params: { lang?: string } }) {
  localeOf(params.lang);
  throw new Response(null, { status: 404 });
}

export default function NotFoundRoute() {
  return null;
}
