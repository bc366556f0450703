// What was called and how deliveries were acknowledged: the memory that tests assert on, bounded.
import type { AckRecord, CallRecord } from './model.js';

const MOST = 20_000;
const MOST_BYTES = 64 * 1024 * 1024;

export class Recorder {
  /** Every call in the order of arrival; the same array for the life of the workspace. */
  readonly calls: CallRecord[] = [];
  readonly acks: AckRecord[] = [];
  private readonly sizes: number[] = [];
  private bytes = 0;
  private readonly listeners = new Set<() => void>();

  /** @param bytes how large the request was. */
  call(record: CallRecord, bytes = 0): void {
    this.calls.push(record);
    this.sizes.push(bytes);
    this.bytes += bytes;
    while (this.calls.length > MOST || (this.bytes > MOST_BYTES && this.calls.length > 1)) {
      this.calls.shift();
      this.bytes -= this.sizes.shift() ?? 0;
    }
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
