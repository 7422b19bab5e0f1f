import type { Breakdown } from '#app/domain/dashboard/read.server.ts';
import { DELIVERY_CHANNELS, DELIVERY_STATES } from '#app/domain/delivery/delivery.ts';
import { formatNumber } from '#app/ui/count.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { Scroll } from '#app/ui/organizer/charts/scroll.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import { secondOf, shareWords } from './dashboard.words.ts';

type Props = { shown: Breakdown };

/** Letters: how many, how personal, and where their deliveries stand. */
export function LettersSection({ shown: { letters, likeness, deliveries }, files }: Props & { files: string }) {
  const { letters: words, time } = useOrganizeMessages().dashboard;
  const locale = useLocale();
  const number = (value: number) => formatNumber(locale, value);
  const of = (channel: string, state: string) =>
    deliveries.find((one) => one.channel === channel && one.state === state)?.amount ?? 0;
  const channels = DELIVERY_CHANNELS.filter((channel) =>
    deliveries.some((one) => one.channel === channel && one.amount > 0),
  );
  const states = DELIVERY_STATES.filter((state) => deliveries.some((one) => one.state === state && one.amount > 0));
  return (
    <Section title={words.title} id="letters">
      {letters.amount === 0 ? <p>{words.none}</p> : null}
      {letters.amount > 0 ? (
        <p>
          {words.sent(number(letters.amount))}{' '}
          {letters.meanOwnShare === null ? '' : words.own(shareWords(locale, letters.meanOwnShare))}{' '}
          {likeness && likeness.letters > 0 ? (
            <>
              {words.personal(number(likeness.personal), number(likeness.letters), secondOf(locale, likeness.readAt))}{' '}
              {words.clusters(number(likeness.clusters))}
            </>
          ) : null}{' '}
          {likeness && likeness.pending > 0 ? words.pending(number(likeness.pending)) : null}
        </p>
      ) : null}
      {channels.length > 0 ? (
        <>
          <Scroll label={words.caption}>
            <Table
              caption={words.caption}
              rows={states}
              rowKey={(state) => state}
              stacks={false}
              columns={[
                { key: 'state', heading: words.state, cell: (state) => words.states[state] },
                ...channels.map((channel) => ({
                  key: channel,
                  heading: words.channels[channel],
                  numeric: true,
                  cell: (state: (typeof states)[number]) => number(of(channel, state)),
                })),
              ]}
            />
          </Scroll>
          <p className="small">
            <a href={`${files}letters.csv`}>{time.csv}</a>
          </p>
        </>
      ) : null}
    </Section>
  );
}

/** Whether mail goes out and arrives: queues, what came back, who is left alone, what gave up. */
export function MailSection({ shown: { mail, bounces, deliveries } }: Props) {
  const { mail: words, letters } = useOrganizeMessages().dashboard;
  const locale = useLocale();
  const number = (value: number) => formatNumber(locale, value);
  const dead = deliveries
    .filter(({ channel, state }) => ['email', 'docket'].includes(channel) && ['failed', 'bounced'].includes(state))
    .reduce((sum, { amount }) => sum + amount, 0);
  const kinds: Readonly<Record<string, string>> = words.kinds;
  const channelNames: Readonly<Record<string, string>> = letters.channels;
  const suppressed: Readonly<Record<string, string>> = words.suppressed;
  const rows = [
    ...bounces.map(({ verdict, amount }) => ({ name: words.bounces[verdict as keyof typeof words.bounces], amount })),
    { name: words.dead, amount: dead },
    ...(mail
      ? [
          { name: words.held, amount: mail.heldReceivers },
          { name: words.deadJobs, amount: mail.deadJobs },
          ...mail.suppressed.map(({ reason, amount }) => ({ name: suppressed[reason] ?? reason, amount })),
        ]
      : []),
  ];
  return (
    <Section title={words.title} id="mail">
      <p className="small">
        {mail ? words.asOf(secondOf(locale, mail.readAt)) : words.nothing}{' '}
        {mail && mail.pausedChannels.length > 0
          ? words.pausedChannels(mail.pausedChannels.map((one) => channelNames[one] ?? one).join(', '))
          : null}
      </p>
      {mail && mail.queues.length === 0 ? <p>{words.empty}</p> : null}
      {mail && mail.queues.length > 0 ? (
        <Table
          rows={mail.queues}
          rowKey={({ kind }) => kind}
          stacks={false}
          columns={[
            { key: 'kind', heading: words.queue, cell: ({ kind }) => kinds[kind] ?? kind },
            { key: 'waiting', heading: words.waiting, numeric: true, cell: ({ waiting }) => number(waiting) },
            {
              key: 'oldest',
              heading: words.oldest,
              numeric: true,
              cell: ({ oldestMs }) => ageWords(oldestMs, words.age, number),
            },
          ]}
        />
      ) : null}
      <Table
        rows={rows}
        rowKey={({ name }) => name}
        stacks={false}
        columns={[
          { key: 'name', heading: words.figures, cell: ({ name }) => name },
          { key: 'amount', heading: words.amount, numeric: true, cell: ({ amount }) => number(amount) },
        ]}
      />
    </Section>
  );
}

type Ages = Record<'seconds' | 'minutes' | 'hours', (n: string) => string>;

function ageWords(ms: number, words: Ages, number: (value: number) => string): string {
  if (ms < 120_000) return words.seconds(number(Math.round(ms / 1000)));
  if (ms < 7_200_000) return words.minutes(number(Math.round(ms / 60_000)));
  return words.hours(number(Math.round(ms / 3_600_000)));
}
