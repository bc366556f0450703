// Everything between the devices and the commands, over doubles and a clock that stands still.

import type { AccessRules } from '../../../src/access/access.js';
import { openAccess } from '../../../src/access/access.js';
import { alertCommand } from '../../../src/capabilities/alert/command.js';
import { configCommand } from '../../../src/capabilities/config/command.js';
import { listCommand } from '../../../src/capabilities/list/command.js';
import { logsCommand } from '../../../src/capabilities/logs/command.js';
import { statusCommand } from '../../../src/capabilities/status/command.js';
import { createDispatcher } from '../../../src/commands/dispatch.js';
import { readAlerts } from '../../../src/config/alerts.js';
import { settingsSchema } from '../../../src/config/schema.js';
import type { Device } from '../../../src/domain/device.js';
import type { LogReading, LogWindow } from '../../../src/domain/log.js';
import { createDesk } from '../../../src/fleet/deskOverDevices.js';
import { createFleet } from '../../../src/fleet/fleet.js';
import type { DeclaredTunnel } from '../../../src/fleet/fleetTunnel.js';
import type { TwoLooks } from '../../../src/fleet/status.js';
import { readLines } from '../../../src/logs/readLines.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';
import type { WatchReading } from '../../../src/watch/store.js';
import type { ManualClock } from '../../support/manualClock.js';
import { withDeclaredAnswers } from '../commands/declaredAnswers.js';

export interface EngineOptions {
  readonly devices: readonly Device[];
  readonly clock: ManualClock;
  readonly declared?: readonly DeclaredTunnel[];
  readonly sampleMs?: number;
  readonly access?: AccessRules;
  readonly watch?: Pick<WatchReading, 'state' | 'states' | 'periods' | 'mutes'>;
  readonly readLog?: (window: LogWindow) => LogReading;
  readonly onFault?: (error: unknown) => void;
}

const playbooks = ownPlaybookSet();
/** What the settings say when nobody says anything of alerts. */
const usualAlerts = readAlerts(settingsSchema.parse({}).alerts, { folder: '.', environment: {} });

export function engineOver(options: EngineOptions) {
  const { clock } = options;
  const desk = createDesk(options.devices, { clock, random: () => 0 });
  const fleet = createFleet({
    devices: options.devices,
    declared: () => options.declared ?? [],
    desk,
    clock,
  });
  const looks = new Map<string, TwoLooks>();
  const parts = {
    desk,
    fleet,
    clock,
    zone: 'utc',
    sampleMs: options.sampleMs ?? 3000,
    readLog: options.readLog ?? silentReading,
    openedIncidents: () => null,
    sweptMs: 60_000,
    openedWatch: () => options.watch ?? null,
    playbooks: () => playbooks,
    alerts: usualAlerts,
    looks: {
      get: (key: string) => looks.get(key) ?? null,
      set: (key: string, value: TwoLooks) => void looks.set(key, value),
    },
  };
  const dispatcher = withDeclaredAnswers(
    createDispatcher({
      ...parts,
      commands: [
        listCommand(parts),
        statusCommand(parts),
        logsCommand(parts),
        configCommand(parts),
        alertCommand({ ...parts, openedWatch: () => null }),
      ],
      access: options.access ?? openAccess,
      questionMs: 25_000,
      onFault:
        options.onFault ??
        ((error) => {
          throw error;
        }),
    }),
  );
  const ask = () => ({
    signal: new AbortController().signal,
    deadlineAt: new Date(clock.now().getTime() + 25_000).toISOString(),
  });
  return { ...parts, dispatcher, ask };
}

/** A reader that recognizes nothing. */
export function silentReading({ vendor, lines, from, to }: LogWindow): LogReading {
  return { ...readLines([], { vendor }), vendor, lines: lines.length, from, to };
}

export const onTerminal = {
  asker: { id: 'terminal', name: 'terminal', channel: null, via: 'terminal' as const },
};
