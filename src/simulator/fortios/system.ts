// What a simulated FortiGate says about itself: identity, time, start, high availability, certificates.
import type { Device } from '../device/device.js';
import { hex32 } from '../model/random.js';
import type { FirewallSpec } from '../model/spec.js';
import type { Entry } from './entry.js';
import { endsOf, type World } from './world.js';

const DAY_MS = 86_400_000;

/** `monitor/system/status`; the field names are those of the public schema of 7.6, no capture. */
export function systemStatus({ device }: World): Entry {
  const [, number = ''] = /(\d+\w*)$/.exec(device.spec.model) ?? [];
  return {
    model_name: 'FortiGate',
    model_number: number,
    model: device.spec.model.replace(/^FortiGate-/, 'FGT'),
    hostname: device.spec.name,
    log_disk_status: device.spec.logPlaces?.includes('disk') === true ? 'available' : 'not_available',
  };
}

/** `monitor/system/time`: seconds since 1970 by the device's own clock. */
export function systemTime({ device, nowMs }: World): Entry {
  return { time: Math.floor(device.deviceTime(nowMs) / 1000) };
}

/** `monitor/web-ui/state`, the one place that tells the last start. Milliseconds since 1970 (public schema, no capture). */
export function webUiState({ device, nowMs }: World): Entry {
  return {
    snapshot_utc_time: Math.floor(device.deviceTime(nowMs)),
    utc_last_reboot: Math.floor(device.deviceTime(device.startedAtMs)),
  };
}

/** `cmdb/system/global`. */
export function systemGlobal({ device }: World): Entry {
  return {
    hostname: device.spec.name,
    timezone: device.spec.timezone,
    'vdom-mode': device.spec.vsys.length > 1 ? 'multi-vdom' : 'no-vdom',
  };
}

/** `cmdb/system/ha`. */
export function systemHa({ device }: World): Entry {
  const { ha } = device.spec;
  return {
    mode: ha === undefined ? 'standalone' : 'a-p',
    'group-name': ha === undefined ? '' : 'cluster',
    'group-id': 0,
    priority: ha === undefined ? 128 : 200 - ha.priority,
    'session-pickup': 'enable',
  };
}

interface Unit {
  readonly spec: FirewallSpec;
  readonly isPrimary: boolean;
}

/** This unit first; alone where there is no cluster. */
function cluster(device: Device, mate: FirewallSpec | undefined): Unit[] {
  const isPrimary = device.haState() !== 'passive';
  const own = { spec: device.spec, isPrimary };
  return mate === undefined ? [own] : [own, { spec: mate, isPrimary: !isPrimary }];
}

/** `monitor/system/ha-checksums`: who is primary, and whether the configurations are the same (public schema, no capture). */
export function haChecksums({ device }: World, mate: FirewallSpec | undefined): Entry[] {
  if (mate === undefined) return [];
  const sum = (part: string) => hex32(part).repeat(4);
  return cluster(device, mate).map(({ spec, isPrimary }) => ({
    is_manage_primary: isPrimary ? 1 : 0,
    is_root_primary: isPrimary ? 1 : 0,
    serial_no: spec.serial,
    checksum: { global: sum('global'), root: sum('root'), all: sum('all') },
  }));
}

/** `monitor/system/ha-peer`: the other units of the cluster. */
export function haPeers({ device }: World, mate: FirewallSpec | undefined): Entry[] {
  return cluster(device, mate)
    .slice(1)
    .map(({ spec, isPrimary }) => ({
      serial_no: spec.serial,
      vcluster_id: 0,
      priority: 200 - (spec.ha?.priority ?? 72),
      hostname: spec.name,
      primary: isPrimary,
    }));
}

/** `monitor/system/ha-statistics`: every unit of the cluster. */
export function haStatistics({ device, nowMs }: World, mate: FirewallSpec | undefined): Entry[] {
  if (mate === undefined) return [];
  return cluster(device, mate).map(({ spec }) => ({
    hostname: spec.name,
    serial_no: spec.serial,
    tnow: Math.floor(device.deviceTime(nowMs) / 1000),
    sessions: 0,
    tpacket: 0,
    vir_usage: 0,
    net_usage: 0,
    tbyte: 0,
    intr_usage: 0,
    cpu_usage: 3,
    mem_usage: 41,
  }));
}

/** `monitor/system/available-certificates`: seconds since 1970 (public schema, no capture). */
export function certificates(world: World): Entry[] {
  const { bootedAtMs } = world.device;
  const entry = (name: string, type: string, issuer: string, fromMs: number, untilMs: number): Entry => ({
    name,
    source: 'user',
    type,
    status: untilMs < world.nowMs ? 'expired' : 'valid',
    valid_from: Math.floor(fromMs / 1000),
    valid_to: Math.floor(untilMs / 1000),
    subject_raw: `CN = ${name}`,
    issuer_raw: `CN = ${issuer}`,
    subject: { CN: name },
    issuer: { CN: issuer },
    ext: [],
    has_valid_cert_key: type === 'local-cer',
    is_ca: type !== 'local-cer',
  });
  const own = endsOf(world).flatMap(({ config }) => {
    const { authentication } = config.gateway;
    if (authentication.method !== 'certificate') return [];
    const expired = authentication.problem?.includes('expired') === true;
    const untilMs = bootedAtMs + (expired ? DAY_MS / 24 : 400 * DAY_MS);
    const issuer =
      authentication.problem?.includes('issuer') === true ? 'another-authority' : 'vpn-authority';
    return [entry(authentication.certificate, 'local-cer', issuer, bootedAtMs - 300 * DAY_MS, untilMs)];
  });
  if (own.length === 0) return [];
  const authority = entry(
    'vpn-authority',
    'local-ca',
    'vpn-authority',
    bootedAtMs - 900 * DAY_MS,
    bootedAtMs + 3000 * DAY_MS,
  );
  return [authority, ...own];
}
