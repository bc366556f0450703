// One round of the watch: asks the devices whose turn it is, keeps what they say, and tells everybody who remembers something of it.

import type { Clock } from '../../domain/clock.js';
import type { Observation } from '../../domain/observation.js';
import type { DeviceSweep } from '../../domain/sweep.js';
import type { AskOptions, Desk } from '../../fleet/desk.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';
import { KeyedLimiter } from '../../support/limiter.js';
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
/** Moments come a second or two late, and never much earlier than the interval; one that waited longer would cost the next one. */
const leastGap = 0.7;
/** Each holds the answer of a whole firewall, and those that hang keep others waiting: more at once is neither faster nor smaller. */
const mostAtOnce = 24;

export function createSweeping(parts: SweepingParts): Sweeping {
  const { desk, fleet, clock, onFault } = parts;
  const everyMs = parts.everySeconds * 1000;
  const leastGapMs = everyMs * leastGap;
  const telling = createTelling(parts);
  const limiter = new KeyedLimiter(mostAtOnce);

  /** Its turn is claimed when it begins: what waits for a place holds nothing, and its time does not run. */
  async function oneInTurn(device: string, signal: AbortSignal): Promise<void> {
    const isFree = await untilFree(device, signal);
    await limiter.run('all', async () => {
      if (signal.aborted) return;
      const claiming = { now: clock.now().toISOString(), leaseMs, gapMs: leastGapMs };
      const turn = (await (await parts.store()).claim([device], claiming)).get(device);
      if (turn !== undefined) await one(device, turn, isFree ? parts.detailCalls : 0, signal);
    });
  }

  async function one(device: string, turn: number, detail: number, signal: AbortSignal): Promise<void> {
    const store = await parts.store();
    const ask: AskOptions = {
      signal,
      deadlineAt: new Date(clock.now().getTime() + sweepMs).toISOString(),
    };
    const [tunnels, seen] = await Promise.all([
      fleet.at(device, ask),
      desk.ask(device, 'sweep', { detail }, { ...ask, maxAgeMs: 0 }),
    ]);
    if (signal.aborted) return;
    const at = clock.now().toISOString();
    const found = seen.known
      ? await fleet.fitting(device, { rows: seen.value.rows, at }, tunnels, ask)
      : tunnels;
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

  /** A person who waits for this device goes first, but not for so long that nobody looks: false then, and the look is the cheapest one. */
  async function untilFree(device: string, signal: AbortSignal): Promise<boolean> {
    for (let waitedMs = 0; desk.asking(device) > 0; waitedMs += waitMs) {
      if (waitedMs >= everyMs - leastGapMs || signal.aborted) return false;
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
      await Promise.all(
        devices.map((device) =>
          oneInTurn(device, signal).catch((error: unknown) => {
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
