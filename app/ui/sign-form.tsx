import { getInputProps, getSelectProps, type SubmissionResult, useForm } from '@conform-to/react';
import { getZodConstraint, parseWithZod } from '@conform-to/zod/v4';
import { type ReactNode, useState, useSyncExternalStore } from 'react';
import type { PartnerBox } from '#app/domain/partner/partner.ts';
import { signForm } from '#app/domain/signature/signature.ts';
import type { TrialVariant } from '#app/domain/trial/trial.ts';
import { Button } from './button.tsx';
import { Choice, Field, FieldRow, Select } from './field.tsx';
import { PageLink } from './link.tsx';
import { useMessages } from './locale.tsx';
import { ErrorSummary, type FormFault } from './notice.tsx';
import { ActCard } from './page-head.tsx';
import proofScript from './proof/proof-script.ts?worker&url';

/** What the sign form needs. `children` stand above the fields (what is signed, the count); they are not part of the form's state. */
export type SignFormProps = {
  /** Where the form posts, language included, e.g. "/es/campaigns/no-tolls". */
  action: string;
  isps: readonly { slug: string; name: string }[];
  /** The ISP that is chosen beforehand; null leaves the choice open. */
  chosenSlug: string | null;
  /** Wording that the signer agrees to; its id is stored with the signature. */
  consent?: { id: number; body: string } | null;
  /** The wording beside the box that asks for alerts, by its id; null: no box. */
  alerts?: { id: number; body: string } | null;
  /** The partner whose site the signer comes from, with its own box where it shows one. */
  partner?: { slug: string; box: PartnerBox | null } | null;
  /** The words that the page stands in, where a trial of them runs. */
  variant?: TrialVariant | null;
  /** The signed time of rendering. */
  stamp: string;
  /** The server's answer to a form with faults. */
  lastResult?: SubmissionResult<string[]> | null;
  children?: ReactNode;
};

/** The card with the sign form. Checks by the same schema in the browser and on the server; without scripting only there. */
export function SignForm(props: SignFormProps) {
  const { action, isps, chosenSlug, consent, alerts, partner, variant, stamp, lastResult, children } = props;
  const { sign } = useMessages();
  const [form, fields] = useForm({
    id: 'sign',
    ...(lastResult ? { lastResult } : {}),
    defaultValue: { isp: chosenSlug ?? '' },
    constraint: getZodConstraint(signForm),
    shouldValidate: 'onSubmit',
    // Not on blur: the faults that leave the page would move the button away under the pointer that presses it.
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithZod(formData, { schema: signForm }),
  });
  const words = (codes: string[] | undefined) => codes?.map((code) => faultWords(sign.faults, code));
  const faults: FormFault[] = [fields.name, fields.email, fields.zip, fields.isp].flatMap((field) =>
    (words(field.errors) ?? []).slice(0, 1).map((message) => ({ id: field.id, message })),
  );
  const text = (field: typeof fields.name | typeof fields.email | typeof fields.zip, type: 'text' | 'email') => {
    const { key: _, maxLength: __, ...props } = getInputProps(field, { type });
    return { ...props, errors: words(field.errors) };
  };
  const { key: _, ...isp } = getSelectProps(fields.isp);
  const wasTicked = (name: 'isNamePublic' | 'subscribe' | 'partnerConsent') =>
    Boolean(lastResult?.initialValue?.[name]);
  const isScripted = useIsScripted();
  const chosenIsp = isScripted ? isps.find(({ slug }) => slug === fields.isp.value)?.name : undefined;
  return (
    <ActCard id="sign-card">
      {children}
      <ErrorSummary faults={faults} />
      {/* The fragment brings a page with faults up where they are, also without scripting. */}
      <form
        method="post"
        action={`${action}#sign-card`}
        id={form.id}
        onSubmit={form.onSubmit}
        noValidate={form.noValidate}
      >
        <Field {...text(fields.name, 'text')} label={sign.name} autoComplete="name" />
        <Field {...text(fields.email, 'email')} label={sign.email} autoComplete="email" />
        <FieldRow>
          <Field {...text(fields.zip, 'text')} label={sign.zip} autoComplete="postal-code" inputMode="numeric" />
          <Select
            {...isp}
            label={sign.isp}
            errors={words(fields.isp.errors)}
            placeholder={sign.chooseIsp}
            options={[
              ...isps.map(({ slug, name }) => ({ value: slug, label: name })),
              { value: 'other', label: sign.otherIsp },
            ]}
          />
        </FieldRow>
        <Choice
          id="sign-name-public"
          name="isNamePublic"
          value="on"
          defaultChecked={wasTicked('isNamePublic')}
          label={sign.namePublic}
          hint={sign.namePublicHint}
        />
        {alerts ? (
          <Choice
            id="sign-subscribe"
            name="subscribe"
            value={alerts.id}
            defaultChecked={wasTicked('subscribe')}
            label={chosenIsp ? sign.alertsAbout(chosenIsp) : sign.alerts}
            hint={alerts.body}
          />
        ) : null}
        {variant ? <input type="hidden" name="variant" value={variant} /> : null}
        {partner ? <input type="hidden" name="partner" value={partner.slug} /> : null}
        {partner?.box ? (
          <Choice
            id="sign-partner"
            name="partnerConsent"
            value={partner.box.wordingId}
            defaultChecked={wasTicked('partnerConsent')}
            label={sign.partnerBox(partner.box.name)}
            hint={partner.box.wording}
          />
        ) : null}
        <div className="sr-only" aria-hidden="true">
          <label htmlFor="sign-website">{sign.trap}</label>
          <input id="sign-website" name="website" type="text" tabIndex={-1} autoComplete="off" />
        </div>
        {consent ? <input type="hidden" name="consent" value={consent.id} /> : null}
        <SignFields stamp={stamp} lastResult={lastResult ?? null} />
        <Button wide>{sign.button}</Button>
      </form>
      <p className="small">
        {consent?.body ?? sign.promise} <PageLink to="/privacy">{sign.privacy}</PageLink>
      </p>
    </ActCard>
  );
}

const nothing = () => () => {};

/** Whether scripts run: without them the words of a page stay as they were sent, so that they must not name what may be chosen otherwise. */
function useIsScripted(): boolean {
  return useSyncExternalStore(
    nothing,
    () => true,
    () => false,
  );
}

/**
 * What the form shows besides what the person writes: the time since when it lies open, and the work of the browser, which a script does from the first
 * letter on. A form that came back with faults keeps both. React must not touch them again: the script writes into the field.
 */
function SignFields({ stamp, lastResult }: { stamp: string; lastResult: SubmissionResult<string[]> | null }) {
  const [carried] = useState(() => {
    const said = lastResult?.initialValue;
    return { stamp: said?.stamp ? String(said.stamp) : stamp, proof: said?.proof ? String(said.proof) : '' };
  });
  return (
    <>
      <input type="hidden" name="stamp" defaultValue={carried.stamp} autoComplete="off" />
      <input type="hidden" name="proof" defaultValue={carried.proof} autoComplete="off" suppressHydrationWarning />
      <script type="module" src={proofScript} data-proof="" />
    </>
  );
}

function faultWords(faults: Record<string, string>, code: string): string {
  return faults[code] ?? faults.isp_shape ?? code;
}
