// The event log of a simulated FortiGate: its tunnels, its administrators, its cluster, and the everyday noise around them.
import { localParts } from '../device/clock.js';
import type { ConfiguredEnd, Device, DeviceEvent } from '../device/device.js';
import type { LogEntry } from '../pair/state.js';
import { changeRecords } from './change-records.js';
import type { Entry } from './entry.js';
import type { LogRecord } from './log-record.js';
import { phase2Names } from './phases.js';
import { upAndDown } from './up-and-down.js';
import { recordsOf } from './voice.js';
import type { Speaker } from './vpn-records.js';

export interface Dated {
  readonly atMs: number;
  readonly vdom: string;
  readonly record: LogRecord;
}

/** Every row up to now, newest first. */
export function logRows(device: Device, nowMs: number): Dated[] {
  const ofDevice = [
    ...device.events.map((event) => deviceEvent(device, event)),
    ...device.commits.map(savedAlone),
    ...noise(device, nowMs),
  ];
  const ofTunnels = device.ends.flatMap((end) => endRows(device, end));
  // A passive unit negotiates nothing.
  const all = device.haState() === 'passive' ? ofDevice : [...ofDevice, ...ofTunnels];
  return all
    .map((row, order) => ({ row, order }))
    .filter(({ row }) => row.atMs <= nowMs)
    .toSorted((a, b) => b.row.atMs - a.row.atMs || b.order - a.order)
    .map(({ row }) => row);
}

function endRows(device: Device, end: ConfiguredEnd): Dated[] {
  const config = device.config(end);
  const vdom = config.tunnel.vsys;
  const names = phase2Names(config);
  const speaker: Speaker = {
    phase1: config.gateway.name,
    outside: device.outsideInterface,
    phase2: (index) => names[index] ?? '',
  };
  const { log, configLog } = device.state(end);
  const told = log.flatMap((entry) =>
    recordsOf(speaker, rowOf(entry), entry.happening).map((record) => ({ atMs: entry.atMs, vdom, record })),
  );
  const changed = configLog.flatMap((entry) =>
    changeRecords(device, end, entry).map((record) => ({ atMs: entry.atMs, vdom, record })),
  );
  const standing = upAndDown(speaker, log).map(({ atMs, record }) => ({ atMs, vdom, record }));
  return [...changed, ...told, ...standing];
}

function rowOf({ about, happening }: LogEntry): { row: number } | null {
  if (typeof about === 'object') return about;
  const ofChild = 'child' in happening && happening.child !== undefined;
  return ofChild ? { row: 0 } : null;
}

type OfPorts = 'link-down' | 'link-up';

const DEVICE_EVENTS: Readonly<Record<Exclude<DeviceEvent['what'], OfPorts>, LogRecord>> = {
  stops: system('0100032138', 'critical', 'Device rebooted', 'Device is rebooted', { action: 'reboot' }),
  starts: system('0100032009', 'alert', 'FortiGate started', 'FortiGate started', { action: 'start' }),
  'becomes-active': moved('primary', 'secondary'),
  'becomes-passive': moved('secondary', 'primary'),
};

function moved(to: string, from: string): LogRecord {
  return {
    logid: '0108037892',
    subtype: 'ha',
    level: 'notice',
    logdesc: 'Virtual cluster member state moved',
    msg: "Virtual cluster's member state moved",
    fields: { vcluster: 1, vcluster_state: 'work', from_vcluster: 1, ha_role: to, ha_prev_role: from },
  };
}

function system(
  logid: string,
  level: LogRecord['level'],
  logdesc: string,
  msg: string,
  fields: LogRecord['fields'],
): LogRecord {
  return { logid, subtype: 'system', level, logdesc, msg, fields };
}

function deviceEvent({ outsideInterface }: Device, { atMs, what }: DeviceEvent): Dated {
  const isLink = what === 'link-down' || what === 'link-up';
  const record = isLink ? linkChanged(outsideInterface, what === 'link-up') : DEVICE_EVENTS[what];
  return { atMs, vdom: 'root', record };
}

/** LOG_ID_INTF_STATUS_CHG of the vendor's log reference. */
function linkChanged(name: string, isUp: boolean): LogRecord {
  const [status, word] = isUp ? ['UP', 'up'] : ['DOWN', 'down'];
  const msg = `Link monitor: Interface ${name} was turned ${word}`;
  const fields = { action: 'interface-stat-change', status };
  return system('0100020099', 'information', 'Interface status changed', msg, fields);
}

/** An edit that touches no tunnel. */
function savedAlone({ atMs, by }: { readonly atMs: number; readonly by: string }): Dated {
  const record = system('0100044547', 'information', 'Object attribute configured', 'Edit system.alias 1', {
    user: by,
    ui: 'GUI(10.0.0.5)',
    action: 'Edit',
    cfgtid: Math.floor(atMs / 1000),
    cfgpath: 'system.alias',
    cfgobj: '1',
    cfgattr: 'command[]',
  });
  return { atMs, vdom: 'root', record };
}

const STATISTICS_MS = 300_000;
/** As much of the noise as the memory of a small device keeps. */
const STATISTICS_KEPT = 96;

/** System statistics, which share the memory with everything else. */
function noise(device: Device, nowMs: number): Dated[] {
  const latest = Math.floor(nowMs / STATISTICS_MS) * STATISTICS_MS;
  return Array.from({ length: STATISTICS_KEPT }, (_, index) => {
    const atMs = latest - (STATISTICS_KEPT - 1 - index) * STATISTICS_MS;
    const msg =
      'Performance statistics: average CPU: 3, memory:  41, concurrent sessions:  212, setup-rate: 4';
    const record = system('0100040704', 'notice', 'System performance statistics', msg, {
      action: 'perf-stats',
      cpu: 3,
      mem: 41,
      totalsession: 212,
    });
    return { atMs, vdom: device.spec.vsys[0] ?? 'root', record };
  });
}

/** A row as the API gives it: dates by the device's clock, `eventtime` in nanoseconds, all values of the syslog form. */
export function printedRow(device: Device, { atMs, vdom, record }: Dated, number: number): Entry {
  const localMs = device.deviceTime(atMs);
  const { date, time, offset } = localParts(localMs, device.spec.timezone);
  const { logid, subtype, level, logdesc, msg, fields } = record;
  return {
    _metadata: { '#': number, logid: number, timestamp: Math.floor(localMs / 1000), roll: 0 },
    date,
    time,
    eventtime: Math.floor(localMs) * 1_000_000,
    tz: offset,
    logid,
    type: 'event',
    subtype,
    level,
    vd: vdom,
    logdesc,
    msg,
    ...fields,
  };
}
