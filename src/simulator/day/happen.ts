// What each event of a day does to the pairs and devices of a fleet.
import type { Device } from '../device/device.js';
import type { Fault } from '../model/fault.js';
import type { Pair } from '../pair/pair.js';
import type { DayEvent } from './event.js';
import type { Timeline } from './timeline.js';

/** What an event may reach for. Names that the fleet does not have are refused with an error. */
export interface DayWorld {
  readonly pair: (name: string) => Pair;
  readonly device: (name: string) => Device;
  /** Puts a fault into a pair, or says why it cannot. */
  readonly inject: (pair: string, fault: Fault, atMs: number, by?: string) => void;
  readonly timeline: Timeline;
}

export function happen(world: DayWorld, event: DayEvent, atMs: number): void {
  switch (event.what) {
    case 'fault':
      world.inject(event.pair, event.fault, atMs, event.by);
      break;
    case 'mend':
      world.pair(event.pair).clear(event.fault, atMs, event.by);
      break;
    case 'quiet':
      world.pair(event.pair).setQuiet(event.quiet, atMs);
      break;
    case 'line':
      blockLine(world.device(event.firewall), 'line', !event.works, atMs);
      break;
    case 'link':
      world.device(event.firewall).changeLink(event.up, atMs);
      blockLine(world.device(event.firewall), 'line', !event.up, atMs);
      break;
    case 'failover':
      failOver(world, world.device(event.firewall), atMs);
      break;
    case 'restart':
      restart(world, world.device(event.firewall), event.seconds, atMs);
      break;
    case 'clock':
      world.device(event.firewall).clockJumps.push({ atMs, seconds: event.seconds });
      break;
    case 'silent':
      world.device(event.firewall).silentUntilMs = atMs + event.seconds * 1000;
      break;
    case 'commit':
      world.device(event.firewall).commits.push({ atMs, by: event.by });
      break;
  }
}

function blockLine(device: Device, form: 'line' | 'off', blocked: boolean, atMs: number): void {
  for (const { pair, side } of device.ends) {
    const fault: Fault = { kind: 'peer-unreachable', end: side, form };
    if (blocked) pair.inject(fault, atMs);
    else pair.clear(fault, atMs);
  }
}

function mateOf(world: DayWorld, device: Device): Device | undefined {
  return device.spec.ha && world.device(device.spec.ha.mate);
}

function failOver(world: DayWorld, device: Device, atMs: number): void {
  const mate = mateOf(world, device);
  if (mate === undefined) throw new Error(`${device.spec.name} has no mate that could take over.`);
  for (const unit of [device, mate]) unit.changeRole(atMs);
  for (const { pair, side } of device.ends) pair.countFromZero(side, atMs);
}

function restart(world: DayWorld, device: Device, seconds: number, atMs: number): void {
  const againMs = atMs + seconds * 1000;
  const carries = device.haState() !== 'passive';
  const mate = mateOf(world, device);
  if (carries && mate !== undefined) failOver(world, device, atMs);
  device.silentUntilMs = againMs;
  device.stops(atMs);
  world.timeline.add(againMs, () => device.starts(againMs));
  if (mate !== undefined) return;
  for (const { pair, side } of device.ends) pair.switchOff(side, atMs);
  blockLine(device, 'off', true, atMs);
  world.timeline.add(againMs, () => blockLine(device, 'off', false, againMs));
}
