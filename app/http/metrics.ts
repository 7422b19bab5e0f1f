import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** How a page reached the visitor: from memory, rendered for the crowd, or rendered for this request alone. Own choice. */
export type PageSource = 'memory' | 'rendered' | 'own';

/** Figures of this process for Prometheus: durations by route, page cache, event loop, memory. Never holds an address. Own choice. */
export interface Metrics {
  /** One finished request. `route` is a pattern; seconds. */
  observe(method: string, route: string, status: number, seconds: number): void;
  countPage(source: PageSource): void;
  /** Adds figures read at the time of scraping, by name. */
  addGauge(name: string, help: string, read: () => number | Promise<number>): void;
  /** As `addGauge`, one figure for each set of labels; sets that are not read any more disappear. */
  addGauges(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => Promise<readonly { labels: Record<string, string>; value: number }[]>,
  ): void;
  /** The text exposition and its media type. */
  expose(): Promise<{ text: string; contentType: string }>;
}

/** A fresh registry with the process's own figures. Source: prom-client README; https://prometheus.io/docs/practices/naming/. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request line to the last byte handed to the system, by method, route pattern and status.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const pages = new Counter({
    name: 'page_answers_total',
    help: 'Pages by where they came from: memory, rendered for the crowd, or rendered for one request.',
    labelNames: ['source'] as const,
    registers: [registry],
  });
  const observers = new Map<string, Histogram.Internal<'method' | 'route' | 'status'>>();
  /** Whose request was the last: a crowd asks for one thing again and again. */
  let last: {
    method: string;
    status: number;
    route: string;
    observer: Histogram.Internal<'method' | 'route' | 'status'>;
  } | null = null;
  const counters = new Map<PageSource, Counter.Internal>();
  return {
    observe(method, route, status, seconds) {
      if (last && method === last.method && status === last.status && route === last.route) {
        last.observer.observe(seconds);
        return;
      }
      const key = `${method} ${status} ${route}`;
      let observer = observers.get(key);
      if (!observer) {
        observer = durations.labels({ method, route, status });
        observers.set(key, observer);
      }
      observer.observe(seconds);
      last = { method, status, route, observer };
    },
    countPage(source) {
      const counter = counters.get(source) ?? pages.labels({ source });
      counters.set(source, counter);
      counter.inc();
    },
    addGauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          this.set(await read());
        },
      });
    },
    addGauges(name, help, labelNames, read) {
      new Gauge({
        name,
        help,
        labelNames: [...labelNames],
        registers: [registry],
        async collect() {
          const figures = await read();
          this.reset();
          for (const { labels, value } of figures) this.set(labels, value);
        },
      });
    },
    async expose() {
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
  };
}
