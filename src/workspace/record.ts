// What was called and how deliveries were acknowledged: the memory that tests assert on, bounded.
import type { AckRecord, CallRecord } from './model.js';

const MOST = 20_000;

export class Recorder {
  /** Every call in the order of arrival; the same array for the life of the workspace. */
  readonly calls: CallRecord[] = [];
  readonly acks: AckRecord[] = [];
  private readonly listeners = new Set<() => void>();

  call(record: CallRecord): void {
    this.calls.push(record);
    if (this.calls.length > MOST) this.calls.shift();
    this.tell();
  }

  ack(record: AckRecord): void {
    this.acks.push(record);
    if (this.acks.length > MOST) this.acks.shift();
    this.tell();
  }

  /** Something else that tests wait for has changed: an acknowledgement came late, a socket opened or closed. */
  changed(): void {
    this.tell();
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
