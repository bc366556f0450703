// A handoff at each shift change: which changes are told, and the row from which the outbox posts one.

import type { Clock } from '../../domain/clock.js';
import { handoffStream, type OutboxStore } from '../../incidents/outbox.js';
import type { Due, TimedJob } from '../../jobs/job.js';
import { changeAt, lastChange, nextChange, type ShiftChange } from '../../shifts/change.js';
import { onCallAt } from '../../shifts/onCall.js';
import type { ShiftStore } from '../../shifts/store.js';
import type { Team } from '../../shifts/team.js';

export interface ShiftChangeParts {
  readonly clock: Clock;
  readonly teams: readonly Pick<Team, 'name' | 'zone' | 'starts'>[];
  /** A second call for the same change must do nothing. */
  readonly tell: (change: ShiftChange) => Promise<void>;
}

/** A change that nobody was there for is told late, but not when it is no news any more. */
const latestMs = 8 * 3_600_000;

export function shiftChangeJob({ clock, teams, tell }: ShiftChangeParts): TimedJob {
  const dueOf = ({ team, at }: ShiftChange): Due => ({ of: team, at });
  return {
    name: 'shift-change',
    // Telling a change is two rows in the database.
    expireInSeconds: 30,
    first: () => teams.map((team) => dueOf(nextChange(team, clock.now()))),
    async run(due) {
      const team = teams.find((one) => one.name === due.of);
      if (team === undefined) return null;
      // The database's clock may be ahead of ours.
      const now = new Date(Math.max(clock.now().getTime(), Date.parse(due.at)));
      // The job's own change, and the last one when others fell into the same outage. Where the configuration changed since, its
      // new times count.
      for (const at of new Set([due.at, lastChange(team, now).at])) {
        const change = changeAt(team, at);
        if (change !== null && now.getTime() - Date.parse(at) <= latestMs) await tell(change);
      }
      return dueOf(nextChange(team, now));
    },
  };
}

export interface HandoffStores {
  readonly shifts: Pick<ShiftStore, 'claimHandoff'>;
  readonly outbox: Pick<OutboxStore, 'add'>;
}

/** Written down, not posted: the outbox posts it once, whichever replica runs this job, and however often. */
export async function writeHandoff(
  { shifts, outbox }: HandoffStores,
  teams: readonly Team[],
  change: ShiftChange,
  clock: Clock,
): Promise<void> {
  const team = teams.find((one) => one.name === change.team);
  if (!team?.channel) return;
  const handoff = `${team.name} ${change.at}`;
  await shifts.claimHandoff({ key: handoff, team: team.name, from: change.from, to: change.at });
  // Those who leave are those of the last moment before the change.
  const before = new Date(Date.parse(change.at) - 1).toISOString();
  const [outgoing, incoming] = await Promise.all([onCallAt(team, before), onCallAt(team, change.at)]);
  const stream = handoffStream(handoff);
  await outbox.add({
    key: stream,
    stream,
    at: clock.now().toISOString(),
    body: {
      kind: 'handoff',
      handoff,
      team: team.name,
      from: change.from,
      to: change.at,
      channel: team.channel,
      outgoing: outgoing.people,
      incoming: incoming.people,
    },
  });
}
