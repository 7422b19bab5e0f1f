/** Words of the streaming comparison's result, beyond those of the test it belongs to. */
export const comparison = {
  notSetUp:
    'A comparison of streaming with other traffic is not set up on this site: its operator has named no servers for it.',
  reasons: {
    segments_failed:
      'More than one piece in five did not arrive. Those that stall are the slow ones, so what is left would give a wrong picture. Repeat the test.',
    streaming_faster:
      'Streaming came faster than the control. That is good for your streams, but a control that is slower is no measure for them.',
    too_uncertain:
      'The interval reaches across the border that we draw at a tenth, so this test cannot tell. Repeat it, with nothing else using the line.',
  },
  notProof: 'One test is never proof.',
  waits: 'Wait for the first bytes',
  waitsOf: (stream: string, control: string) => `${stream} ms for streaming, ${control} ms for control`,
  lost: (lost: number) => (lost === 1 ? 'One pair was lost and left out.' : `${lost} pairs were lost and left out.`),
  details: 'All pairs, and how the result is reckoned',
  method: (percent: string) =>
    `Each row is two pieces of equal length, fetched one after the other. The two speeds above are the medians of their columns. The ratio is the Hodges-Lehmann estimate over the ratios of the pairs, so it need not be the quotient of the medians. The ${percent}% interval is Wilcoxon’s signed-rank interval. “Slower” is said when the whole interval lies below 0.9, “no difference” when it lies between 0.9 and 1.11. The wait for the first bytes is not part of the speed.`,
  pair: 'Pair',
  first: 'Asked first',
  firsts: { stream: 'streaming', control: 'control' },
  size: 'Each piece, MB',
  streamMbps: 'Streaming, Mbps',
  controlMbps: 'Control, Mbps',
  ratio: 'Ratio',
};
