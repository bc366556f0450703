// When a key or token may be sent: one that was never accepted tries alone, and one that was refused rests until it changes or time passes.

import type { Clock } from '../../domain/clock.js';
import { clockUtc } from '../../domain/utc.js';
import { failed } from '../outcome.js';
import { type Fault, fault, type Outcome } from './fault.js';

/** Firewalls lock an administrator out for minutes to hours; a key that was mended in its file is another key and is sent at once. */
export const keyRestMs = 10 * 60_000;

interface Refusal {
  readonly fault: Fault;
  readonly atMs: number;
}

/** Shared by every device behind the same address, because the address counts refusals, not the device. */
export class KeyGate {
  readonly #clock: Clock;
  readonly #accepted = new Set<string>();
  readonly #refused = new Map<string, Refusal>();
  readonly #trying = new Map<string, Promise<unknown>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  rests(address: string, key: string): boolean {
    return this.#resting(`${address} ${key}`) !== null;
  }

  #resting(both: string): Refusal | null {
    const refusal = this.#refused.get(both);
    return refusal && this.#clock.now().getTime() < refusal.atMs + keyRestMs ? refusal : null;
  }

  /** Sends with the key unless it rests. While nobody knows whether it is accepted, one request finds out and the others wait for it. */
  async send<T>(address: string, key: string, exchange: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const both = `${address} ${key}`;
    // An answer that says nothing about the key lets everybody go on: nobody waits a second time.
    const trying = this.#trying.get(both);
    if (trying && !this.#accepted.has(both)) await trying;
    const refusal = this.#resting(both);
    if (refusal) return failed(toldAgain(refusal));
    const sent = exchange();
    if (!this.#accepted.has(both) && !this.#trying.has(both)) {
      const settled = sent.then(
        () => undefined,
        () => undefined,
      );
      this.#trying.set(both, settled);
      settled.finally(() => this.#trying.delete(both));
    }
    const outcome = await sent;
    if (!outcome.ok && outcome.fault.refusesKey) {
      this.#accepted.delete(both);
      this.#refused.set(both, { fault: outcome.fault, atMs: this.#clock.now().getTime() });
    } else if (outcome.ok || outcome.fault.code !== null) {
      this.#accepted.add(both);
      this.#refused.delete(both);
    }
    return outcome;
  }
}

/** What is answered instead of sending a key that rests: the refusal in its own words, with its time. */
function toldAgain({ fault: { reason, says, remedy }, atMs }: Refusal): Fault {
  const at = clockUtc(new Date(atMs).toISOString());
  return fault([reason, `${says.replace(/\.$/, '')} (at ${at} UTC; it was not sent again).`, remedy]);
}
