import { smtpSink } from '#tests/support/smtp-sink.ts';

/** A mail server in a process of its own that tells its parent when it said 250 to a mail, and to whom: `[recipient, ms since 1970]`, several at a time. */
const sink = await smtpSink();
let told = 0;
setInterval(() => {
  if (sink.received.length === told) return;
  const now = Date.now();
  process.send?.({ accepted: sink.received.slice(told).map(({ to }) => [to[0], now]) });
  told = sink.received.length;
}, 20);
process.send?.({ url: sink.url });
process.on('disconnect', () => process.exit(0));
