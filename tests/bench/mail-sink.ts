import { smtpSink } from '#tests/support/smtp-sink.ts';

/** A sink in a process of its own, so that it costs the letters and the bare loop the same: tells its parent where it is and how many mails it has had. */
const sink = await smtpSink();
let told = -1;
setInterval(() => {
  if (sink.received.length === told) return;
  told = sink.received.length;
  process.send?.({ received: told });
}, 5);
process.send?.({ url: sink.url });
process.on('disconnect', () => process.exit(0));
