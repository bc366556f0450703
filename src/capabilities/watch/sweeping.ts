// One round of the watch: asks the devices whose turn it is, keeps what they say, and tells everybody who remembers something of it.

import type { Clock } from '../../domain/clock.js';
import type { Observation } from '../../domain/observation.js';
import type { DeviceSweep } from '../../domain/sweep.js';
import type { AskOptions, Desk } from '../../fleet/desk.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';
import type { Choice } from '../../watch/chosen.js';
import { judge } from '../../watch/judge.js';
import type { Judged } from '../../watch/known.js';
import type { WatchStore } from '../../watch/store.js';
import type { SweepListener } from '../../watch/swept.js';
import type { SweepFleet } from './sweepFleet.js';
import { createTelling } from './telling.js';

export interface SweepingParts {
  /** `asking`: questions of people that wait for this device now. */
  readonly desk: Desk & { asking(device: string): number };
  readonly fleet: SweepFleet;
  readonly clock: Clock;
  /** Milliseconds that only grow. */
  readonly elapsed: () => number;
  /** All that are configured. */
  readonly devices: readonly string[];
  readonly store: () => Promise<WatchStore>;
  readonly everySeconds: number;
  /** Calls beyond the tables of a device that a sweep may spend on counters. */
  readonly detailCalls: number;
  readonly choice: Choice;
  readonly listeners: readonly SweepListener[];
  /** @param what could not be done. */
  readonly onFault: (error: unknown, what: string) => void;
}

export interface Sweeping {
  sweep(devices: readonly string[], signal: AbortSignal): Promise<void>;
}

const sweepMs = 20_000;
/** Longer than a sweep can take: whoever has not kept it by then is dead. */
const leaseMs = 30_000;
const waitMs = 500;
const mostWaits = 20;

export function createSweeping(parts: SweepingParts): Sweeping {
  const { desk, fleet, clock, onFault } = parts;
  const everyMs = parts.everySeconds * 1000;
  const telling = createTelling(parts);

  async function one(device: string, turn: number, signal: AbortSignal): Promise<void> {
    const store = await parts.store();
    if (!(await untilFree(device, signal))) {
      await store.release(device, turn);
      return;
    }
    const ask: AskOptions = {
      signal,
      deadlineAt: new Date(clock.now().getTime() + sweepMs).toISOString(),
    };
    const [tunnels, seen] = await Promise.all([
      fleet.at(device, ask),
      desk.ask(device, 'sweep', { detail: parts.detailCalls }, { ...ask, maxAgeMs: 0 }),
    ]);
    if (signal.aborted) return;
    const at = clock.now().toISOString();
    const found = seen.known ? await fleet.fitting(device, seen.value, tunnels, ask) : tunnels;
    const judged = await store.keep(
      {
        device,
        turn,
        at,
        tunnels: found.tunnels.map(({ name }) => name),
        others: othersOf(device, found.tunnels),
      },
      (all) => judge({ device, at, everyMs, seen, ...found, choice: parts.choice }, all),
    );
    if (judged) await telling.tell(toldOf(device, turn, at, seen, judged), signal);
  }

  /** A person who waits for this device goes first. */
  async function untilFree(device: string, signal: AbortSignal): Promise<boolean> {
    for (let waits = 0; desk.asking(device) > 0; waits += 1) {
      if (waits >= mostWaits || signal.aborted) return false;
      await clock.sleep(waitMs, signal).catch(() => undefined);
    }
    return true;
  }

  let isFirst = true;
  return {
    async sweep(devices, signal) {
      const store = await parts.store();
      if (isFirst) await store.forgetOthers(parts.devices, clock.now().toISOString());
      isFirst = false;
      // Moments come a second or two late, and never much earlier than the interval.
      const claiming = { now: clock.now().toISOString(), leaseMs, gapMs: everyMs * 0.7 };
      const turns = await store.claim(devices, claiming);
      await Promise.all(
        [...turns].map(([device, turn]) =>
          one(device, turn, signal).catch((error: unknown) => {
            if (!signal.aborted) onFault(error, `${device} could not be swept`);
          }),
        ),
      );
      await telling.tellAgain(signal);
    },
  };
}

function othersOf(device: string, tunnels: readonly FleetTunnel[]) {
  return tunnels.flatMap(({ ours, theirs }) =>
    [ours, theirs].flatMap((end) =>
      end === null || end.device === device ? [] : [{ device: end.device, name: end.tunnel }],
    ),
  );
}

function toldOf(
  device: string,
  turn: number,
  at: string,
  seen: Observation<DeviceSweep>,
  { changes, marks, ends, deviceChange, beforeAt }: Judged,
) {
  const unit = seen.known ? seen.value.unit : null;
  const swept = seen.known ? { device, at, beforeAt, unit, ends, changes, marks } : null;
  return { device, turn, swept, deviceChange };
}
