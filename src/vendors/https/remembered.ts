// One value with its time: what a device told before, for as long as the asker allows.

import type { Clock } from '../../domain/clock.js';

export class Remembered<T> {
  readonly #clock: Clock;
  #kept: { readonly value: T; readonly atMs: number } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(maxAgeMs: number): T | null {
    if (this.#kept === null) return null;
    return this.#clock.now().getTime() - this.#kept.atMs < maxAgeMs ? this.#kept.value : null;
  }

  set(value: T): void {
    this.#kept = { value, atMs: this.#clock.now().getTime() };
  }

  forget(): void {
    this.#kept = null;
  }
}
