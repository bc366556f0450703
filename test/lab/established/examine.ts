// One fault on a ground, looked at from each view: while traffic flows, and after the users gave up.
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AskedEnds } from '../cli.js';
import type { View } from '../fault.js';
import { formsOf } from '../figures.js';
import { diagnoseFrom, type Told, VIEWS } from '../table.js';
import type { Act, EstablishedFault } from './faults.js';
import type { Ground } from './ground.js';

export type Moment = 'flowing' | 'stopped';
export type Grade = 'right' | 'undecided' | 'HEALTHY-WRONG' | 'WRONG';

export interface Looked {
  readonly fault: EstablishedFault;
  readonly moment: Moment;
  readonly view: View;
  readonly told: Told;
  readonly grade: Grade;
  /** The forms of the lines that both logs held. */
  readonly printed: ReadonlySet<string>;
}

/** Seconds of traffic on the broken tunnel before anybody looks: long enough for times that count whole seconds. */
const brokenSeconds = 5;
/** And packets, fast: a part that is lost shows only in many. What flows while somebody looks is slow. */
const brokenPackets = 200;
const fast = { count: 100, intervalSeconds: 0.02 };
const slow = { count: 10, intervalSeconds: 0.1 };

async function act(ground: Ground, one: Act): Promise<void> {
  if ('run' in one) await ground.shell(one.at, one.run);
  else if ('daemon' in one) await ground.daemon(one.daemon, one.does);
  else await ground.swanctl(one.swanctl, one.args);
}

/** Every size in turn until the signal; says when enough were sent. */
async function traffic(
  ground: Ground,
  fault: EstablishedFault,
  until: () => boolean,
  enough: () => void,
): Promise<void> {
  const sizes = fault.bytes ?? [56];
  let sent = 0;
  for (let turn = 0; !until(); turn += 1) {
    const pace = sent < brokenPackets ? fast : slow;
    await ground.ping({ ...pace, bytes: sizes[turn % sizes.length] ?? 56 });
    sent += pace.count;
    if (sent >= brokenPackets) enough();
  }
}

/** Makes the fault and asks from all views, twice. The ground is not stopped. */
export async function examineEstablished(ground: Ground, fault: EstablishedFault): Promise<Looked[]> {
  for (const one of fault.before ?? []) await act(ground, one);
  await ground.bringUp();
  await ground.ping({ count: 10, ...(fault.bytes ? { bytes: fault.bytes[0] ?? 56 } : {}) });
  for (const one of fault.after ?? []) await act(ground, one);
  let over = false;
  let flowing = Promise.resolve();
  const enough = new Promise<void>((resolve, reject) => {
    flowing = traffic(ground, fault, () => over, resolve);
    flowing.catch(reject);
  });
  await Promise.all([enough, sleep(brokenSeconds * 1000)]);
  const during = await look(ground, fault, 'flowing');
  over = true;
  await flowing;
  return [...during, ...(await look(ground, fault, 'stopped'))];
}

async function look(ground: Ground, fault: EstablishedFault, moment: Moment): Promise<Looked[]> {
  const ends: AskedEnds = {
    left: await askedEnd(ground, 'left'),
    right: await askedEnd(ground, 'right'),
  };
  const printed = formsOf(
    (await Promise.all([ends.left, ends.right].map(({ logFile }) => readFile(logFile, 'utf8')))).join('\n'),
  );
  const told = await Promise.all(VIEWS.map((view) => diagnoseFrom(ends, view)));
  return told.map((one, index) => {
    const view = VIEWS[index] ?? 'both';
    return { fault, moment, view, told: one, grade: gradeOf(fault, view, one), printed };
  });
}

async function askedEnd(ground: Ground, side: 'left' | 'right') {
  return {
    viciUri: ground.viciUri(side),
    logFile: await ground.logFile(side),
    configFile: ground.configFile(side),
  };
}

/**
 * Right: the cause that was made. Undecided: from one end alone (or where nothing was offered), at most possible, with the
 * cause among the alternatives. A healthy that is more than that is the worst answer.
 */
export function gradeOf(fault: EstablishedFault, view: View, { verdict, alternatives }: Told): Grade {
  const truths: readonly string[] = [fault.cause, ...(fault.alsoTrue ?? [])];
  if (verdict.cause === 'device-unreachable' && view !== 'both') return 'undecided';
  if (truths.includes(verdict.cause)) return 'right';
  const named = alternatives.some(({ cause }) => truths.includes(cause));
  const unsure = verdict.confidence === 'possible' || verdict.confidence === 'none';
  if (unsure && named && (view !== 'both' || fault.undecidable === true)) return 'undecided';
  return verdict.cause === 'tunnel-up-healthy' ? 'HEALTHY-WRONG' : 'WRONG';
}
