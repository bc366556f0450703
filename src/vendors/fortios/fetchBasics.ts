// Asking for what describes the whole FortiGate: who it is, its clock, since when it runs.

import type { DeviceClock, DeviceIdentity, DeviceUptime } from '../../domain/device.js';
import type { Observation } from '../../domain/observation.js';
import { sameMomentMs } from '../https/units.js';
import { parseSystem, parseTime, type SystemWords } from './parseSystem.js';
import type { Question } from './question.js';

const systemFreshMs = 3_600_000;
/** The clock leaves out the fraction of its second; half a second is the middle of what it may be. */
const halfSecondMs = 500;

/** The state of the web interface tells most; where it tells nothing, the status does. */
function fetchSystem(question: Question, maxAgeMs: number): Promise<Observation<SystemWords>> {
  return question.session.system.ask(question, maxAgeMs, async (part) => {
    const state = await part.read('state');
    const words = state.known ? parseSystem(state.value.results) : null;
    if (words !== null && words.hostname !== null) return part.known(words);
    const status = await part.read('status');
    if (!status.known) return status;
    const told = parseSystem(status.value.results);
    return told === null
      ? part.gap('unreadable', 'The firewall answered without its status.', 'Report it with the version.')
      : part.known({ ...told, ...(words === null ? {} : withoutNull(words)) });
  });
}

function withoutNull(words: SystemWords): Partial<SystemWords> {
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== null));
}

/** Serial number and version stand in the envelope of every reply. */
export async function fetchIdentity(question: Question): Promise<Observation<DeviceIdentity>> {
  const words = await fetchSystem(question, sameMomentMs);
  if (!words.known) return words;
  const { serial, version, build } = question.session.told;
  const { hostname, model } = words.value;
  const whole = version === null || build === null ? version : `${version} build${build}`;
  return question.known({ hostname, model, version: whole, serial });
}

export async function fetchUptime(question: Question): Promise<Observation<DeviceUptime>> {
  const words = await fetchSystem(question, sameMomentMs);
  if (!words.known) return words;
  const { snapshotMs, rebootMs } = words.value;
  if (rebootMs === null)
    return question.gap(
      'not-supported',
      'This FortiOS version does not tell over its API since when it runs.',
      'Look at `get system performance status`.',
    );
  // By its own clock both: the difference is free of how far that is off.
  const runsMs = snapshotMs === null ? null : snapshotMs - rebootMs;
  const startedMs = runsMs === null ? rebootMs : question.nowMs - runsMs;
  return question.known({ startedAt: new Date(startedMs).toISOString(), what: 'device' });
}

export async function fetchClock(question: Question): Promise<Observation<DeviceClock>> {
  return await fetchTime(question, sameMomentMs);
}

/** How far its clock is from ours; one that was read serves for as long as the asker allows. */
function fetchTime(question: Question, maxAgeMs: number): Promise<Observation<DeviceClock>> {
  return question.session.time.ask(question, maxAgeMs, async (part) => {
    const system = await fetchSystem(part, systemFreshMs);
    const reply = await part.read('time');
    if (!reply.known) return reply;
    const seconds = parseTime(reply.value.results);
    if (seconds === null)
      return part.gap(
        'unreadable',
        'The firewall answered its clock in an unknown form.',
        'Report it with the version.',
      );
    const zone = system.known ? system.value.zone : null;
    return part.known({
      deviceTime: new Date(seconds * 1_000).toISOString(),
      offsetMs: seconds * 1_000 + halfSecondMs - part.nowMs,
      zone,
      utcOffsetMinutes: null,
    });
  });
}
