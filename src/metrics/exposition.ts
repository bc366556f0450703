// What a scrape is answered: every series in the form that the scraper understands, OpenMetrics or Prometheus' own text.

import { Registry } from 'prom-client';

export interface Scraped {
  readonly type: string;
  readonly body: string;
}

/** One registry writes both forms, so scrapes take turns. */
export class Exposition {
  readonly registry: Registry = new Registry();
  readonly #before: () => Promise<void>;
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
    const type = accept.includes('application/openmetrics-text')
      ? Registry.OPENMETRICS_CONTENT_TYPE
      : Registry.PROMETHEUS_CONTENT_TYPE;
    this.registry.setContentType(type as typeof Registry.PROMETHEUS_CONTENT_TYPE);
    return { type, body: await this.registry.metrics() };
  }
}
