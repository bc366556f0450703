// The service that keeps running: commands, stores, jobs and Slack put together in one place, for Slack itself and for the demo.

import { randomUUID } from 'node:crypto';
import type { Settings } from '../config/settings.js';
import type { Clock } from '../domain/clock.js';
import type { Problem } from '../domain/problem.js';
import { knownNames } from '../fleet/knownNames.js';
import type { Courier } from '../outgoing/courier.js';
import { mentionedKind } from '../render/slack/ids.js';
import {
  createGroups,
  createPeople,
  createSlackApp,
  type SlackApp,
  type SlackSettings,
} from '../slack/index.js';
import { packInto } from '../stores/backup/backupFile.js';
import { markBackup, moves } from '../stores/backup/mark.js';
import type { OpenStores } from '../stores/door.js';
import { waitingRows } from '../stores/queues.js';
import type { Listener } from '../support/listener.js';
import type { Logger } from '../support/logger.js';
import { ownVersion } from '../support/ownFiles.js';
import { channelAlerts } from './channelAlerts.js';
import { createKeeping } from './keeping.js';
import { listen } from './listening.js';
import { outgoingOver } from './outgoing.js';
import { checkAtStart } from './startChecks.js';
import { openTerminalDoor, type TerminalDoor } from './terminalDoor.js';
import { type Wired, wire } from './wiring.js';

/** What a service meets outside of its settings. */
export interface ServiceEnvironment {
  readonly clock: Clock;
  /** By which Slack is waited for, when that is another one. */
  readonly slackClock?: Clock;
  readonly log: Logger;
  /** Where Slack is reached, and with which secrets. */
  readonly slack: SlackSettings;
  /** The installation is checked at the start, beside everything else. */
  readonly checks?: true;
}

export interface RunningService {
  /** Where Slack calls us; null when we call Slack. */
  readonly httpPort: number | null;
  /** Where the listener of the configuration answers; null when it names no port. */
  readonly listenPort: number | null;
  readonly stores: () => Promise<OpenStores>;
  /** Resolves when Slack refuses a token at the start; never while nothing speaks against them. */
  readonly refused: Promise<Problem>;
  close(): Promise<void>;
}

/**
 * Opens the stores, connects to Slack and starts the jobs.
 * @throws Problem for a data folder that another process holds, a database that cannot be used, a broken playbook.
 */
export async function startService(
  settings: Settings,
  { clock, slackClock = clock, log, slack, checks }: ServiceEnvironment,
): Promise<RunningService> {
  const ofGroups = (groups: readonly string[]) =>
    createGroups({ settings: slack, clock: slackClock, logger: log, groups });
  const metrics =
    settings.listen.port === null || settings.metrics.token === null
      ? null
      : (await import('../metrics/index.js')).createMetrics({
          clock,
          version: ownVersion(),
          slack: () => app.health(),
          queues: async () => await waitingRows((await wired.stores.open()).database.sql),
          askCertificates: (device, signal) =>
            wired.desk.ask(
              device,
              'certificates',
              {},
              {
                signal,
                deadlineAt: new Date(clock.now().getTime() + settings.questionSeconds * 1000).toISOString(),
              },
            ),
          states: async () => await (await wired.stores.open()).watch.states(),
          newestEnds: async (than) => await (await wired.stores.open()).watch.newestEnds(than),
          configured: () => configured(),
        });
  const wired: Wired = wire(settings, {
    log,
    clock,
    longRunning: true,
    slack,
    ...(metrics ? { observe: metrics.observe } : {}),
    groupsOf: ofGroups((settings.slack.access.rules ?? []).flatMap((rule) => rule.who.groups)),
    // Apart from the rules: a group of a shift that cannot be read must not take anybody's right.
    teamGroupsOf: ofGroups(groupsOfTeams(settings.teams)),
    nameOf: createPeople({ settings: slack, clock: slackClock, logger: log }),
  });
  const configured = knownNames({ ...wired, clock });
  const keeping = createKeeping({
    wired,
    settings,
    clock,
    log,
    id: randomUUID(),
    listeners: metrics?.listeners ?? [],
  });
  let refuse: (problem: Problem) => void = () => undefined;
  const refused = new Promise<Problem>((resolve) => {
    refuse = resolve;
  });
  settings.alerts.overruns.whenNew((expression) =>
    log.warn(
      { expression },
      'an expression in "alerts" took more than a second for a text and found nothing in it; write it without a repetition inside a repetition',
    ),
  );
  const app: SlackApp = createSlackApp({
    settings: slack,
    dispatcher: wired.dispatcher,
    clock: slackClock,
    logger: log,
    seen: keeping.seen,
    incidents: keeping.incidents,
    apps: channelAlerts({
      ...{ settings, clock, log },
      stores: () => wired.stores.open(),
      onKept: keeping.alertKept,
    }),
    drawPng: (picture) => wired.drawPng(picture),
    ...(metrics ? { onAcknowledged: metrics.acknowledged } : {}),
    onRefused: (problem) => refuse(problem),
  });
  let door: TerminalDoor | null = null;
  let listener: Listener | null = null;
  let outgoing: Courier | null = null;
  try {
    // A data folder that another process holds, or a database that cannot be used, is said at once.
    const { database } = await wired.stores.open();
    // PostgreSQL is open to the terminal itself.
    if (database.engine === 'pglite') {
      const { dataFolder } = settings.store;
      door = await openTerminalDoor({
        dataFolder,
        dispatcher: wired.dispatcher,
        async packBackup(into, user) {
          const at = clock.now().toISOString();
          await packInto(database, { at, version: ownVersion() }, into);
          await markBackup(database.sql, { at, user, command: moves.backup });
        },
        log,
      });
    }
    outgoing = await outgoingOver({
      ...{ settings, clock, log },
      open: () => wired.stores.open(),
      owner: keeping.incidents.owner,
    });
    listener = await listen({
      settings,
      health: () => app.health(),
      metrics,
      stores: () => wired.stores.open(),
      // The protocol of assistants is loaded only where one may come.
      assistants: async () =>
        (await import('./assistants.js')).assistantsOver({
          ...{ settings, wired, clock, log },
          claim: async (key, at) => await (await keeping.seen()).claim(key, at),
        }),
      onAlert: keeping.alertKept,
      clock,
      log,
    });
    await app.start();
  } catch (error) {
    await listener?.stop();
    await outgoing?.stop();
    await door?.close();
    await wired.close();
    throw error;
  }
  keeping.start();
  const stopping = new AbortController();
  const checking = checks
    ? checkAtStart({ installation: wired.installation, clock, log, signal: stopping.signal }).catch(
        (error: unknown) => {
          if (!stopping.signal.aborted) log.error({ error }, 'the installation could not be checked');
        },
      )
    : null;
  outgoing.start();
  return {
    httpPort: slack.mode === 'http' ? (app.httpPort ?? slack.httpPort) : null,
    listenPort: listener?.port ?? null,
    stores: () => wired.stores.open(),
    refused,
    async close() {
      stopping.abort();
      await checking;
      await door?.close();
      await app.stop();
      await listener?.stop();
      await keeping.stop();
      await outgoing?.stop();
      await wired.close();
    },
  };
}

function groupsOfTeams(teams: Settings['teams']): readonly string[] {
  return teams
    .flatMap((team) => Object.values(team.people).flat())
    .filter((id) => mentionedKind(id) === 'group');
}
