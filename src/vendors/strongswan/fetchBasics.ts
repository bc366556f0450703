// What a daemon tells of itself: version, since when it runs, and the packets that it dropped.

import type { Clock } from '../../domain/clock.js';
import type {
  CallContext,
  DeviceClock,
  DeviceIdentity,
  DeviceUptime,
  DropCounter,
} from '../../domain/device.js';
import { failed, type Outcome, success } from '../outcome.js';
import type { ViciClient } from './client.js';
import { normalizeUptime } from './normalizeUptime.js';
import { parseMessage } from './parse.js';
import { reads } from './requests.js';
import { countersSchema, statsSchema, versionSchema } from './schema.js';
import type { StrongswanSettings } from './settings.js';

export async function fetchIdentity(client: ViciClient, call: CallContext): Promise<Outcome<DeviceIdentity>> {
  const reply = await client.ask(reads.version, {}, call);
  if (!reply.ok) return reply;
  const version = parseMessage(reply.value, reads.version, versionSchema);
  if (!version.ok) return version;
  const { daemon = 'charon', version: number, sysname = '', release = '' } = version.value;
  const system = `${sysname} ${release}`.trim();
  return success({
    hostname: null,
    model: system === '' ? `strongSwan ${daemon}` : `strongSwan ${daemon} on ${system}`,
    version: number,
    serial: null,
  });
}

export async function fetchUptime(
  client: ViciClient,
  clock: Clock,
  call: CallContext,
): Promise<Outcome<DeviceUptime>> {
  const reply = await client.ask(reads.stats, {}, call);
  if (!reply.ok) return reply;
  const stats = parseMessage(reply.value, reads.stats, statsSchema);
  return stats.ok ? normalizeUptime(stats.value, clock.now()) : stats;
}

const counterMeanings: Readonly<Record<string, string>> = {
  invalid: 'IKE messages that could not be read',
  'invalid-spi': 'IKE messages for an IKE SA that is not there (any more)',
};

export async function fetchDrops(
  client: ViciClient,
  call: CallContext,
): Promise<Outcome<readonly DropCounter[]>> {
  const reply = await client.ask(reads.counters, {}, call);
  if (!reply.ok) return reply;
  const counters = parseMessage(reply.value, reads.counters, countersSchema);
  if (!counters.ok) return counters;
  const daemon = counters.value.counters[''] ?? {};
  return success(
    Object.entries(counterMeanings).flatMap(([name, meaning]) => {
      const value = daemon[name];
      return value !== undefined && /^\d{1,20}$/.test(value) ? { name, value: BigInt(value), meaning } : [];
    }),
  );
}

/** VICI tells no clock; behind a UNIX socket the daemon lives on our own machine and shares ours. */
export function ofOwnMachine(
  { vici, timeZone }: Pick<StrongswanSettings, 'vici' | 'timeZone'>,
  clock: Clock,
): Outcome<DeviceClock> {
  if (vici.kind === 'unix') {
    return success({
      deviceTime: clock.now().toISOString(),
      offsetMs: 0,
      zone: timeZone,
      utcOffsetMinutes: null,
    });
  }
  return failed({
    reason: 'not-supported',
    says: 'VICI does not tell the clock of a remote daemon.',
    remedy: 'Compare `date` on both machines, and let both keep time by NTP.',
  });
}
