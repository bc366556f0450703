// What a scrape is answered: every series in the form that the scraper understands, OpenMetrics or Prometheus' own text.

import { type MetricObject, Registry } from 'prom-client';

export interface Scraped {
  readonly type: string;
  readonly body: string;
}

/** One registry writes both forms, so scrapes take turns. */
export class Exposition {
  readonly registry: Registry = new Registry();
  readonly #before: () => Promise<void>;
  readonly #names = new WeakMap<MetricObject, string>();
  #turn: Promise<unknown> = Promise.resolve();

  /** @param before fills what is read at each scrape */
  constructor(before: () => Promise<void>) {
    this.#before = before;
  }

  /** @param accept the header of the scraper */
  scrape(accept: string): Promise<Scraped> {
    const scraped = this.#turn.then(() => this.#write(accept));
    this.#turn = scraped.catch(() => undefined);
    return scraped;
  }

  async #write(accept: string): Promise<Scraped> {
    await this.#before();
    this.#restoreNames();
    const type = accept.includes('application/openmetrics-text')
      ? Registry.OPENMETRICS_CONTENT_TYPE
      : Registry.PROMETHEUS_CONTENT_TYPE;
    this.registry.setContentType(type as typeof Registry.PROMETHEUS_CONTENT_TYPE);
    return { type, body: await this.registry.metrics() };
  }

  /** Writing OpenMetrics takes `_total` from the names of counters for good, and Prometheus' text would then be without it. */
  #restoreNames(): void {
    for (const metric of this.registry.getMetricsAsArray()) {
      const name = this.#names.get(metric) ?? metric.name;
      this.#names.set(metric, name);
      metric.name = name;
    }
  }
}
