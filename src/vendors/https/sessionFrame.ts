// What every session with a firewall over HTTPS has: its settings, a client for each of its addresses, and the count of its calls.

import type https from 'node:https';
import type { Clock } from '../../domain/clock.js';
import { type Access, addressesOf, trustOf } from './access.js';
import { createTrustedAgent } from './trust.js';

export interface SessionSettings extends Access {
  readonly name: string;
  /** How long one ordinary call may take. */
  readonly timeouts: { readonly callMs: number };
}

export class SessionFrame<Settings extends SessionSettings, Client extends { close(): void }> {
  readonly settings: Settings;
  readonly clock: Clock;
  /** In the order of the configured addresses. */
  readonly clients: readonly Client[];
  #calls = 0;

  /** @param callsAtATime to one address */
  constructor(
    settings: Settings,
    clock: Clock,
    callsAtATime: number,
    clientAt: (address: string, agent: https.Agent) => Client,
  ) {
    this.settings = settings;
    this.clock = clock;
    this.clients = addressesOf(settings).map((address, index) =>
      clientAt(address, createTrustedAgent(trustOf(settings, index), callsAtATime, clock)),
    );
  }

  get name(): string {
    return this.settings.name;
  }

  get calls(): number {
    return this.#calls;
  }

  countCall(): void {
    this.#calls += 1;
  }

  close(): void {
    for (const client of this.clients) client.close();
  }
}
