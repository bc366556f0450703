// The rows of a device's system and config log, newest first, in device local time.
import { highResolutionTime, logTime } from '../device/clock.js';
import type { Device } from '../device/device.js';
import { hash32 } from '../model/random.js';
import type { Row } from './log-query.js';

/** `opaque` holds at most 512 bytes on a device. */
const OPAQUE_LIMIT = 512;

interface Dated {
  readonly atMs: number;
  readonly order: number;
  readonly values: Record<string, string>;
}

function head(
  device: Device,
  { atMs, order }: Pick<Dated, 'atMs' | 'order'>,
  type: string,
  subtype: string,
): Record<string, string> {
  const localMs = device.deviceTime(atMs);
  const zone = device.spec.timezone;
  const number = BigInt(Math.floor(atMs)) * 1000n + BigInt(order % 1000);
  return {
    logid: String(7_000_000_000_000_000_000n + number),
    domain: '1',
    receive_time: logTime(localMs + 300, zone),
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
  };
}

/** VPN events of every end on this device, and the everyday noise around them. */
export function systemRows(device: Device, nowMs: number): Row[] {
  const events = device.ends.flatMap((end) => device.state(end).log.filter((entry) => entry.atMs <= nowMs));
  // A passive member negotiates nothing: it only takes the keys over from its mate.
  const passive = device.haState() === 'passive';
  const dated: Dated[] = (passive ? [] : events).map((entry) => ({
    ...entry,
    values: {
      ...head(device, entry, 'SYSTEM', 'vpn'),
      eventid: entry.eventid,
      object: entry.object,
      fmt: '0',
      id: '0',
      module: 'general',
      severity: entry.severity,
      opaque: entry.text.slice(0, OPAQUE_LIMIT),
    },
  }));
  return newestFirst([...dated, ...noise(device, nowMs, passive)]);
}

const NOISE = [
  {
    subtype: 'general',
    eventid: 'general',
    text: 'Connection to Update server closed: updates.example.com, source: 192.0.2.10',
  },
  { subtype: 'auth', eventid: 'auth-success', text: "authenticated for user 'svc-monitor'. From: 10.0.0.9." },
  { subtype: 'ntpd', eventid: 'sync', text: 'NTP sync to server 192.0.2.123' },
];

function noise(device: Device, nowMs: number, passive: boolean): Dated[] {
  const lines: Dated[] = [];
  for (let hour = 0; hour < 6; hour += 1) {
    const hourStart = (Math.floor(nowMs / 3_600_000) - hour) * 3_600_000;
    const atMs = hourStart + (hash32(device.spec.name, hourStart) % 3_600_000);
    const picked = NOISE[hash32(device.spec.name, hourStart, 'kind') % NOISE.length];
    if (atMs > nowMs || picked === undefined) continue;
    const dated = { atMs, order: 990 };
    const tail = { object: '', fmt: '0', id: '0', module: 'general', severity: 'informational' };
    lines.push({
      ...dated,
      values: {
        ...head(device, dated, 'SYSTEM', picked.subtype),
        eventid: picked.eventid,
        ...tail,
        opaque: picked.text,
      },
    });
  }
  if (passive) {
    const dated = { atMs: nowMs - 1_800_000, order: 991 };
    const tail = {
      object: '',
      fmt: '0',
      id: '0',
      module: 'general',
      severity: 'informational',
      opaque: 'Key Manager HA full sync done.',
    };
    lines.push({
      ...dated,
      values: { ...head(device, dated, 'SYSTEM', 'vpn'), eventid: 'keymgr-ha-full-sync-done', ...tail },
    });
  }
  return lines;
}

/** What was committed, by whom and where; the values of keys are never in it. */
export function configRows(device: Device, nowMs: number): Row[] {
  const changes = device.ends.flatMap((end) =>
    device.state(end).configLog.filter((entry) => entry.atMs <= nowMs),
  );
  return newestFirst(
    changes.map((entry) => ({
      ...entry,
      values: {
        ...head(device, entry, 'CONFIG', '0'),
        host: '10.0.0.5',
        cmd: 'edit',
        admin: 'admin',
        client: 'Web',
        result: 'Succeeded',
        path: entry.path,
        'before-change-detail': entry.before,
        'after-change-detail': entry.after,
      },
    })),
  );
}

function newestFirst(rows: readonly Dated[]): Row[] {
  return rows.toSorted((a, b) => b.atMs - a.atMs || b.order - a.order).map((row) => row.values);
}
