// How something that happened reaches the app: one transport, three seconds, and Slack's retries for events.
import type { Faults } from './faults.js';
import { fieldsOf, textOf } from './fields.js';
import { LIMITS } from './limits.js';
import type { AckRecord, DeliveryKind, Fields } from './model.js';
import type { Recorder } from './record.js';
import type { Arrival, Parcel, Transport } from './transport.js';

export interface DeliveryOptions {
  ackTimeoutMs: number;
  /** Waits before the first, second and third redelivery of an event. Slack: at once, a minute, five minutes. */
  retryDelaysMs: readonly number[];
}

function typeOf(kind: DeliveryKind, payload: Fields): string {
  if (kind === 'slash_commands') return kind;
  return textOf(kind === 'events_api' ? fieldsOf(payload.event).type : payload.type);
}

export class Delivery {
  private readonly timers = new Set<NodeJS.Timeout>();
  private sequence = 0;
  private stopped = false;

  constructor(
    private readonly transport: Transport,
    private readonly recorder: Recorder,
    private readonly faults: Faults,
    private readonly options: DeliveryOptions,
  ) {}

  /** Commands and interactions: once, never again. */
  async ask(kind: 'slash_commands' | 'interactive', payload: Fields): Promise<Arrival> {
    return this.once({ id: this.newId(), kind, payload, retryAttempt: 0, retryReason: '' });
  }

  /** Events: again up to three times with the same payload when the app does not acknowledge. */
  async tell(payload: Fields): Promise<Arrival> {
    const parcel: Parcel = {
      id: this.newId(),
      kind: 'events_api',
      payload,
      retryAttempt: 0,
      retryReason: '',
    };
    const arrival = await this.once(parcel);
    if (arrival.state !== 'acked') this.retryLater(parcel, arrival, 1);
    else if (this.faults.takeRepeat()) {
      await this.once({ ...parcel, retryAttempt: 1, retryReason: 'http_timeout' });
    }
    return arrival;
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private retryLater(parcel: Parcel, last: Arrival, attempt: number): void {
    const delayMs = this.options.retryDelaysMs[attempt - 1];
    if (this.stopped || delayMs === undefined || attempt > LIMITS.eventRetries.max) return;
    const retryReason =
      last.state === 'timeout' ? 'http_timeout' : last.state === 'failed' ? last.reason : '';
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const again: Parcel = { ...parcel, retryAttempt: attempt, retryReason };
      void this.once(again).then((arrival) => {
        if (arrival.state !== 'acked') this.retryLater(again, arrival, attempt + 1);
      });
    }, delayMs);
    this.timers.add(timer);
  }

  private async once(parcel: Parcel): Promise<Arrival> {
    const record: AckRecord = {
      id: parcel.id,
      kind: parcel.kind,
      type: typeOf(parcel.kind, parcel.payload),
      retryAttempt: parcel.retryAttempt,
      acked: false,
      latencyMs: 0,
      late: false,
      payload: parcel.payload,
      response: {},
    };
    const onLate = (latencyMs: number): void => {
      record.late = true;
      record.latencyMs = latencyMs;
      this.recorder.changed();
    };
    let arrival = await this.transport.deliver(parcel, this.options.ackTimeoutMs, onLate);
    if (arrival.state === 'acked' && this.faults.takeLostAck()) {
      arrival = { state: 'timeout', latencyMs: this.options.ackTimeoutMs };
    }
    record.latencyMs = arrival.latencyMs;
    record.acked = arrival.state === 'acked';
    if (arrival.state === 'acked') record.response = arrival.response;
    this.recorder.ack(record);
    return arrival;
  }

  private newId(): string {
    this.sequence += 1;
    return `d${this.sequence}`;
  }
}
