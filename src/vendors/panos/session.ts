// The parts that every question to one firewall shares: units, memory, clock and the call counter.

import type { Clock } from '../../domain/clock.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { KeyedLimiter } from '../../support/limiter.js';
import { addressesOf, trustOf } from '../https/access.js';
import { KeyGate } from '../https/keyGate.js';
import { Remembered } from '../https/remembered.js';
import { Shared } from '../https/shared.js';
import { createTrustedAgent } from '../https/trust.js';
import { Units } from '../https/units.js';
import type { Asking } from './asking.js';
import { createPanosClient, type PanosClient } from './client.js';
import type { DeviceTime } from './deviceTime.js';
import { refusedBeforeFault } from './fault.js';
import { lookAtHa } from './fetchHa.js';
import { Memory } from './memory.js';
import type { FlowWords } from './parseFlow.js';
import type { SystemWords } from './parseSystem.js';
import type { IkeSaWords } from './parseVpn.js';
import type { PanosSettings } from './settings.js';
import { SweepMemory } from './sweepMemory.js';

export interface SessionOptions {
  readonly clock: Clock;
  /** Shared by all devices behind one Panorama; its concurrency then counts for all of them together. */
  readonly limiter?: KeyedLimiter;
  /** Shared in the same way. */
  readonly keyGate?: KeyGate;
}

export class Session {
  readonly settings: PanosSettings;
  readonly clock: Clock;
  readonly memory: Memory;
  readonly units: Units<Asking, PanosClient>;
  readonly sweep = new SweepMemory();
  readonly time: Shared<DeviceTime>;
  readonly logTime: Shared<DeviceTime>;
  readonly system: Shared<SystemWords>;
  readonly inventory: Shared<readonly TunnelConfig[]>;
  /** Whole tables are never reused, but one reply serves everybody who asks at the same moment. */
  readonly ikeTable: Shared<readonly IkeSaWords[]>;
  readonly flowTable: Shared<readonly FlowWords[]>;
  /** In the order of the configured addresses. */
  readonly clients: readonly PanosClient[];
  #calls = 0;

  constructor(settings: PanosSettings, options: SessionOptions) {
    this.settings = settings;
    this.clock = options.clock;
    this.memory = new Memory(options.clock);
    this.time = new Shared(this.memory.time);
    this.logTime = new Shared(this.memory.logTime);
    this.system = new Shared(this.memory.system);
    this.inventory = new Shared(this.memory.inventory);
    this.ikeTable = new Shared(new Remembered<readonly IkeSaWords[]>(options.clock));
    this.flowTable = new Shared(new Remembered<readonly FlowWords[]>(options.clock));
    const limiter = options.limiter ?? new KeyedLimiter(settings.maxConcurrentCalls);
    const keyGate = options.keyGate ?? new KeyGate(options.clock, refusedBeforeFault);
    this.clients = addressesOf(settings).map((address, index) =>
      createPanosClient({
        address,
        agent: createTrustedAgent(trustOf(settings, index), settings.maxConcurrentCalls, options.clock),
        clock: options.clock,
        apiKey: settings.apiKey,
        common: {
          ...(settings.panorama ? { target: settings.panorama.target } : {}),
          ...(settings.vsys === undefined ? {} : { vsys: settings.vsys }),
        },
        limiter,
        keyGate,
      }),
    );
    this.units = new Units<Asking, PanosClient>({
      clock: options.clock,
      units: this.clients,
      request: 'show high-availability state',
      look: lookAtHa,
      forgetUnit: () => this.memory.forgetUnit(),
      answersWithout: (reason) =>
        !['unreachable', 'timeout', 'untrusted', 'busy', 'not-configured', 'unauthorized'].includes(reason),
    });
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
