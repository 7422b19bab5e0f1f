import { may } from '#app/domain/organizer/permissions.ts';
import { fieldsOf } from '#app/domain/segment/fields.ts';
import type { SegmentRefusal } from '#app/domain/segment/saved.server.ts';
import type { SegmentQuery } from '#app/domain/segment/segment.ts';
import { Button } from '#app/ui/button.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { formatDate } from '#app/ui/fact-date.tsx';
import { Field } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import { useConditionWords } from './conditions.ts';
import { type SegmentChoices, SegmentFields } from './segment.fields.tsx';

type SegmentPageProps = {
  seat: FrameSeat;
  saved: { id: number; name: string } | null;
  isSaved: boolean;
  query: SegmentQuery;
  isUnderstood: boolean;
  members: number;
  preview: readonly {
    address: string;
    isp: string | null;
    state: string | null;
    locale: 'en' | 'es';
    since: Date | string;
  }[];
  choices: SegmentChoices;
  answer: { refusal: SegmentRefusal | null; name: string } | undefined;
};

/** A segment: its conditions, how many it holds, ten of them, and the form that keeps it. */
export function SegmentPage(props: SegmentPageProps) {
  const { seat, saved, isSaved, query, isUnderstood, members, preview, choices, answer } = props;
  const { audience } = useOrganizeMessages();
  const words = audience.segments;
  const locale = useLocale();
  const conditions = useConditionWords();
  const refusal = answer?.refusal ? words.refusals[answer.refusal] : null;
  const mayChange = may(seat.role, 'audience.change', seat.organization.runsInstallation);
  return (
    <OrganizerPage
      seat={seat}
      title={saved?.name ?? words.newTitle}
      lede={conditions(query)}
      kick={<PageLink to={`/organize/${seat.organization.slug}/audience/segments`}>{words.back}</PageLink>}
    >
      {isSaved && !answer ? <Notice tone="good" title={words.saved} /> : null}
      {isUnderstood ? null : <Notice tone="down" title={words.notUnderstood} />}
      <p className="count">{words.members(formatNumber(locale, members))}</p>
      {mayChange ? (
        <Section title={words.saveTitle} id="save">
          <form method="post" action="#save" className="max-w-2xl" noValidate>
            <input type="hidden" name="fields" value={fieldsOf(query).toString()} />
            <Field
              id="name"
              name="name"
              label={words.saveName}
              defaultValue={answer?.name ?? saved?.name}
              maxLength={80}
              errors={refusal ? [refusal] : []}
              required
            />
            <div className="audience-deeds">
              <Button name="intent" value="save">
                {words.save}
              </Button>
              {saved ? (
                <Button weight="quiet" name="intent" value="archive">
                  {words.archive}
                </Button>
              ) : null}
            </div>
          </form>
        </Section>
      ) : null}
      <Section title={words.preview} id="preview">
        {preview.length === 0 ? <p>{words.previewNone}</p> : <p className="small">{words.previewNote}</p>}
        {preview.length > 0 ? (
          <Table
            rows={preview.map((member, at) => ({ ...member, at }))}
            rowKey={({ at }) => at}
            columns={[
              { key: 'address', heading: words.address, cell: ({ address }) => address },
              { key: 'isp', heading: audience.isp, cell: ({ isp }) => isp ?? audience.unknown },
              { key: 'state', heading: audience.state, cell: ({ state }) => state ?? audience.unknown },
              {
                key: 'language',
                heading: words.language,
                cell: ({ locale: language }) => audience.list.languages[language],
              },
              {
                key: 'since',
                heading: words.since,
                cell: ({ since }) => formatDate(locale, new Date(since).toISOString().slice(0, 10)),
              },
            ]}
          />
        ) : null}
      </Section>
      <SegmentFields query={query} choices={choices} />
    </OrganizerPage>
  );
}
