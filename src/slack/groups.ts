// Which user groups a person is in, asked of Slack for the groups that rules name, and remembered for a while.

import type { Clock } from '../domain/clock.js';
import type { Logger } from '../support/logger.js';
import { createBoltLogger } from './boltLogger.js';
import { SlackRefusal } from './failure.js';
import type { SlackSettings } from './settings.js';
import { createSlackWeb } from './web.js';

const keepMs = 5 * 60_000;

/** The function rejects when Slack does not tell; then no rule by group may fit. */
export function createGroups(parts: {
  readonly settings: SlackSettings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly groups: readonly string[];
}): (userId: string) => Promise<readonly string[]> {
  const web = createSlackWeb(parts.settings, createBoltLogger(parts.logger));
  const known = new Map<string, { readonly members: ReadonlySet<string>; readonly until: number }>();
  const membersOf = async (group: string): Promise<ReadonlySet<string>> => {
    const now = parts.clock.now().getTime();
    const cached = known.get(group);
    if (cached && cached.until > now) return cached.members;
    const members = new Set(await web.groupMembers(group).catch((error: unknown) => noneOf(group, error)));
    known.set(group, { members, until: now + keepMs });
    return members;
  };
  /** A group that was deleted has no members; it must not keep the others from being told. */
  const noneOf = (group: string, error: unknown): readonly string[] => {
    if (!(error instanceof SlackRefusal) || error.word !== 'no_such_subteam') throw error;
    parts.logger.warn({ group }, 'a user group that a rule names does not exist');
    return [];
  };
  return async (userId) => {
    const all = await Promise.all(
      [...new Set(parts.groups)].map(async (group) => ({
        group,
        isIn: (await membersOf(group)).has(userId),
      })),
    );
    return all.filter((one) => one.isIn).map((one) => one.group);
  };
}
