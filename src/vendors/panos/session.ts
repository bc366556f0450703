// The parts that every question to one firewall shares: units, memory, clock and the call counter.

import type { Clock } from '../../domain/clock.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { KeyedLimiter } from '../../support/limiter.js';
import { KeyGate } from '../https/keyGate.js';
import { Remembered } from '../https/remembered.js';
import { SessionFrame } from '../https/sessionFrame.js';
import { Shared } from '../https/shared.js';
import { SharedReads } from '../https/sharedReads.js';
import { Units } from '../https/units.js';
import type { Asking } from './asking.js';
import { createPanosClient, type PanosClient } from './client.js';
import type { DeviceTime } from './deviceTime.js';
import { lookAtHa } from './fetchHa.js';
import { Memory } from './memory.js';
import type { FlowWords } from './parseFlow.js';
import type { VpnRows } from './parseLog.js';
import type { ForwardingWords, InterfaceWords, SessionWords } from './parsePath.js';
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

const mostRowsKept = 2000;

function isShort({ length }: readonly unknown[]): boolean {
  return length <= mostRowsKept;
}

export class Session extends SessionFrame<PanosSettings, PanosClient> {
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
  /** What the ways of several tunnels have in common, and the log that they share. */
  readonly vpnRows = new SharedReads<VpnRows>({ isWhole: ({ rows }, most) => rows.length < most });
  readonly interfaces = new SharedReads<InterfaceWords | null>();
  readonly forwarding = new SharedReads<readonly ForwardingWords[]>({ isSmall: isShort });
  readonly sessions = new SharedReads<readonly SessionWords[]>({ isSmall: isShort });

  constructor(settings: PanosSettings, options: SessionOptions) {
    const limiter = options.limiter ?? new KeyedLimiter(settings.maxConcurrentCalls);
    const keyGate = options.keyGate ?? new KeyGate(options.clock);
    super(settings, options.clock, settings.maxConcurrentCalls, (address, agent) =>
      createPanosClient({
        address,
        agent,
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
    this.memory = new Memory(options.clock);
    this.time = new Shared(this.memory.time);
    this.logTime = new Shared(this.memory.logTime);
    this.system = new Shared(this.memory.system);
    this.inventory = new Shared(this.memory.inventory);
    this.ikeTable = new Shared(new Remembered<readonly IkeSaWords[]>(options.clock));
    this.flowTable = new Shared(new Remembered<readonly FlowWords[]>(options.clock));
    this.units = new Units<Asking, PanosClient>({
      clock: options.clock,
      units: this.clients,
      request: 'show high-availability state',
      look: lookAtHa,
      forgetUnit: () => this.#forgetUnit(),
      answersWithout: (reason) =>
        !['unreachable', 'timeout', 'untrusted', 'busy', 'not-configured', 'unauthorized'].includes(reason),
    });
  }

  #forgetUnit(): void {
    this.memory.forgetUnit();
    for (const reads of [this.vpnRows, this.interfaces, this.forwarding, this.sessions]) reads.forget();
  }
}
