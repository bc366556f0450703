// When a key or token may be sent: one that was never accepted tries alone, and one that was refused rests until it changes or time passes.

import type { Clock } from '../../domain/clock.js';
import { failed } from '../outcome.js';
import type { Fault, Outcome } from './fault.js';

/** Firewalls lock an administrator out for minutes to hours; a key that was mended in its file is another key and is sent at once. */
export const keyRestMs = 10 * 60_000;

/** Shared by every device behind the same address, because the address counts refusals, not the device. */
export class KeyGate {
  readonly #clock: Clock;
  readonly #refusedBefore: Fault;
  readonly #accepted = new Set<string>();
  readonly #restsUntil = new Map<string, number>();
  readonly #trying = new Map<string, Promise<unknown>>();

  /** @param refusedBefore what is answered instead of sending a key that rests */
  constructor(clock: Clock, refusedBefore: Fault) {
    this.#clock = clock;
    this.#refusedBefore = refusedBefore;
  }

  rests(address: string, key: string): boolean {
    return (this.#restsUntil.get(`${address} ${key}`) ?? 0) > this.#clock.now().getTime();
  }

  /** Sends with the key unless it rests. While nobody knows whether it is accepted, one request finds out and the others wait for it. */
  async send<T>(address: string, key: string, exchange: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const both = `${address} ${key}`;
    // An answer that says nothing about the key lets everybody go on: nobody waits a second time.
    const trying = this.#trying.get(both);
    if (trying && !this.#accepted.has(both)) await trying;
    if (this.rests(address, key)) return failed(this.#refusedBefore);
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
      this.#restsUntil.set(both, this.#clock.now().getTime() + keyRestMs);
    } else if (outcome.ok || outcome.fault.code !== null) {
      this.#accepted.add(both);
      this.#restsUntil.delete(both);
    }
    return outcome;
  }
}
