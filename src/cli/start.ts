// `start`: the service for Slack; without Slack's tokens the demo, which says so.

import '../support/plainZod.js';
import { startService } from '../app/service.js';
import { slackOf } from '../app/slackOf.js';
import { plural } from '../commands/phrases.js';
import type { Environment } from '../config/environment.js';
import { loadSettings, readSettings, settingsPath } from '../config/settings.js';
import { Problem } from '../domain/problem.js';
import { systemClock } from '../support/clock.js';
import { createLogger } from '../support/logger.js';
import type { RunningService } from './terminal.js';

export interface StartOptions {
  /** The file that was named; null for the usual place. */
  readonly config: string | null;
  readonly environment: Environment;
  readonly say: (text: string) => void;
}

export async function start({ config, environment, say }: StartOptions): Promise<RunningService> {
  const file = settingsPath(config, environment);
  const named = config !== null || environment.TUNNELMEDIC_CONFIG !== undefined;
  const settings = await loadSettings(file, environment).catch((error: unknown) => {
    // Nobody named a file and none is there: a first start.
    if (error instanceof Problem && error.code === 'config-missing' && !named) return null;
    throw error;
  });
  const slack = settings?.slack ?? (await readSettings('', file, environment)).slack;
  if (!slack.hasToken) {
    say("Slack's tokens are not set, so this is the demo with simulated firewalls.\n");
    const { startDemo } = await import('../demo/demo.js');
    return await startDemo({ port: null, say });
  }
  if (!settings) throw new Problem('config-missing', { file });
  const service = await startService(settings, {
    clock: systemClock,
    log: createLogger(settings.logLevel),
    slack: await slackOf(settings),
    checks: true,
  });
  const { httpPort } = service;
  const devices = `${plural(settings.devices.length, 'device')} configured.`;
  say(
    httpPort === null
      ? `Connecting to Slack. ${devices}\n`
      : `Slack is expected at port ${httpPort}. ${devices}\n`,
  );
  return service;
}
