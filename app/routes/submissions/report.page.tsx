import { REPORT_LINES, REPORT_SERVICES, REPORT_TROUBLES } from '#app/domain/report/report.ts';
import { maxPlanChars, maxReportChars } from '#app/domain/submission/submission.ts';
import { Field, Select, TextArea } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { PageHead, TwoColumns } from '#app/ui/page-head.tsx';
import { type Sent, SubmissionForm, useSent } from '#app/ui/submission-form.tsx';

type ReportView = { slug: string; name: string; measurement: string };

const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** The form for what a subscriber saw, and how a report becomes public. */
export function ReportPage({ view, sent }: { view: ReportView; sent: Sent }) {
  const { form, page } = useMessages().report;
  return (
    <>
      <PageHead
        modest
        kick={
          <>
            {page.kick} <PageLink to={`/isps/${view.slug}`}>{view.name}</PageLink>
          </>
        }
        title={form.title(view.name)}
        lede={form.lede}
      />
      <TwoColumns
        main={
          <SubmissionForm sent={sent} button={form.button} name={{ label: form.name, hint: form.nameHint }}>
            <Seen sent={sent} />
            <Told sent={sent} measurement={view.measurement} />
          </SubmissionForm>
        }
        side={
          <div className="prose">
            <h2>{form.howTitle}</h2>
            <ol>
              {form.how.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </div>
        }
      />
    </>
  );
}

/** What others can recognise: service, trouble, day, hour, line. */
function Seen({ sent }: { sent: Sent }) {
  const { report, submission } = useMessages();
  const { form, services, troubles, lines, hour } = report;
  const field = useSent(sent);
  return (
    <>
      <Select
        {...field('service')}
        label={form.service}
        placeholder={form.chooseService}
        options={REPORT_SERVICES.map((value) => ({ value, label: services[value] }))}
        required
      />
      <Select
        {...field('trouble')}
        label={form.trouble}
        placeholder={form.chooseTrouble}
        options={REPORT_TROUBLES.map((value) => ({ value, label: troubles[value] }))}
        required
      />
      <div className="field-pair">
        <Field {...field('occurredOn')} type="date" label={form.day} required />
        <Select
          {...field('occurredHour')}
          label={submission.optional(form.hour)}
          placeholder={form.chooseHour}
          options={hours.map((value) => ({ value: String(value), label: hour(value) }))}
        />
      </div>
      <Select
        {...field('line')}
        label={form.line}
        placeholder="—"
        options={REPORT_LINES.map((value) => ({ value, label: lines[value] }))}
        required
      />
    </>
  );
}

/** What only editors read at first: the account itself, plan, state, a test. */
function Told({ sent, measurement }: { sent: Sent; measurement: string }) {
  const { report, submission } = useMessages();
  const { form } = report;
  const field = useSent(sent);
  const test = field('measurement');
  return (
    <>
      <TextArea
        {...field('whatHappened')}
        label={form.whatHappened}
        hint={form.whatHappenedHint}
        maxLength={maxReportChars}
        required
      />
      <div className="field-pair">
        <Field
          {...field('plan')}
          label={submission.optional(form.plan)}
          hint={form.planHint}
          maxLength={maxPlanChars}
        />
        <Field
          {...field('zip')}
          label={submission.optional(form.zip)}
          hint={form.zipHint}
          autoComplete="postal-code"
          inputMode="numeric"
        />
      </div>
      <Field
        {...test}
        defaultValue={test.defaultValue ?? measurement}
        label={submission.optional(form.measurement)}
        hint={form.measurementHint}
      />
    </>
  );
}
