import type { LetterView } from '#app/domain/letter/letter.server.ts';
import {
  type AddressFault,
  type AddressField,
  addressNeed,
  maxAddressChars,
  otherStateOfZip,
  STATE_CODES,
  type TypedAddress,
} from '#app/domain/letter/sender-address.ts';
import { Field, Fieldset, Select } from '#app/ui/field.tsx';
import { useMessages } from '#app/ui/locale.tsx';

type Props = {
  letter: LetterView;
  typed: TypedAddress | null;
  faults: Partial<Record<AddressField, AddressFault>>;
};

/** The sender's postal address in parts: open and needed for a docket, folded away where it may stay empty, absent where nothing carries it. */
export function PostalFields({ letter, typed, faults }: Props) {
  const { postal } = useMessages().compose;
  const need = addressNeed(letter);
  if (need === 'none') return null;
  const values = typed ?? valuesOf(letter);
  const fields = <Parts values={values} faults={faults} isRequired={need === 'required'} />;
  if (need === 'required')
    return (
      <Fieldset id="postal" label={postal.required} hint={postal.requiredHint}>
        {fields}
      </Fieldset>
    );
  const isOpen = Boolean(values.line1 || values.city) || Object.keys(faults).length > 0;
  return (
    <details className="letter-fold" open={isOpen}>
      <summary>{postal.optional}</summary>
      <p className="field-hint">{postal.optionalHint}</p>
      {fields}
    </details>
  );
}

function valuesOf({ senderAddress, senderState, senderZip }: LetterView): TypedAddress {
  if (!senderAddress) return { line1: '', line2: '', city: '', state: senderState ?? '', zip: senderZip };
  const { line1, line2, city, state, zip, zipExtension } = senderAddress;
  return {
    line1: line1 ?? '',
    line2: line2 ?? '',
    city: city ?? '',
    state: state ?? '',
    zip: [zip, zipExtension].filter(Boolean).join('-'),
  };
}

type PartsProps = { values: TypedAddress; faults: Props['faults']; isRequired: boolean };

function Parts({ values, faults, isRequired }: PartsProps) {
  const { postal } = useMessages().compose;
  const errors = (field: AddressField) => {
    const fault = faults[field];
    return fault ? [postal.faults[fault]] : [];
  };
  const served = otherStateOfZip({ state: values.state || null, zip: values.zip.slice(0, 5) || null });
  return (
    <>
      <Field
        id="line1"
        name="line1"
        label={postal.line1}
        defaultValue={values.line1}
        maxLength={maxAddressChars.line}
        autoComplete="address-line1"
        required={isRequired}
        errors={errors('line1')}
      />
      <Field
        id="line2"
        name="line2"
        label={postal.line2}
        defaultValue={values.line2}
        maxLength={maxAddressChars.line}
        autoComplete="address-line2"
        errors={errors('line2')}
      />
      <Field
        id="city"
        name="city"
        label={postal.city}
        defaultValue={values.city}
        maxLength={maxAddressChars.city}
        autoComplete="address-level2"
        required={isRequired}
        errors={errors('city')}
      />
      <div className="postal-row">
        <Select
          id="state"
          name="state"
          label={postal.state}
          placeholder={postal.choose}
          options={STATE_CODES.map((code) => ({ value: code, label: code }))}
          defaultValue={values.state}
          autoComplete="address-level1"
          errors={errors('state')}
        />
        <Field
          id="zip"
          name="zip"
          label={postal.zip}
          defaultValue={values.zip}
          maxLength={10}
          inputMode="numeric"
          autoComplete="postal-code"
          required={isRequired}
          errors={errors('zip')}
        />
      </div>
      {served && !faults.zip && !faults.state ? (
        <p className="small">{postal.otherState(values.zip.slice(0, 5), served, values.state)}</p>
      ) : null}
    </>
  );
}
