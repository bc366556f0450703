// The two ways a delivery reaches the app share this shape: Socket Mode and signed HTTP.
import type { DeliveryKind, Fields } from './model.js';

export interface Parcel {
  id: string;
  kind: DeliveryKind;
  payload: Fields;
  retryAttempt: number;
  retryReason: string;
}

export type Arrival =
  /** Acknowledged within the time; `response` is what the app answered with, `{}` when nothing. */
  | { state: 'acked'; response: Fields; latencyMs: number }
  /** Sent, but no acknowledgement in time. */
  | { state: 'timeout'; latencyMs: number }
  /** Not sent, or answered with something other than success. */
  | { state: 'failed'; reason: 'no_socket' | 'connection_failed' | 'http_error'; latencyMs: number };

export interface Transport {
  /** `onLate` is called when the acknowledgement comes after all, with the milliseconds it took. */
  deliver(parcel: Parcel, timeoutMs: number, onLate: (latencyMs: number) => void): Promise<Arrival>;
}
