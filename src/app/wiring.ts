// The one file that knows every part: from settings to devices, desk, fleet and dispatch.

import { randomUUID } from 'node:crypto';
import { type GroupsOf, rightsOf } from '../access/access.js';
import { composeShiftHandoff } from '../capabilities/handoff/command.js';
import { createIncidentWatch } from '../capabilities/incident/watch.js';
import { type FirstDiagnosisOf, firstDiagnoses } from '../capabilities/notice/compose.js';
import type { Installation } from '../checks/installation.js';
import { type CommandDispatch, createDispatcher } from '../commands/dispatch.js';
import type { Settings } from '../config/settings.js';
import { createExaminer } from '../diagnosis/examiner.js';
import { inPlace, type LongWork } from '../diagnosis/longWork.js';
import type { Clock } from '../domain/clock.js';
import type { Device } from '../domain/device.js';
import type { Picture } from '../domain/picture.js';
import type { Problem } from '../domain/problem.js';
import type { Report } from '../domain/report.js';
import type { AskOptions } from '../fleet/desk.js';
import { createDesk, type DeviceDesk } from '../fleet/deskOverDevices.js';
import { createFleet, type Fleet } from '../fleet/fleet.js';
import { sweptMsOf } from '../fleet/newestOverview.js';
import type { TwoLooks } from '../fleet/status.js';
import { drawPng } from '../render/plot/index.js';
import type { NameOf } from '../shifts/onCallThen.js';
import type { Team } from '../shifts/team.js';
import type { SlackSettings } from '../slack/index.js';
import { createStoreDoor, type StoreDoor } from '../stores/door.js';
import { TtlCache } from '../support/cache.js';
import { systemClock } from '../support/clock.js';
import type { Logger } from '../support/logger.js';
import { ownModule, ownVersion } from '../support/ownFiles.js';
import { WorkerThread } from '../support/workerThread.js';
import { unprovenOf } from '../vendors/registry.js';
import type { DevicePorts } from '../vendors/vendor.js';
import { type AlertActs, alertActsOver } from './alertActs.js';
import { declaredNow } from './declaredNow.js';
import { installationOver } from './installation.js';
import { keptVerdicts } from './keptVerdicts.js';
import { lastGoodFrom } from './lastGood.js';
import { lazyPlaybooks } from './lazyPlaybooks.js';
import type { longCalls } from './longWorker.js';
import { noticedGroup } from './noticed.js';
import { onCallFor } from './onCall.js';
import { outageNews } from './outageNews.js';
import { lanesOf } from './outgoing.js';
import { readTunnelLog } from './readTunnelLog.js';
import { type AllParts, commandsOver } from './registry.js';
import { teamsOf } from './rotations.js';
import { shortId } from './shortId.js';

export interface WireOptions {
  readonly log: Logger;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** A bot that runs keeps listening to live log events; one question does not. */
  readonly longRunning?: boolean;
  /** Which Slack user groups a person is in, for rules by group. */
  readonly groupsOf?: GroupsOf;
  /** The same devices, looked at on the way. */
  readonly observe?: (device: Device) => Device;
  /** Which user groups of the teams' shifts a person is in. */
  readonly teamGroupsOf?: GroupsOf;
  /** What Slack calls somebody; without it nobody is known by another name than that of the configuration. */
  readonly nameOf?: NameOf;
  /** Where Slack is reached instead of by the settings. */
  readonly slack?: SlackSettings;
}

/** Everything that answers questions. `close` ends connections and timers. */
export interface Wired {
  readonly dispatcher: CommandDispatch;
  readonly desk: DeviceDesk;
  readonly fleet: Fleet;
  readonly devices: readonly Device[];
  /** Where incidents, handoffs and the audit log are kept; opened when first needed. */
  readonly stores: StoreDoor;
  /** What grows with what people send. */
  readonly longWork: LongWork;
  /** A picture as PNG, beside the event loop of a service; null when it cannot be drawn. */
  drawPng(picture: Picture): Promise<Buffer | null>;
  /** The handoff of a shift change, with the button that confirms it. */
  composeShiftHandoff(
    shift: { readonly key: string; readonly team: string; readonly from: string; readonly to: string },
    signal: AbortSignal,
  ): Promise<Report>;
  readonly teams: readonly Team[];
  readonly installation: Installation;
  /** One look at the tunnels of all open incidents; `at` says which one. */
  lookAtIncidents(at: string, signal: AbortSignal): Promise<void>;
  readonly diagnoseNotice: FirstDiagnosisOf;
  readonly alertActs: AlertActs;
  /** The frame of a diagnosis that begins now. */
  readonly frame: (signal: AbortSignal) => AskOptions;
  /** A short, unused id that people can type. */
  readonly newId: (prefix: string) => string;
  close(): Promise<void>;
}

const longWorker = ownModule('app/longWorker');

/** @throws Problem `playbook-invalid` for a broken playbook. */
export function wire(settings: Settings, options: WireOptions): Wired {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const ports: DevicePorts = { clock, longRunning: options.longRunning ?? false };
  const { observe = (device: Device) => device } = options;
  const devices = settings.devices.map((device) => observe(device.connect(ports)));
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
    devices: settings.devices.map(({ name, vendor, region }) => {
      return { name, vendor, ...(region === null ? {} : { region }) };
    }),
    declared: declaredNow(settings, clock),
    desk,
    clock,
  });
  const beside = options.longRunning ? new WorkerThread<typeof longCalls>(longWorker) : null;
  const longWork: LongWork = beside
    ? {
        scrub: (text) => beside.call('scrub', text),
        readPastedLog: (text, how) => beside.call('readPastedLog', text, how),
        readGivenLog: (text, tunnel, named) => beside.call('readGivenLog', text, tunnel, named),
        isConfigText: (text) => beside.call('isConfigText', text),
        readGivenConfig: (text, tunnel, named) => beside.call('readGivenConfig', text, tunnel, named),
      }
    : inPlace;
  const looks = new TtlCache<TwoLooks>({ clock, maxEntries: 5000, keepSeconds: 3600, random });
  const parts = {
    fleet,
    desk,
    clock,
    zone: settings.timeZone,
    sampleMs: settings.sampleSeconds * 1000,
    readLog: readTunnelLog,
    longWork,
    looks: {
      get: (key: string) => looks.get(key)?.value ?? null,
      set: (key: string, value: TwoLooks) => looks.set(key, value, 3_600_000),
    },
  };
  const { log } = options;
  const stores = createStoreDoor({
    dataFolder: settings.store.dataFolder,
    databaseUrl: settings.store.databaseUrl,
    pid: process.pid,
    now: () => clock.now(),
    keep: settings.store.keep,
    outside: lanesOf(settings),
    onFault: (error) => options.log.error({ error }, 'what is old could not be removed'),
    onLost: endWith,
    news: outageNews(log),
  });
  const teams = teamsOf(settings.teams, { clock, log: options.log });
  const playbooks = lazyPlaybooks(settings.playbooks, options.longRunning ?? false);
  const opened = () => stores.opened()?.knownGood ?? null;
  const looking = { ...parts, lastGood: lastGoodFrom({ opened, clock, log: options.log }) };
  const slack = options.slack ?? null;
  const installation = installationOver({ settings, devices, fleet, stores, playbooks, slack, clock, log });
  const all: AllParts = {
    ...looking,
    playbooks,
    keepVerdict: keptVerdicts({ opened: () => stores.opened()?.verdicts ?? null, clock, log: options.log }),
    stores: () => stores.open(),
    openedIncidents: () => stores.opened()?.incidents ?? null,
    sweptMs: sweptMsOf(settings.watch),
    openedWatch: () => stores.opened()?.watch ?? null,
    newId: shortId,
    examiner: createExaminer({ ...looking, playbooks }),
    noticed: async (id) => await noticedGroup(await stores.open(), id),
    teams,
    onCallFor: onCallFor({ teams, nameOf: options.nameOf ?? (async () => null), clock, log: options.log }),
    alerts: settings.alerts,
    rightsOf: (person) => rightsOf(settings.slack.access, person, options.groupsOf ?? (async () => [])),
    grantedBy: settings.slack.access.grantedBy,
    installation,
    capturing: { devices, clock, unproven: unprovenOf, version: ownVersion() },
    keptAlerts: async () => (await stores.open()).alerts,
    ...(options.teamGroupsOf ? { teamGroupsOf: options.teamGroupsOf } : {}),
  };
  const dispatcher = createDispatcher({
    fleet,
    desk,
    clock,
    access: settings.slack.access,
    ...(options.groupsOf ? { groupsOf: options.groupsOf } : {}),
    audit: { open: async () => (await stores.open()).audit, opened: () => stores.opened()?.audit ?? null },
    newKey: randomUUID,
    questionMs: settings.questionSeconds * 1000,
    slowMs: settings.diagnoseSeconds * 1000,
    commands: commandsOver(all),
    onFault: (error, command) => options.log.error({ error, command }, 'a command failed'),
  });
  const watch = createIncidentWatch({ ...all, swept: (device) => desk.peek(device, 'sweep', {}) });
  const within = (signal: AbortSignal): AskOptions => ({
    signal,
    deadlineAt: new Date(clock.now().getTime() + settings.diagnoseSeconds * 1000).toISOString(),
  });
  return {
    dispatcher,
    desk,
    fleet,
    devices,
    stores,
    teams,
    longWork,
    installation,
    composeShiftHandoff: (shift, signal) => composeShiftHandoff(all, shift, within(signal)),
    lookAtIncidents: (at, signal) => watch.look(at, within(signal)),
    diagnoseNotice: firstDiagnoses({
      examiner: all.examiner,
      clock,
      frame: within,
      keep: async (...found) => await (await stores.open()).watch.diagnosed(...found),
    }),
    alertActs: alertActsOver(all),
    frame: within,
    newId: shortId,
    async drawPng(picture) {
      if (!beside) return drawPng(picture);
      const bytes = await beside.call('drawPng', picture);
      return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
    async close() {
      looks.close();
      await beside?.close();
      await stores.close();
      await desk.close();
    },
  };
}

/** At once: what still runs acts on what is no longer true, and cannot be written down. */
function endWith(problem: Problem): void {
  process.stderr.write(`${problem.message} ${problem.remedy}\n`);
  process.exit(problem.exit);
}
