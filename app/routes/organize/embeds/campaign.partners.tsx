import { Button } from '#app/ui/button.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { Field } from '#app/ui/field.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Prose, Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import { type EmbedsPart, useAnswer } from './campaign.answer.ts';
import { Edit } from './campaign.box.tsx';

type Listed = EmbedsPart['view']['embeds']['partners'][number];

/** The partners of a campaign with whom they brought; forms for a new one, and for the box of the one that is edited. */
export function Partners({ view, answer }: EmbedsPart) {
  const { partner: words } = useOrganizeMessages().embeds;
  const { embeds, mayChange } = view;
  return (
    <Section title={words.title} id="partners">
      <Prose>
        <p>{words.text}</p>
      </Prose>
      {embeds.partners.length === 0 ? <p>{words.none}</p> : <List partners={embeds.partners} mayChange={mayChange} />}
      {mayChange ? view.edited ? <Edit partner={view.edited} answer={answer} /> : <Add answer={answer} /> : null}
    </Section>
  );
}

function List({ partners, mayChange }: { partners: readonly Listed[]; mayChange: boolean }) {
  const { partner: words } = useOrganizeMessages().embeds;
  const locale = useLocale();
  return (
    <Table
      rows={partners}
      rowKey={({ slug }) => slug}
      columns={[
        {
          key: 'name',
          heading: words.name,
          cell: ({ name, slug, isEnded }) => (
            <>
              {name} <code>{slug}</code> {isEnded ? <span className="small">({words.ended})</span> : null}
            </>
          ),
        },
        {
          key: 'counted',
          heading: words.counted,
          numeric: true,
          cell: ({ counted }) => formatNumber(locale, counted),
        },
        { key: 'agreed', heading: words.agreed, numeric: true, cell: ({ agreed }) => formatNumber(locale, agreed) },
        {
          key: 'box',
          heading: words.box,
          cell: ({ wording }) => (wording ? words.version(wording.version) : words.noBox),
        },
        ...(mayChange
          ? [
              {
                key: 'edit',
                heading: words.edit,
                cell: ({ slug, name, isEnded }: Listed) =>
                  isEnded ? (
                    '–'
                  ) : (
                    <a href={`?edit=${slug}#partners`} aria-label={words.editNamed(name)}>
                      {words.edit}
                    </a>
                  ),
              },
            ]
          : []),
      ]}
    />
  );
}

function Add({ answer }: Pick<EmbedsPart, 'answer'>) {
  const { partner: words } = useOrganizeMessages().embeds;
  const { errors, typed } = useAnswer(answer, 'add-partner');
  return (
    <form method="post" className="embed-form" noValidate>
      <input type="hidden" name="intent" value="add-partner" />
      <Field
        id="name"
        name="name"
        label={words.name}
        defaultValue={typed('name')}
        errors={errors('name')}
        autoComplete="off"
        maxLength={100}
        required
      />
      <Field
        id="slug"
        name="slug"
        label={words.slug}
        hint={words.slugHint}
        defaultValue={typed('slug')}
        errors={errors('slug', true)}
        autoComplete="off"
        autoCapitalize="none"
        maxLength={60}
        required
      />
      <Button weight="quiet">{words.add}</Button>
    </form>
  );
}
