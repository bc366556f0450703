// The bot's own health: Slack's sockets and acknowledgements, what waits to be said and done, and the process itself.

import { collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client';

export interface ServiceReading {
  readonly version: string;
  slack(): { readonly ready: boolean; readonly running: number; readonly waiting: number };
  /** Rows that wait in the database: messages to Slack, payloads of Slack that were not acted on yet, what is told outside. Rejects while it is away. */
  queues(): Promise<{ readonly outbox: number; readonly inbox: number; readonly outgoing: number }>;
}

export class ServiceMetrics {
  readonly #acknowledged: Histogram;

  constructor(registry: Registry, { version, slack, queues }: ServiceReading) {
    const registers = [registry];
    collectDefaultMetrics({ register: registry });
    new Gauge({
      name: 'tunnelmedic_build_info',
      help: 'The version that runs.',
      labelNames: ['version'] as const,
      registers,
    }).set({ version }, 1);
    this.#acknowledged = new Histogram({
      name: 'tunnelmedic_slack_ack_seconds',
      help: 'How long Slack waited for an acknowledgement; it gives up after three seconds.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
      registers,
    });
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        name: `tunnelmedic_${name}`,
        help,
        registers,
        collect() {
          this.set(value());
        },
      });
    gauge('slack_connected', '1 while Slack reaches us.', () => (slack().ready ? 1 : 0));
    gauge('slack_messages_waiting', 'Messages that wait for their turn with Slack.', () => slack().waiting);
    gauge('questions_running', 'Questions that are being answered.', () => slack().running);
    new Gauge({
      name: 'tunnelmedic_queue_rows',
      help: 'Rows of the database that wait: outbox, messages to Slack; inbox, what Slack sent; outgoing, to other systems. NaN while it is away.',
      labelNames: ['queue'] as const,
      registers,
      async collect() {
        const away = { outbox: Number.NaN, inbox: Number.NaN, outgoing: Number.NaN };
        const rows = await queues().catch(() => away);
        this.set({ queue: 'outbox' }, rows.outbox);
        this.set({ queue: 'inbox' }, rows.inbox);
        this.set({ queue: 'outgoing' }, rows.outgoing);
      },
    });
  }

  acknowledged(seconds: number): void {
    this.#acknowledged.observe(seconds);
  }
}
