// Who is on call for a tunnel, told in a moment: nothing that opens waits for a calendar or for Slack.

import type { Clock } from '../domain/clock.js';
import type { OnCallThen } from '../incidents/events.js';
import { type NameOf, onCallThen } from '../shifts/onCallThen.js';
import type { Team } from '../shifts/team.js';
import type { Logger } from '../support/logger.js';

export interface OnCallParts {
  readonly teams: readonly Team[];
  readonly nameOf: NameOf;
  readonly clock: Clock;
  readonly log: Logger;
}

const patienceMs = 1500;

export function onCallFor({
  teams,
  nameOf,
  clock,
  log,
}: OnCallParts): (tunnel: string, at: string) => Promise<OnCallThen | null> {
  const soon = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
    const ended = new AbortController();
    const slept = clock.sleep(patienceMs, ended.signal).then(
      () => otherwise,
      () => otherwise,
    );
    try {
      return await Promise.race([work.catch(() => otherwise), slept]);
    } finally {
      ended.abort();
    }
  };
  const patient = teams.map((team): Team => {
    const { rotation } = team;
    if (rotation === undefined) return team;
    return { ...team, rotation: { ...rotation, turns: (from, to) => soon(rotation.turns(from, to), null) } };
  });
  return async (tunnel, at) => {
    try {
      return await onCallThen(patient, tunnel, at, (id) => soon(nameOf(id), null));
    } catch (error) {
      log.error({ error }, 'who is on call could not be told');
      return null;
    }
  };
}
