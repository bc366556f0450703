// The little that a device remembers between questions, so that a known firewall costs few calls; all of it is checked or short-lived.

import type { Clock } from '../../domain/clock.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { Remembered } from '../https/remembered.js';
import type { MergedNetwork } from './configWords.js';
import type { DeviceTime } from './deviceTime.js';
import type { FlowWords } from './parseFlow.js';
import type { SystemWords } from './parseSystem.js';

/** Ids of the dataplane; they may be reassigned by a commit, so name and gateway id are compared at every use. */
export interface KnownRow {
  readonly name: string;
  readonly id: number;
  readonly gatewayId: number | null;
  readonly innerInterface: string | null;
  readonly outerInterface: string | null;
  readonly localAddress: string | null;
  readonly peerAddress: string | null;
}

/** What one firewall has told before. */
export class Memory {
  readonly inventory: Remembered<readonly TunnelConfig[]>;
  readonly rows: Remembered<readonly KnownRow[]>;
  /** The clock of the firewall, and that of Panorama, which keeps the logs. */
  readonly time: Remembered<DeviceTime>;
  readonly logTime: Remembered<DeviceTime>;
  readonly system: Remembered<SystemWords>;
  /** The PFS group of the SA that came with an inbound SPI; only ipsec-sa tells it. */
  readonly groups = new Map<string, string | null>();
  /** With the time at which it began to be read. */
  readonly merged: Remembered<{ readonly atMs: number; readonly merged: MergedNetwork }>;
  /** `show vpn flow name` gives the detail of all proxy IDs at once on some versions and nothing on others. */
  flowByName: 'untried' | 'works' | 'useless' = 'untried';

  constructor(clock: Clock) {
    this.inventory = new Remembered(clock);
    this.merged = new Remembered(clock);
    this.rows = new Remembered(clock);
    this.time = new Remembered(clock);
    this.logTime = new Remembered(clock);
    this.system = new Remembered(clock);
  }

  learnRows(flows: readonly FlowWords[]): readonly KnownRow[] {
    const rows = flows.flatMap(
      ({ name, id, gatewayId, innerInterface, outerInterface, localAddress, peerAddress }) =>
        id === null
          ? []
          : [{ name, id, gatewayId, innerInterface, outerInterface, localAddress, peerAddress }],
    );
    this.rows.set(rows);
    return rows;
  }

  /** Another unit answers now: its ids are its own. */
  forgetUnit(): void {
    this.rows.forget();
    this.merged.forget();
    this.groups.clear();
    this.time.forget();
  }
}
