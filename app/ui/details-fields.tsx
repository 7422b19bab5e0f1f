import { Choice, Field, FieldRow, Select } from './field.tsx';
import { useMessages } from './locale.tsx';
import { type Sent, useSent } from './submission-form.tsx';

/** What a person said of themselves, as a form is filled in with it. `isp`: a slug, `other`, or empty for none. */
export type DetailValues = { name: string; zip: string; isp: string; isNamePublic: boolean };

type DetailsFieldsProps = {
  values: DetailValues;
  isps: readonly { slug: string; name: string }[];
  sent: Sent;
  /** Whether the name and its handing in may be corrected too, besides ZIP and ISP. */
  withName?: boolean;
  /** Parts the ids of several such forms on one page. */
  prefix?: string;
};

/** Name, ZIP and ISP of a form or a signature, filled in as they are, or as they were typed when the server found faults. */
export function DetailsFields({ values, isps, sent, withName = false, prefix = '' }: DetailsFieldsProps) {
  const { sign } = useMessages();
  const state = useSent(sent);
  const field = (name: keyof DetailValues) => {
    const { defaultValue, ...rest } = state(name);
    const kept = values[name];
    return { ...rest, id: `${prefix}${name}`, defaultValue: sent ? (defaultValue ?? '') : String(kept) };
  };
  const wasTicked = sent ? sent.initialValue?.isNamePublic === 'on' : values.isNamePublic;
  return (
    <>
      {withName ? <Field {...field('name')} label={sign.name} autoComplete="name" required /> : null}
      <FieldRow>
        <Field {...field('zip')} label={sign.zip} autoComplete="postal-code" inputMode="numeric" required />
        <Select
          {...field('isp')}
          label={sign.isp}
          placeholder={sign.chooseIsp}
          required
          options={[
            ...isps.map(({ slug, name }) => ({ value: slug, label: name })),
            { value: 'other', label: sign.otherIsp },
          ]}
        />
      </FieldRow>
      {withName ? (
        <Choice
          id={`${prefix}isNamePublic`}
          name="isNamePublic"
          value="on"
          defaultChecked={wasTicked}
          label={sign.namePublic}
          hint={sign.namePublicHint}
        />
      ) : null}
    </>
  );
}
