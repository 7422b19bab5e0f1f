/** In development `?as=` names the address that a visitor is taken to come from; the test and the form then come from there too. */
export function simulation(): string {
  const as = new URLSearchParams(location.search).get('as');
  return as === null ? '' : `?${new URLSearchParams({ as })}`;
}
