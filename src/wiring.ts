// The one file that knows every part: from settings to devices, desk, fleet and dispatch.

import { configCommand } from './commands/config.js';
import type { Command } from './commands/definition.js';
import { type DiagnoseParts, diagnoseCommand } from './commands/diagnose.js';
import { type CommandDispatch, createDispatcher } from './commands/dispatch.js';
import { listCommand } from './commands/list.js';
import { logsCommand } from './commands/logs.js';
import { statusCommand } from './commands/status.js';
import {
  type DeviceSettings,
  declaredAt,
  type PanosDeviceSettings,
  type Settings,
} from './config/settings.js';
import type { Clock } from './domain/clock.js';
import type { Device } from './domain/device.js';
import type { LogReading, LogWindow } from './domain/log.js';
import { Problem } from './domain/problem.js';
import type { TunnelConfig } from './domain/tunnelConfig.js';
import { createDesk, type DeviceDesk } from './engine/deskOverDevices.js';
import { createFleet, type Fleet } from './engine/fleet.js';
import type { TwoLooks } from './engine/status.js';
import { readLines } from './logs/readLines.js';
import { loadOwnPlaybooks, ownPlaybooks } from './playbook/folder.js';
import { TtlCache } from './support/cache.js';
import { systemClock } from './support/clock.js';
import { KeyedLimiter } from './support/limiter.js';
import type { Logger } from './support/logger.js';
import { closeMatches } from './support/textDistance.js';
import { createPanosDevice, panosSettingsSchema } from './vendors/panos/index.js';
import { createStrongswanDevice, strongswanSettingsSchema } from './vendors/strongswan/index.js';

export interface WireOptions {
  readonly log: Logger;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** A bot that runs keeps listening to live log events; one question does not. */
  readonly longRunning?: boolean;
}

/** Everything that answers questions. `close` ends connections and timers. */
export interface Wired {
  readonly dispatcher: CommandDispatch;
  readonly desk: DeviceDesk;
  readonly fleet: Fleet;
  readonly devices: readonly Device[];
  close(): Promise<void>;
}

/** @throws Problem `config-invalid` for device settings that the adapter refuses, `playbook-invalid` for a broken playbook. */
export function wire(settings: Settings, options: WireOptions): Wired {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const makeDevice = deviceMaker(settings, clock, options.longRunning ?? false);
  const devices = settings.devices.map(makeDevice);
  const { cache } = settings;
  const desk = createDesk(devices, {
    clock,
    random,
    maxConcurrent: settings.maxConcurrentQuestions,
    freshSeconds: {
      inventory: cache.inventorySeconds,
      overview: cache.overviewSeconds,
      live: cache.liveSeconds,
      log: cache.logSeconds,
      ha: cache.haSeconds,
    },
  });
  const fleet = createFleet({
    devices: settings.devices.map(({ name, vendor }) => ({ name, vendor })),
    declared: () => declaredAt(settings.tunnels, clock.now()),
    desk,
    clock,
  });
  const looks = new TtlCache<TwoLooks>({ clock, maxEntries: 5000, keepSeconds: 3600, random });
  const parts = {
    fleet,
    desk,
    clock,
    zone: settings.timeZone,
    sampleMs: settings.sampleSeconds * 1000,
    readLog: readTunnelLog,
    looks: {
      get: (key: string) => looks.get(key)?.value ?? null,
      set: (key: string, value: TwoLooks) => looks.set(key, value, 3_600_000),
    },
  };
  const dispatcher = createDispatcher({
    fleet,
    desk,
    clock,
    access: settings.slack.access,
    questionMs: settings.questionSeconds * 1000,
    commands: [
      listCommand(parts),
      statusCommand(parts),
      lazyDiagnose(parts, settings, options.longRunning ?? false),
      logsCommand(parts),
      configCommand(parts),
    ],
    onFault: (error, command) => options.log.error({ error, command }, 'a command failed'),
  });
  return {
    dispatcher,
    desk,
    fleet,
    devices,
    async close() {
      looks.close();
      await desk.close();
    },
  };
}

/** Playbooks are read when the first diagnosis needs them; a service reads them at its start, so that a broken one shows then. */
function lazyDiagnose(
  parts: Omit<DiagnoseParts, 'playbooks'>,
  settings: Pick<Settings, 'playbooks' | 'diagnoseSeconds'>,
  atOnce: boolean,
): Command {
  const suggest = (typed: string, candidates: readonly string[]) => closeMatches(typed, candidates, 1);
  const load = () =>
    diagnoseCommand({
      ...parts,
      playbooks: loadOwnPlaybooks(suggest, [ownPlaybooks, ...settings.playbooks]),
    });
  let loaded = atOnce ? load() : null;
  const shape = loaded ?? diagnoseCommand({ ...parts, playbooks: [] });
  return {
    ...shape,
    run: async (request) => {
      loaded ??= load();
      const until = parts.clock.now().getTime() + settings.diagnoseSeconds * 1000;
      const ask = { ...request.ask, deadlineAt: new Date(until).toISOString() };
      return await loaded.run({ ...request, ask });
    },
  };
}

/** The log of one device read as this tunnel's: its names and its peer's address tell its lines from others'. */
export function readTunnelLog(window: LogWindow, tunnel: TunnelConfig): LogReading {
  const { peer } = tunnel.ike;
  return readLines(window.lines, {
    vendor: window.vendor,
    tunnels: [tunnel.tunnel, tunnel.ike.name, ...tunnel.children.map((child) => child.name)],
    ...(peer?.kind === 'address' ? { peers: [peer.address] } : {}),
  });
}

/** Firewalls behind one Panorama share its limit of calls. */
function deviceMaker(settings: Settings, clock: Clock, longRunning: boolean) {
  const shared = new Map<string, KeyedLimiter>();
  return (device: DeviceSettings): Device => {
    if (device.vendor === 'panos') return panosDevice(device, settings, clock, shared);
    const { log, ...rest } = device;
    const { vendor: _vendor, ...given } = rest;
    const checked = strongswanSettingsSchema.safeParse({
      ...given,
      ...(log === undefined ? {} : { logFile: log }),
      followLog: longRunning,
    });
    if (!checked.success) throw refused(settings, device.name, checked.error.issues);
    return createStrongswanDevice(checked.data, { clock });
  };
}

function panosDevice(
  device: PanosDeviceSettings,
  settings: Settings,
  clock: Clock,
  shared: Map<string, KeyedLimiter>,
): Device {
  const { vendor: _vendor, caPem, ...given } = device;
  const checked = panosSettingsSchema.safeParse({
    ...given,
    ...(caPem === undefined ? {} : { caFile: caPem }),
  });
  if (!checked.success) throw refused(settings, device.name, checked.error.issues);
  const { panorama, url, maxConcurrentCalls } = checked.data;
  if (!panorama || url === undefined) return createPanosDevice(checked.data, { clock });
  const limiter = shared.get(url) ?? new KeyedLimiter(maxConcurrentCalls);
  shared.set(url, limiter);
  return createPanosDevice(checked.data, { clock, limiter });
}

/** The adapter knows its settings better than the file's schema does. */
function refused(
  settings: Settings,
  device: string,
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): Problem {
  const [first] = issues;
  const place = first ? ['devices', device, ...first.path.map(String)].join('.') : `devices.${device}`;
  return new Problem('config-invalid', {
    file: settings.file,
    line: settings.lineOfDevice(device),
    detail: `"${place}" ${first?.message ?? 'cannot be used'}`,
    hint: 'config.example.yml explains every setting.',
  });
}
