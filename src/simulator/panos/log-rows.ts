// The rows of a device's system and config log, newest first, in device local time.
import { highResolutionTime, logTime } from '../device/clock.js';
import type { ConfiguredEnd, Device, DeviceEvent } from '../device/device.js';
import { hash32 } from '../model/random.js';
import type { ConfigEntry, LogEntry } from '../pair/state.js';
import type { Row } from './log-query.js';
import { objectOf } from './rows.js';
import { linesOf } from './voice.js';

/** `opaque` holds at most 512 bytes on a device. */
const OPAQUE_LIMIT = 512;

interface Dated {
  readonly atMs: number;
  /** Tells rows of one millisecond apart; unique on a device. */
  readonly sequence: number;
  readonly type: 'SYSTEM' | 'CONFIG';
  readonly subtype: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Who wrote the row down: the device itself, or the Panorama that its logs are sent to. */
export interface Receiver {
  readonly timezone: string;
  readonly time: (trueMs: number) => number;
}

function itself(device: Device): Receiver {
  return { timezone: device.spec.timezone, time: (trueMs) => device.deviceTime(trueMs) };
}

function sequenceOf(end: ConfiguredEnd, order: number): number {
  return (end.gatewayId % 90) * 1000 + (order % 1000);
}

function rowOf(device: Device, { atMs, sequence, type, subtype, values }: Dated, receiver: Receiver): Row {
  const localMs = device.deviceTime(atMs);
  const zone = device.spec.timezone;
  const number = BigInt(Math.floor(atMs)) * 1_000_000n + BigInt(sequence);
  return {
    logid: String(7_000_000_000_000_000_000n + number),
    domain: '1',
    receive_time: logTime(receiver.time(atMs) + 300, receiver.timezone),
    serial: device.spec.serial,
    seqno: String(number),
    actionflags: '0x0',
    'is-logging-service': 'no',
    type,
    subtype,
    config_ver: '0',
    time_generated: logTime(localMs, zone),
    high_res_timestamp: highResolutionTime(localMs, zone),
    dg_hier_level_1: '0',
    dg_hier_level_2: '0',
    dg_hier_level_3: '0',
    dg_hier_level_4: '0',
    device_name: device.spec.name,
    vsys_id: '0',
    ...values,
  };
}

function systemValues(
  eventid: string,
  object: string,
  severity: string,
  text: string,
): Record<string, string> {
  const opaque = text.slice(0, OPAQUE_LIMIT);
  return { eventid, object, fmt: '0', id: '0', module: 'general', severity, opaque };
}

/** VPN events of every end on this device, and the everyday noise around them; newest first, built as they are read. */
export function systemRows(device: Device, nowMs: number, receiver = itself(device)): Iterable<Row> {
  const own = device.events.map(({ atMs, what }): Dated => {
    const { subtype, eventid = subtype, severity = 'critical', text } = DEVICE_EVENTS[what];
    const values = systemValues(eventid, '', severity, text.replace('PORT', device.outsideInterface));
    return { atMs, sequence: 999_992, type: 'SYSTEM', subtype, values };
  });
  // A passive member negotiates nothing: it only takes the keys over from its mate.
  if (device.haState() === 'passive') {
    return inOrder(device, [...own, ...noise(device, nowMs), keysTakenOver(nowMs)], receiver);
  }
  const events = device.ends.flatMap((end) =>
    device
      .state(end)
      .log.filter((entry) => entry.atMs <= nowMs)
      .flatMap((entry) => vpnRows(device, end, entry)),
  );
  return inOrder(device, [...own, ...events, ...noise(device, nowMs)], receiver);
}

function vpnRows(device: Device, end: ConfiguredEnd, { atMs, order, about, happening }: LogEntry): Dated[] {
  const config = device.config(end);
  const object = objectOf(config, about);
  const { gateway, tunnel } = config;
  const speaker = { release: device.spec.version, gateway: gateway.name, tunnel: tunnel.name };
  return linesOf(speaker, happening).map(({ eventid, severity, text }, line): Dated => {
    const values = systemValues(eventid, object, severity, text);
    // The lines of one moment keep their order.
    const sequence = sequenceOf(end, order) * 2 + line;
    return { atMs, sequence, type: 'SYSTEM', subtype: 'vpn', values };
  });
}

interface DeviceLine {
  readonly subtype: string;
  readonly eventid?: string;
  readonly severity?: string;
  readonly text: string;
}

const ha = { subtype: 'ha', eventid: 'state-change' };
/** Source of the words: `show log system eventid equal link-change` in the vendor's knowledge base. */
const port = { subtype: 'port', eventid: 'link-change', severity: 'informational' };

const DEVICE_EVENTS: Readonly<Record<DeviceEvent['what'], DeviceLine>> = {
  stops: { subtype: 'general', text: 'The system is shutting down due to CLI Initiated.' },
  starts: { subtype: 'general', text: 'The system is starting up.' },
  'becomes-active': { ...ha, text: 'HA Group 1: Moved from state Passive to state Active' },
  'becomes-passive': { ...ha, text: 'HA Group 1: Moved from state Active to state Passive' },
  'link-down': { ...port, text: 'Port PORT: Down 10Gb/s-full duplex' },
  'link-up': { ...port, text: 'Port PORT: Up   10Gb/s-full duplex' },
};

const NOISE = [
  {
    subtype: 'general',
    eventid: 'general',
    text: 'Connection to Update server closed: updates.example.com, source: 192.0.2.10',
  },
  { subtype: 'auth', eventid: 'auth-success', text: "authenticated for user 'svc-monitor'. From: 10.0.0.9." },
  { subtype: 'ntpd', eventid: 'sync', text: 'NTP sync to server 192.0.2.123' },
];

function noise(device: Device, nowMs: number): Dated[] {
  const lines: Dated[] = [];
  for (let hour = 0; hour < 6; hour += 1) {
    const hourStart = (Math.floor(nowMs / 3_600_000) - hour) * 3_600_000;
    const atMs = hourStart + (hash32(device.spec.name, hourStart) % 3_600_000);
    const picked = NOISE[hash32(device.spec.name, hourStart, 'kind') % NOISE.length];
    if (atMs > nowMs || picked === undefined) continue;
    const values = systemValues(picked.eventid, '', 'informational', picked.text);
    lines.push({ atMs, sequence: 999_990, type: 'SYSTEM', subtype: picked.subtype, values });
  }
  return lines;
}

function keysTakenOver(nowMs: number): Dated {
  const values = systemValues(
    'keymgr-ha-full-sync-done',
    '',
    'informational',
    'Key Manager HA full sync done.',
  );
  return { atMs: nowMs - 1_800_000, sequence: 999_991, type: 'SYSTEM', subtype: 'vpn', values };
}

/** What was committed, by whom and where; the values of keys are never in it. */
export function configRows(device: Device, nowMs: number, receiver = itself(device)): Iterable<Row> {
  const changes = device.ends.flatMap((end) =>
    device
      .state(end)
      .configLog.filter((entry) => entry.atMs <= nowMs)
      .map((entry): Dated => {
        const { atMs, order, by } = entry;
        const path = pathOf(entry);
        // What stands in the fields of values nobody captured: they are not made up here.
        const values = {
          host: '10.0.0.5',
          cmd: 'edit',
          admin: by,
          client: 'Web',
          result: 'Succeeded',
          path,
          dg_id: '0',
          'full-path': fullPath(path),
        };
        return { atMs, sequence: sequenceOf(end, order), type: 'CONFIG', subtype: '0', values };
      }),
  );
  return inOrder(device, changes, receiver);
}

/** Under which names the config log prints what was edited. */
function pathOf({ part, before }: ConfigEntry): string {
  switch (part) {
    case 'gateway':
      return `network ike gateway ${before.gateway.name}`;
    case 'authentication':
      return `network ike gateway ${before.gateway.name} authentication`;
    case 'ike-crypto':
      return `network ike crypto-profiles ike-crypto-profiles ${before.ikeCrypto.name}`;
    case 'ipsec-crypto':
      return `network ike crypto-profiles ipsec-crypto-profiles ${before.ipsecCrypto.name}`;
    case 'tunnel':
      return `network tunnel ipsec ${before.tunnel.name}`;
  }
}

/** Names stand in the path as words, and in the full path as entries. */
function fullPath(path: string): string {
  const named = /^(network (?:ike (?:gateway|crypto-profiles \S+)|tunnel ipsec)) (\S+)(.*)$/.exec(path);
  const [, above = path, name, below = ''] = named ?? [];
  const words = (text: string) =>
    text
      .trim()
      .split(' ')
      .filter(Boolean)
      .map((word) => `/${word}`)
      .join('');
  const entry = name === undefined ? '' : `/entry[@name='${name}']`;
  return `/config/devices/entry[@name='localhost.localdomain']${words(above)}${entry}${words(below)}`;
}

function* inOrder(device: Device, rows: readonly Dated[], receiver: Receiver): Iterable<Row> {
  for (const row of rows.toSorted((a, b) => b.atMs - a.atMs || b.sequence - a.sequence))
    yield rowOf(device, row, receiver);
}
