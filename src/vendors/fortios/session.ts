// The parts that every question to one FortiGate shares: units, what it told of itself, and the call counter.

import type { Clock } from '../../domain/clock.js';
import type { DeviceClock } from '../../domain/device.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { KeyedLimiter } from '../../support/limiter.js';
import { KeyGate } from '../https/keyGate.js';
import { Remembered } from '../https/remembered.js';
import { SessionFrame } from '../https/sessionFrame.js';
import { Shared } from '../https/shared.js';
import { Units } from '../https/units.js';
import type { Asking } from './asking.js';
import { createFortiClient, type FortiClient } from './client.js';
import { lookAtHa } from './fetchHa.js';
import type { SystemWords } from './parseSystem.js';
import type { TunnelRow } from './parseTunnels.js';
import { reads } from './reads.js';
import type { FortiReply } from './reply.js';
import { nameOf } from './requests.js';
import type { FortiosSettings, LogStore } from './settings.js';
import { SweepMemory } from './sweepMemory.js';

/** What everybody shares who asks the same address: each virtual domain is a device of its own, and the FortiGate is one. */
export interface Common {
  readonly limiter: KeyedLimiter;
  readonly keyGate: KeyGate;
}

export interface SessionOptions {
  readonly clock: Clock;
  readonly common?: Common;
}

/** A slow web server of few processes answers both us and people: one call at a time. */
const callsAtATime = 1;

export function commonBy(clock: Clock): Common {
  return { limiter: new KeyedLimiter(callsAtATime), keyGate: new KeyGate(clock) };
}

export class Session extends SessionFrame<FortiosSettings, FortiClient> {
  readonly units: Units<Asking, FortiClient>;
  readonly time: Shared<DeviceClock>;
  readonly system: Shared<SystemWords>;
  readonly inventory: Shared<readonly TunnelConfig[]>;
  /** What runs; one reply serves everybody who asks at the same moment. */
  readonly tunnels: Shared<readonly TunnelRow[]>;
  readonly logStore: Shared<LogStore>;
  readonly sweep = new SweepMemory();
  /** The configured HA mode, which a failover does not change. */
  readonly haMode: Shared<string>;
  readonly #time: Remembered<DeviceClock>;
  readonly #system: Remembered<SystemWords>;
  #told: Pick<FortiReply, 'serial' | 'version' | 'build'> = { serial: null, version: null, build: null };

  constructor(settings: FortiosSettings, { clock, common = commonBy(clock) }: SessionOptions) {
    super(settings, clock, callsAtATime, (address, agent) =>
      createFortiClient({ address, agent, clock, token: settings.token, vdom: settings.vdom, ...common }),
    );
    this.#time = new Remembered(clock);
    this.#system = new Remembered(clock);
    this.time = new Shared(this.#time);
    this.system = new Shared(this.#system);
    this.inventory = new Shared(new Remembered(clock));
    this.tunnels = new Shared(new Remembered(clock));
    this.logStore = new Shared(new Remembered(clock));
    this.haMode = new Shared(new Remembered(clock));
    this.units = new Units<Asking, FortiClient>({
      clock,
      units: this.clients,
      request: nameOf(reads['ha-config']),
      look: (question, unit, hurry) => lookAtHa(this.haMode, question, unit, hurry),
      forgetUnit: () => undefined,
      // Its HA state is another right than its tunnels.
      answersWithout: (reason) =>
        !['unreachable', 'timeout', 'untrusted', 'busy', 'not-configured'].includes(reason),
    });
  }

  /** Every reply says which unit with which version gave it. At the address of a cluster another one may answer now. */
  learn({ serial, version, build }: FortiReply): void {
    if (serial === null) return;
    const isOther = this.#told.serial !== null && this.#told.serial !== serial;
    this.#told = { serial, version, build };
    if (!isOther) return;
    this.#time.forget();
    this.#system.forget();
  }

  /** The unit of a cluster that answers: by its address where the units have their own, else by its serial number; null where there is no cluster. */
  get unit(): string | null {
    const { answering, count } = this.units;
    return answering === null || count > 1 ? answering : this.#told.serial;
  }

  /** Of the unit that answered last. */
  get told(): Pick<FortiReply, 'serial' | 'version' | 'build'> {
    return this.#told;
  }

  /** Major and minor of the version that answered last, 7.4 as 704; null before any answer. */
  get firmware(): number | null {
    const found = /^v(\d+)\.(\d+)/.exec(this.#told.version ?? '');
    return found ? Number(found[1]) * 100 + Number(found[2]) : null;
  }
}
