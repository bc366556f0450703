// Answers `show system info`, `show clock`, `show high-availability state`, `show jobs` and `check pending-changes`.

import { clockTime, logTime, systemTime, timeOfDay } from '../device/clock.js';
import type { Device } from '../device/device.js';
import type { FirewallSpec } from '../model/spec.js';
import { dialectOf } from './dialect.js';
import { type Reply, success } from './reply.js';
import { type Element, el, entry, fields } from './xml.js';

export function showSystemInfo(device: Device, nowMs: number): Reply {
  const { spec } = device;
  const uptimeSeconds = Math.floor((nowMs - device.startedAtMs) / 1000);
  const days = Math.floor(uptimeSeconds / 86_400);
  const clock = new Date((uptimeSeconds % 86_400) * 1000).toISOString().slice(11, 19);
  return success(
    el(
      'system',
      ...fields({
        hostname: spec.name,
        'ip-address': spec.managementAddress,
        'public-ip-address': 'unknown',
        netmask: '255.255.255.0',
        'default-gateway': spec.managementAddress.replace(/\.\d+$/, '.254'),
        'is-dhcp': 'no',
        'ipv6-address': 'unknown',
        'mac-address': '02:00:00:00:00:01',
        time: `${systemTime(device.deviceTime(nowMs), spec.timezone)}\n`,
        uptime: `${days} days, ${clock}`,
        devicename: spec.name,
        family: spec.model === 'PA-VM' ? 'vm' : spec.model.replace(/\D/g, ''),
        model: spec.model,
        serial: spec.serial,
        'cloud-mode': 'non-cloud',
        'sw-version': spec.version,
        'app-version': '8902-9003',
        'url-db': 'paloaltonetworks',
        'logdb-version': `${spec.version.split('.').slice(0, 2).join('.')}.2`,
      }),
      el('plugin_versions', entry('dlp', el('pkginfo', 'dlp-5.0.7'))),
      ...fields({
        'platform-family': spec.model === 'PA-VM' ? 'vm' : spec.model.replace(/\D/g, ''),
        'vpn-disable-mode': 'off',
        'multi-vsys': spec.vsys.length > 1 ? 'on' : 'off',
        'operational-mode': 'normal',
      }),
      ...(dialectOf(device).ipsecMode ? fields({ 'advanced-routing': 'off' }) : []),
      ...fields({ 'device-certificate-status': 'None' }),
    ),
  );
}

export function showClock(device: Device, nowMs: number): Reply {
  return success(`${clockTime(device.deviceTime(nowMs), device.spec.timezone)} `);
}

export function showClockMore(device: Device, nowMs: number): Reply {
  return success(
    el('member', `dataplane time: ${clockTime(device.deviceTime(nowMs), device.spec.timezone)} `),
  );
}

export function showHighAvailability(device: Device, nowMs: number, mate: FirewallSpec | undefined): Reply {
  const { ha } = device.spec;
  if (ha === undefined || mate === undefined) return success(el('group'), el('enabled', 'no'));
  const own = device.haState() === 'active' ? 'active' : 'passive';
  const other = own === 'active' ? 'passive' : 'active';
  const duration = Math.floor((nowMs - device.roleSinceMs) / 1000);
  const info = (spec: FirewallSpec, state: string): Element[] =>
    fields({
      state,
      mode: 'Active-Passive',
      'serial-num': spec.serial,
      'platform-model': spec.model,
      'build-rel': spec.version,
      'mgmt-ip': `${spec.managementAddress}/24`,
      'mgmt-ipv6': '',
      priority: spec.ha?.priority ?? 100,
      preemptive: 'no',
      'state-duration': duration,
    });
  const link = (name: string) => el(name, ...fields({ 'conn-status': 'up', 'conn-primary': 'yes' }));
  return success(
    el(
      'group',
      el('mode', 'Active-Passive'),
      el(
        'local-info',
        ...info(device.spec, own),
        ...fields({
          'ha1-port': 'ethernet1/7',
          'ha1-macaddr': '02:00:00:00:00:07',
          'ha1-ipaddr': '10.254.0.1/30',
          'ha2-port': 'ethernet1/8',
          'ha2-macaddr': '02:00:00:00:00:08',
          'state-sync': 'Complete',
          'state-sync-type': 'ethernet',
        }),
      ),
      el(
        'peer-info',
        ...info(mate, other),
        el('conn-status', 'up'),
        link('conn-ha1'),
        el('ha1-ipaddr', '10.254.0.2'),
        link('conn-ha2'),
      ),
      ...fields({ 'running-sync-enabled': 'yes', 'running-sync': 'synchronized' }),
    ),
    el('enabled', 'yes'),
  );
}

interface Job {
  readonly atMs: number;
  readonly type: 'AutoCom' | 'Commit' | 'CommitAll';
  readonly result: 'OK' | 'FAIL';
  readonly details: string;
  readonly by: string;
}

/** The commits that the fleet remembers: one at each start, one a configuration change, and those that were refused. */
export function showJobs(device: Device, id?: number): Reply {
  const { timezone } = device.spec;
  const type = device.spec.template === undefined ? 'Commit' : 'CommitAll';
  const done = { type, result: 'OK', details: 'Configuration committed successfully' } as const;
  const changed = new Map(
    device.ends.flatMap((end) => device.state(end).configLog.map(({ atMs, by }) => [atMs, by] as const)),
  );
  const all: readonly Job[] = [
    ...[...new Set([device.bootedAtMs, device.startedAtMs])].map((atMs) => ({
      ...done,
      type: 'AutoCom' as const,
      atMs,
      by: '',
    })),
    ...[...changed, ...device.commits.map(({ atMs, by }) => [atMs, by] as const)].map(([atMs, by]) => ({
      ...done,
      atMs,
      by,
    })),
    ...device.failedCommits.map((one) => ({ type, result: 'FAIL', by: 'admin', ...one }) as const),
  ].toSorted((a, b) => a.atMs - b.atMs);
  const jobs = all.map((job, index) => {
    const local = device.deviceTime(job.atMs);
    return el(
      'job',
      ...fields({
        tenq: logTime(local, timezone),
        tdeq: timeOfDay(local, timezone),
        id: index + 1,
        user: job.by,
        type: job.type,
        status: 'FIN',
        queued: 'NO',
        stoppable: 'no',
        result: job.result,
        tfin: logTime(local + 27_000, timezone),
        description: '',
        positionInQ: 0,
        progress: 100,
      }),
      el('details', el('line', job.details)),
      el('warnings'),
    );
  });
  return success(...jobs.toReversed().filter((_, index) => id === undefined || all.length - index === id));
}

export function checkPendingChanges(device: Device): Reply {
  return success(device.hasPendingChanges ? 'yes' : 'no');
}

export function showArp(device: Device): Reply {
  const row = fields({
    interface: device.outsideInterface,
    ip: device.spec.upstreamAddress,
    mac: '02:00:00:00:00:fe',
    port: device.outsideInterface,
    status: ' c ',
    ttl: 1777,
  });
  return success(
    ...fields({ dp: 'dp0', timeout: 1800, total: 1 }),
    el('entries', el('entry', ...row)),
    ...fields({ max: 32_000 }),
  );
}
