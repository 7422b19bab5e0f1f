import { useState } from 'react';
import { rawPairsText } from '#app/domain/measurement/hand-in.ts';
import { STATES } from '#app/domain/measurement/record.ts';
import { Button } from '../button.tsx';
import { Select } from '../field.tsx';
import { pathInLocale, useLocale, useMessages } from '../locale.tsx';
import { Section } from '../page-head.tsx';
import type { FinishedTest } from './measure-state.ts';
import { simulation } from './simulation.ts';

const states = STATES.map((code) => ({ value: code, label: code })).toSorted((a, b) => a.value.localeCompare(b.value));

type HandInFormProps = {
  test: FinishedTest;
  isps: readonly { slug: string; name: string }[];
  chosenSlug: string | null;
};

/** Hands a finished test in, when the person wants it: an ordinary form, sent once. */
export function HandInForm({ test, isps, chosenSlug }: HandInFormProps) {
  const { handIn } = useMessages().measure;
  const locale = useLocale();
  const [isSent, setSent] = useState(false);
  const { comparison, figures, server } = test;
  const hidden: Record<string, string> = {
    session: test.sessionId,
    server,
    localDate: test.localDate,
    localHour: String(test.localHour),
    ...(server === 'mlab'
      ? {
          download: String(figures.downloadMbps),
          upload: String(figures.uploadMbps),
          ...(figures.minRttMs === null ? {} : { roundTrip: String(figures.minRttMs) }),
        }
      : {}),
    ...(comparison.kind === 'found' ? { raw: rawPairsText(comparison.pairs, comparison.comparison.lost) } : {}),
  };
  return (
    <Section id="hand-in" title={handIn.title}>
      <p>{handIn.text}</p>
      <form method="post" action={`${pathInLocale(locale, '/measure')}${simulation()}`} onSubmit={() => setSent(true)}>
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Select
          id="hand-in-isp"
          name="isp"
          label={handIn.isp}
          hint={handIn.ispHint}
          defaultValue={chosenSlug ?? ''}
          placeholder={handIn.ispNone}
          options={isps.map(({ slug, name }) => ({ value: slug, label: name }))}
        />
        <Select
          id="hand-in-state"
          name="state"
          label={handIn.state}
          defaultValue=""
          placeholder={handIn.stateNone}
          autoComplete="address-level1"
          options={states}
        />
        <p className="small line-stored">{handIn.stored}</p>
        {server === 'mlab' ? <p className="small">{handIn.mlabNote}</p> : null}
        <Button disabled={isSent}>{handIn.button}</Button>
      </form>
    </Section>
  );
}
