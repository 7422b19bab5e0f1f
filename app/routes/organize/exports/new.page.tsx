import type { ExportRefusal } from '#app/domain/export/ask.server.ts';
import { Button } from '#app/ui/button.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { pathInLocale, useLocale } from '#app/ui/locale.tsx';
import { ErrorSummary, Notice } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { ExportColumns } from './columns.tsx';
import { type View, What } from './new.fields.tsx';
import { Place } from './new.place.tsx';

type NewExportProps = { seat: FrameSeat; view: View; refusal: ExportRefusal | 'unreadable' | null };

/** The form of an export, whose answers stand in the address; below it what the export would hold, and the button that makes it. */
export function NewExportPage({ seat, view, refusal }: NewExportProps) {
  const { exports: words } = useOrganizeMessages();
  const locale = useLocale();
  const path = `/organize/${seat.organization.slug}/exports`;
  const no = refusal ?? (view.preview?.ok === false ? view.preview.reason : null);
  return (
    <OrganizerPage seat={seat} kick={<PageLink to={path}>{words.back}</PageLink>} title={words.ask}>
      <ErrorSummary
        faults={view.faults.map((name) => ({
          id: `export-${name}`,
          message: words.faults[name] ?? words.refusals.unreadable,
        }))}
      />
      {no ? <Notice tone="down" title={words.refusals[no]} /> : null}
      {view.isAllowed ? null : <Notice tone="down" title={words.notAllowed} />}
      {view.preview?.ok ? <Preview view={view} path={`${path}/new`} /> : null}
      <form className="export-form" method="get" action={pathInLocale(locale, `${path}/new`)} aria-label={words.form}>
        <What view={view} />
        <Place view={view} />
        <Button weight={view.preview?.ok ? 'quiet' : 'deed'}>{words.show}</Button>
      </form>
    </OrganizerPage>
  );
}

function Preview({ view: { preview, fields, isPersonal, schedule }, path }: { view: View; path: string }) {
  const { exports: words } = useOrganizeMessages();
  const locale = useLocale();
  if (!preview?.ok) return null;
  const search = new URLSearchParams(
    Object.entries(fields).flatMap(([name, values]) => values.filter(Boolean).map((value) => [name, value])),
  );
  return (
    <Section title={words.preview} id="preview">
      <p>
        {words.from1} {preview.campaigns.join(', ')}.{' '}
        {preview.estimate === null ? words.aboutUnknown : words.about(formatNumber(locale, preview.estimate))}
      </p>
      <form method="post" action={pathInLocale(locale, `${path}?${search}`)}>
        <Button>{schedule ? words.makeSchedule : words.make}</Button>
        {isPersonal ? <p className="field-hint">{words.again}</p> : null}
      </form>
      <ExportColumns columns={preview.columns} />
    </Section>
  );
}
