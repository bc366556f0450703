// What Slack calls the people whom the configuration names by their ids.

import type { Clock } from '../domain/clock.js';
import type { Logger } from '../support/logger.js';
import { createBoltLogger } from './boltLogger.js';
import type { SlackSettings } from './settings.js';
import { Names } from './threads/names.js';
import { createSlackWeb } from './web.js';

/** The function gives null for a group, and for whom Slack does not tell. */
export function createPeople({
  settings,
  clock,
  logger,
}: {
  readonly settings: SlackSettings;
  readonly clock: Clock;
  readonly logger: Logger;
}): (id: string) => Promise<string | null> {
  const names = new Names({ web: createSlackWeb(settings, createBoltLogger(logger)), clock });
  return async (id) => {
    if (!/^[UW]/.test(id)) return null;
    const name = await names.of({ id, name: '' });
    return name === id ? null : name;
  };
}
