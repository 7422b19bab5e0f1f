/** The part of the official client that finds addresses; it ships no types. Source: @m-lab/ndt7 0.1.4, src/ndt7.js. */
declare module '@m-lab/ndt7' {
  type Config = {
    server?: string;
    protocol?: 'ws' | 'wss';
    metadata?: Record<string, string>;
    userAcceptedDataPolicy?: boolean;
    mlabDataPolicyInapplicable?: boolean;
  };
  const ndt7: {
    discoverServerURLs(config: Config, callbacks: { error(fault: unknown): void }): Promise<Record<string, string>>;
  };
  export default ndt7;
}
