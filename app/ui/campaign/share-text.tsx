import { useRouteLoaderData } from '@remix-run/react';
import { CopyField, CopyScript } from '../copy-field.tsx';
import { pathInLocale, useLocale, useMessages } from '../locale.tsx';
import { Section } from '../page-head.tsx';

/** A text to pass on, with the address of the campaign under it, to be copied: nothing of it is sent from here. */
export function ShareText({ slug, text }: { slug: string; text: string }) {
  const { share } = useMessages().campaign;
  const locale = useLocale();
  const root = useRouteLoaderData<{ origin: string }>('root');
  if (text === '') return null;
  const value = `${text}\n${root?.origin ?? ''}${pathInLocale(locale, `/campaigns/${slug}`)}`;
  return (
    <Section title={share.title} id="share">
      <CopyField id="share-text" label={share.label} value={value} rows={4} />
      <CopyScript />
    </Section>
  );
}
