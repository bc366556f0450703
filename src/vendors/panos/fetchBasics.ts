// Asking for what describes the whole firewall in one call: identity, clock, drop counters.

import type { DeviceClock, DeviceIdentity, DeviceUptime, DropCounter } from '../../domain/device.js';
import type { Observation } from '../../domain/observation.js';
import { sameMomentMs } from '../https/units.js';
import { type DeviceTime, placeClock } from './deviceTime.js';
import { parseSystem, type SystemWords } from './parseSystem.js';
import type { Question } from './question.js';
import { bigNumber, rows, text } from './words.js';
import type { XmlNode } from './xml.js';

const systemFreshMs = 3_600_000;
const clockFreshMs = 1_800_000;

export function fetchSystem(question: Question, maxAgeMs = systemFreshMs): Promise<Observation<SystemWords>> {
  return question.session.system.ask(question, maxAgeMs, async (part) => {
    const reply = await part.read('system-info');
    if (!reply.known) return reply;
    const words = parseSystem(reply.value);
    return words === null
      ? part.gap(
          'unreadable',
          'The firewall answered without system information.',
          'Report it with the version.',
        )
      : part.known(words);
  });
}

export async function fetchIdentity(question: Question): Promise<Observation<DeviceIdentity>> {
  const words = await fetchSystem(question, sameMomentMs);
  if (!words.known) return words;
  const { hostname, model, version, serial } = words.value;
  return question.known({ hostname, model, version, serial });
}

export async function fetchUptime(question: Question): Promise<Observation<DeviceUptime>> {
  const words = await fetchSystem(question, sameMomentMs);
  if (!words.known) return words;
  const { uptimeSeconds } = words.value;
  if (uptimeSeconds === null) {
    return question.gap(
      'unreadable',
      'The firewall does not tell since when it runs.',
      'Look at `show system info`.',
    );
  }
  const startedAt = new Date(question.nowMs - uptimeSeconds * 1000).toISOString();
  return question.known({ startedAt, what: 'device' });
}

/** The clock that places device-local times; a read one serves for half an hour, summer time included. */
export function fetchTime(question: Question, maxAgeMs = clockFreshMs): Promise<Observation<DeviceTime>> {
  return question.session.time.ask(question, maxAgeMs, (part) => readTime(part, true));
}

/** The clock when it is known already; asking for it is a call. */
export function rememberedTime(question: Question): DeviceTime | null {
  return question.session.memory.time.get(clockFreshMs);
}

/** Logs behind Panorama are Panorama's, in its own local time; the firewall's is the next best, and most rows carry their offset. */
export function fetchLogTime(question: Question): Promise<Observation<DeviceTime>> {
  if (!question.session.settings.panorama) return fetchTime(question);
  return question.session.logTime.ask(question, clockFreshMs, async (part) => {
    const own = await readTime(part, false);
    return own.known || part.signal.aborted ? own : fetchTime(part);
  });
}

async function readTime(question: Question, toTarget: boolean): Promise<Observation<DeviceTime>> {
  const reply = await question.read('clock', {}, { toTarget, text: true });
  if (!reply.known) return reply;
  const time = placeClock(reply.value.text, question.nowMs);
  return time === null
    ? question.gap(
        'unreadable',
        'The firewall answered its clock in an unknown form.',
        'Report it with the version.',
      )
    : question.known(time);
}

export async function fetchClock(question: Question): Promise<Observation<DeviceClock>> {
  const time = await fetchTime(question, sameMomentMs);
  return time.known ? question.known(time.value.clock) : time;
}

/** Of the aspect `forward` only what is dropped or cut for its size touches a tunnel. */
const ofSize = /mtu|_df\b|frag/;

/**
 * Counters of the aspect `tunnel`, and those of the aspect `forward` that tell of sizes, since they were last cleared; `delta` would
 * be shared with everybody who asks. Only counters that moved are listed, so a missing answer must not pass for "none".
 */
export async function fetchDrops(question: Question): Promise<Observation<readonly DropCounter[]>> {
  const [tunnel, forward] = await Promise.all([
    question.read('tunnel-counters', {}, { table: 'wrapped' }),
    question.read('forward-counters', {}, { table: 'wrapped' }),
  ]);
  if (!tunnel.known) return tunnel;
  if (!forward.known) return forward;
  const sizes = counters(forward.value).filter(({ name }) => ofSize.test(name));
  return question.known([...counters(tunnel.value), ...sizes]);
}

function counters(reply: XmlNode): readonly DropCounter[] {
  return rows(reply, 'name', 'value').flatMap((row) => {
    const value = bigNumber(row, 'value');
    return value === null ? [] : [{ name: text(row, 'name') ?? '', value, meaning: text(row, 'desc') ?? '' }];
  });
}
