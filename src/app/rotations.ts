// The calendars of the teams: read when somebody asks, at most every five minutes; the last one that could be read counts meanwhile.

import type { TeamSettings } from '../config/teams.js';
import type { Clock } from '../domain/clock.js';
import { type Calendar, readCalendar } from '../shifts/calendar.js';
import type { Rotation, Team } from '../shifts/team.js';
import { timeLimit } from '../support/clock.js';
import { readSmallFile } from '../support/files.js';
import type { Logger } from '../support/logger.js';
import { isLoopback } from '../support/loopback.js';

export interface RotationParts {
  readonly clock: Clock;
  readonly log: Logger;
}

const freshMs = 5 * 60_000;
/** Whoever was on call two days ago is not known to be so now. */
const longestMs = 48 * 3_600_000;
const answersWithinMs = 10_000;
/** Whoever asks who is on call has no time for a server that hangs: what was read before counts on. */
const patienceMs = 1000;
const mostBytes = 8 * 1024 * 1024;

export function teamsOf(settings: readonly TeamSettings[], parts: RotationParts): readonly Team[] {
  return settings.map(({ calendar, ...team }) =>
    calendar === null ? team : { ...team, rotation: rotationOf(team, calendar, parts) },
  );
}

type CalendarSettings = NonNullable<TeamSettings['calendar']>;

function rotationOf(
  { name, zone }: Pick<Team, 'name' | 'zone'>,
  { source, people }: CalendarSettings,
  { clock, log }: RotationParts,
): Rotation {
  let good: { readonly calendar: Calendar; readonly readAt: number } | null = null;
  let triedAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;
  const read = async (): Promise<void> => {
    triedAt = clock.now().getTime();
    try {
      const calendar = readCalendar(await textOf(source), zone);
      if (calendar.ok) good = { calendar: calendar.calendar, readAt: triedAt };
      else log.warn({ team: name, why: calendar.why }, 'the on-call calendar cannot be used');
    } catch (error) {
      // An address may hold a token, and what fetch throws may hold the address.
      const why = error instanceof CalendarUnread ? error.message : 'it could not be reached';
      log.warn({ team: name, why }, 'the on-call calendar cannot be read');
    }
  };
  return {
    people,
    async turns(from, to) {
      const age = clock.now().getTime() - triedAt;
      if (age >= freshMs || age < 0) {
        reading ??= read().finally(() => {
          reading = null;
        });
      }
      if (reading !== null) await (good === null ? reading : atMost(patienceMs, reading, clock));
      const isGood = good !== null && Math.abs(clock.now().getTime() - good.readAt) < longestMs;
      return isGood ? (good?.calendar.turns(from, to) ?? null) : null;
    },
  };
}

async function atMost(ms: number, work: Promise<void>, clock: Clock): Promise<void> {
  const ended = new AbortController();
  await Promise.race([work, clock.sleep(ms, ended.signal)]);
  ended.abort();
}

class CalendarUnread extends Error {}

async function textOf(source: CalendarSettings['source']): Promise<string> {
  if ('file' in source) {
    const file = await readSmallFile(source.file, mostBytes);
    if (file.ok) return file.text;
    throw new CalendarUnread(`the file cannot be used (${file.why})`);
  }
  const address = (await source.url()).replace(/^webcal:/i, 'https:');
  if (!URL.canParse(address)) throw new CalendarUnread('the secret holds no address');
  const { protocol, hostname, username, password } = new URL(address);
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname)))
    throw new CalendarUnread('its address must begin with https://');
  const headers = { accept: 'text/calendar', ...basic(username, password) };
  const signal = timeLimit(answersWithinMs);
  // Loaded only here: most teams have no calendar at an address.
  const { checkedFetch } = await import('../support/checkedFetch.js');
  const reply = await checkedFetch(
    withoutUser(address),
    { signal, headers, redirect: 'follow' },
    source.proxy,
  );
  if (!reply.ok || reply.body === null) throw new CalendarUnread(`its server answers ${reply.status}`);
  return await bounded(reply.body);
}

/** An address with a user is none that may be fetched. */
function withoutUser(address: string): string {
  const bare = new URL(address);
  bare.username = '';
  bare.password = '';
  return bare.href;
}

function basic(username: string, password: string): { readonly authorization?: string } {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
}

async function bounded(body: ReadableStream<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > mostBytes) throw new CalendarUnread('it is larger than 8 MB');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
