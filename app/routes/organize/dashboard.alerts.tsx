import type { SubmissionResult } from '@conform-to/react';
import type { OwnAlert } from '#app/domain/dashboard/alerts.server.ts';
import { REASON_CHARS } from '#app/domain/dashboard/dashboard.ts';
import { Button } from '#app/ui/button.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { Field } from '#app/ui/field.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { ErrorSummary } from '#app/ui/notice.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { secondOf } from './dashboard.words.ts';

/** What became of a form that was posted: faults of it, or why the alert was not settled. */
export type SettleAnswer = { sent: SubmissionResult<string[]> | null; no: 'alert_unknown' | 'alert_settled' | null };

type Props = { alerts: readonly OwnAlert[]; canSettle: boolean; answer: SettleAnswer | null };

/** The open alerts of the fraud watch, each with a form to settle it, and those that were settled lately. */
export function AlertsSection({ alerts, canSettle, answer }: Props) {
  const { alerts: words } = useOrganizeMessages().dashboard;
  const locale = useLocale();
  const open = alerts.filter(({ settledAt }) => settledAt === null);
  const settled = alerts.filter(({ settledAt }) => settledAt !== null);
  const faulty = answer?.sent ? String(answer.sent.initialValue?.id ?? '') : null;
  const faults = [
    ...(faulty === null ? [] : [{ id: `reason-${faulty}`, message: words.faults.reason }]),
    ...(answer?.no ? [{ message: words.faults[answer.no] }] : []),
  ];
  return (
    <Section title={words.title} id="alerts">
      <ErrorSummary faults={faults} />
      {open.length === 0 ? <p>{words.none}</p> : <p>{words.lede}</p>}
      {open.map((alert) => (
        <div className="alert-open" key={alert.id}>
          <Told alert={alert} />
          {canSettle ? (
            <form method="post" action="#alerts">
              <input type="hidden" name="id" value={alert.id} />
              <Field
                id={`reason-${alert.id}`}
                name="reason"
                label={words.reason}
                hint={words.reasonHint}
                maxLength={REASON_CHARS.max}
                defaultValue={faulty === String(alert.id) ? String(answer?.sent?.initialValue?.reason ?? '') : ''}
                errors={faulty === String(alert.id) ? [words.faults.reason] : undefined}
              />
              <Button weight="quiet">{words.settle}</Button>
            </form>
          ) : null}
        </div>
      ))}
      {settled.length > 0 ? (
        <details>
          <summary>
            {words.settledTitle}: {formatNumber(locale, settled.length)}
          </summary>
          {settled.map((alert) => (
            <div className="alert-open" key={alert.id}>
              <Told alert={alert} />
              <p>
                {words.settledAt(
                  secondOf(locale, alert.settledAt ?? ''),
                  alert.settledReason ?? words.settledByCommand,
                )}
              </p>
            </div>
          ))}
        </details>
      ) : null}
    </Section>
  );
}

function Told({ alert }: { alert: OwnAlert }) {
  const { alerts: words } = useOrganizeMessages().dashboard;
  const locale = useLocale();
  const facts = (['forms', 'withoutProof', 'hourBefore', 'sent', 'complained', 'bounced'] as const).flatMap((fact) => {
    const value = alert.facts[fact];
    return value === undefined ? [] : [words.facts[fact](formatNumber(locale, value))];
  });
  return (
    <>
      <h3>
        {words.kinds[alert.kind]}
        {alert.key ? `: ${alert.key}` : ''}
      </h3>
      <p className="small">
        {[words.raised(secondOf(locale, alert.raisedAt)), alert.campaignSlug ?? words.installation, ...facts].join(
          ' · ',
        )}
      </p>
    </>
  );
}
