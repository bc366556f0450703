// The service that keeps running: the Slack bot; without Slack's tokens the demo.

import { randomUUID } from 'node:crypto';
import type { Environment } from '../config/environment.js';
import { isThere } from '../config/secret.js';
import { loadSettings, readSettings, type Settings, settingsPath } from '../config/settings.js';
import { startDemo } from '../demo/demo.js';
import { Problem } from '../domain/problem.js';
import { createGroups, createSlackApp, slackSettings } from '../slack/index.js';
import { systemClock } from '../support/clock.js';
import { createLogger } from '../support/logger.js';
import { createKeeping } from './keeping.js';
import { wire } from './wiring.js';

export interface RunningService {
  close(): Promise<void>;
}

export interface ServiceOptions {
  readonly config: string | null;
  readonly environment: Environment;
  readonly say: (text: string) => void;
}

/** The Slack service; without Slack tokens the demo, which says so. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const file = settingsPath(options.config, options.environment);
  const named = options.config !== null || options.environment.TUNNELMEDIC_CONFIG !== undefined;
  const settings = await loadSettings(file, options.environment).catch((error: unknown) => {
    // Nobody named a file and none is there: a first start.
    if (error instanceof Problem && error.code === 'config-missing' && !named) return null;
    throw error;
  });
  const slack = settings?.slack ?? (await readSettings('', file, options.environment)).slack;
  if (!(await isThere(slack.botToken))) {
    options.say("Slack's tokens are not set, so this is the demo with simulated firewalls.\n");
    return await startDemo({ port: null, say: options.say });
  }
  if (!settings) throw new Problem('config-missing', { file });
  return await startSlack(settings, options.say);
}

function groupsOfTeams(teams: Settings['teams']): readonly string[] {
  return teams.flatMap((team) => Object.values(team.people).flat()).filter((id) => id.startsWith('S'));
}

async function startSlack(settings: Settings, say: (text: string) => void): Promise<RunningService> {
  const log = createLogger(settings.logLevel);
  const { slack } = settings;
  const secrets = {
    botToken: await slack.botToken(),
    appToken: slack.mode === 'socket' ? await slack.appToken() : null,
    signingSecret: slack.mode === 'http' ? await slack.signingSecret() : null,
  };
  const how = slackSettings({
    ...secrets,
    mode: slack.mode,
    ...(slack.apiUrl === undefined ? {} : { apiUrl: slack.apiUrl }),
    host: slack.host,
    httpPort: slack.port,
    healthPort: slack.healthPort ?? null,
  });
  const ofGroups = (groups: readonly string[]) =>
    createGroups({ settings: how, clock: systemClock, logger: log, groups });
  const groupsOf = ofGroups((slack.access.rules ?? []).flatMap((rule) => rule.who.groups));
  // Apart from the rules: a group of a shift that cannot be read must not take anybody's right.
  const teamGroupsOf = ofGroups(groupsOfTeams(settings.teams));
  const wired = wire(settings, { log, longRunning: true, groupsOf, teamGroupsOf });
  const keeping = createKeeping({ wired, settings, clock: systemClock, log, id: randomUUID() });
  const app = createSlackApp({
    settings: how,
    dispatcher: wired.dispatcher,
    clock: systemClock,
    logger: log,
    seen: keeping.seen,
    incidents: keeping.incidents,
    drawPng: (picture) => wired.drawPng(picture),
  });
  try {
    // A data folder that another process holds, or a database that cannot be used, is said at once.
    await wired.stores.open();
    await app.start();
  } catch (error) {
    await wired.close();
    throw error;
  }
  keeping.start();
  say(
    slack.mode === 'http'
      ? `Slack is expected at port ${app.httpPort ?? slack.port}. ${settings.devices.length} devices are configured.\n`
      : `Connecting to Slack. ${settings.devices.length} devices are configured.\n`,
  );
  return {
    async close() {
      await app.stop();
      await keeping.stop();
      await wired.close();
    },
  };
}
