// A list as people read it, one line a tunnel: sign, name, since when, why; and as programs read it.

import type * as z from 'zod';
import { isOn } from '../../commands/command.js';
import type { CommandWords } from '../../commands/declaration.js';
import { durationText, plural, stateText, toneOf } from '../../commands/phrases.js';
import type { DecidedEntry } from '../../diagnosis/listDecision.js';
import { type Cause, causeInfo } from '../../domain/causes.js';
import { commandLine, commandNames } from '../../domain/commandLine.js';
import type { TunnelState } from '../../domain/live.js';
import { type Block, bareReport, type Report, type StateRow, type Text } from '../../domain/report.js';
import { untilUtc } from '../../domain/utc.js';
import type { Confidence } from '../../domain/verdict.js';
import type { ListEntry, TunnelList } from '../../fleet/list.js';
import type { Incident } from '../../incidents/incident.js';
import { watchedSince } from '../../watch/since.js';
import type { WatchedTunnel } from '../../watch/state.js';
import type { FoundCause } from './foundCauses.js';
import { gapBlocks, notes } from './notes.js';
import { pageActions, pageNotes, pageSize, readPage } from './pages.js';
import type { listAnswer } from './schema.js';

export const shownStates: readonly TunnelState[] = ['down', 'degraded', 'unknown', 'idle', 'up', 'disabled'];

export interface ListParts {
  readonly list: TunnelList;
  /** What the filter leaves, worst first. */
  readonly shown: readonly DecidedEntry[];
  /** By tunnel. */
  readonly incidents: ReadonlyMap<string, Incident>;
  /** By tunnel. */
  readonly watched: ReadonlyMap<string, WatchedTunnel>;
  /** Of whose changes nobody is told: until when (ISO 8601 UTC), by tunnel. */
  readonly mutedUntil: ReadonlyMap<string, string>;
  /** What the watch found out when it broke, by tunnel. */
  readonly found: ReadonlyMap<string, FoundCause>;
  readonly words: CommandWords;
  readonly now: Date;
}

export function composeList(parts: ListParts): Report {
  const { list, shown, incidents, watched, mutedUntil, found, words, now } = parts;
  const lines = shown.map((entry): Line => {
    const { name } = entry.tunnel;
    const seen = watched.get(name) ?? null;
    const line = sinceWatched(lineOf(entry, incidents.get(name) ?? null, found.get(name)), seen, now);
    return { ...line, flaps: seen?.state === 'flapping', mutedUntil: mutedUntil.get(name) ?? null };
  });
  const all = isOn(words, 'all');
  const pages = all ? 1 : Math.ceil(lines.length / pageSize);
  const page = readPage(words, pages);
  const onPage = all ? lines : lines.slice((page - 1) * pageSize, page * pageSize);
  const unread = list.isUnread ? 'all' : list.gaps.length > 0 ? 'part' : null;
  return {
    ...bareReport,
    kind: 'list',
    tone: shown.some((entry) => entry.state.state === 'down') ? 'bad' : unread ? 'warning' : 'good',
    title: titleOf(shown.length, list.entries.length),
    summary: [
      { kind: 'paragraph', text: countsText(shown, list) },
      ...(onPage.length === 0
        ? []
        : [{ kind: 'states', rows: onPage.map((line) => rowOf(line, now)) } satisfies Block]),
      ...pageNotes(words, page, pages),
      ...gapBlocks(list),
      ...notes(list, shown),
    ],
    actions: pageActions(words, page, pages),
    audience: 'everyone',
    json: {
      schema: 2,
      tunnels: lines.map(jsonOf),
      unread: list.gaps.map(({ device, says, remedy }) => ({ device, says, remedy })),
    } satisfies z.infer<typeof listAnswer>,
    ...(unread
      ? { unread }
      : { names: list.entries.flatMap(({ tunnel }) => [tunnel.name, ...tunnel.aliases]) }),
  };
}

/** What is told of one tunnel, in text and in JSON. */
interface Line {
  readonly entry: DecidedEntry;
  readonly since: string | null;
  /** It may have been so for longer. */
  readonly sinceAtLeast?: boolean;
  readonly cause: { readonly cause: Cause; readonly title: string; readonly confidence: Confidence } | null;
  readonly incident: Incident | null;
  /** It comes and goes, whatever it is now. */
  readonly flaps?: boolean;
  readonly mutedUntil?: string | null;
}

const broken: readonly TunnelState[] = ['down', 'degraded'];

/** People and a whole diagnosis stand behind an incident: what it says goes before what the lines say. */
function lineOf(entry: DecidedEntry, incident: Incident | null, found: FoundCause | undefined): Line {
  const { state, since } = entry.state;
  if (!broken.includes(state)) return { entry, since, cause: null, incident };
  const fault = incident?.fault ?? null;
  const told = entry.decision?.cause ?? null;
  const seen = told && told.confidence !== 'none' ? { cause: told.code, confidence: told.confidence } : null;
  const named = fault && fault.confidence !== 'none' ? fault : (seen ?? found ?? null);
  return {
    entry,
    since: since ?? fault?.since ?? null,
    cause: named && named.confidence !== 'none' ? { ...named, title: causeInfo(named.cause).title } : null,
    incident,
  };
}

/** Where neither the devices nor an incident tell. */
function sinceWatched(line: Line, watched: WatchedTunnel | null, now: Date): Line {
  if (line.since !== null) return line;
  const seen = watchedSince(line.entry.state.state, watched, now);
  const failing = line.entry.decision?.onlyFailuresSince;
  // Its log tells of failures before the watch first looked.
  if (failing !== undefined && (seen === null || failing < seen.since))
    return { ...line, since: failing, sinceAtLeast: true };
  return { ...line, ...seen };
}

function rowOf(line: Line, now: Date): StateRow {
  const { entry, since, sinceAtLeast, cause, incident } = line;
  const { tunnel, state, rows } = entry;
  return {
    tone: entry.earlier ? 'warning' : toneOf(state.state),
    state: stateText(state.state),
    name: tunnel.name,
    since:
      since === null
        ? ''
        : `${sinceAtLeast ? 'at least ' : ''}${durationText(now.getTime() - Date.parse(since))}`,
    says: [reasonOf(entry, cause) || earlierText(entry, now), incident?.id ?? '', ...watchedWords(line, now)]
      .filter((text) => text !== '')
      .join(' · '),
    more: [rows.map((row) => row.device).join(' + '), rows[0]?.peer ?? '']
      .filter((text) => text !== '')
      .join(' → '),
    actions: rowActions(tunnel.name, entry.earlier ? 'degraded' : state.state, incident),
  };
}

function watchedWords({ flaps = false, mutedUntil = null }: Line, now: Date): readonly string[] {
  return [
    ...(flaps ? ['flapping'] : []),
    ...(mutedUntil === null ? [] : [`muted until ${untilUtc(mutedUntil, now.toISOString())}`]),
  ];
}

/** Without a cause what the device itself shows; of what is well, or switched off, nothing. */
function reasonOf({ tunnel, state }: DecidedEntry, cause: Line['cause']): string {
  if (cause) return cause.confidence === 'certain' ? cause.title : `${cause.confidence}: ${cause.title}`;
  const isPlanned = state.state === 'disabled' && tunnel.declared.maintenance !== null;
  return broken.includes(state.state) || state.state === 'unknown' || isPlanned ? state.basis : '';
}

/** `degraded at 02:40 UTC, 5 min ago: 30 percent of what fw-hq sends does not arrive at fw-oslo.` */
function earlierText({ earlier }: DecidedEntry, now: Date): string {
  if (earlier === null) return '';
  const age = durationText(now.getTime() - Date.parse(earlier.at));
  return `degraded at ${untilUtc(earlier.at, now.toISOString())}, ${age} ago: ${earlier.basis}`;
}

function rowActions(name: string, state: TunnelState, incident: Incident | null): StateRow['actions'] {
  if (!broken.includes(state)) return [];
  return [
    { label: 'Diagnose', command: commandLine(commandNames.diagnose, [name]) },
    incident
      ? { label: `Incident ${incident.id}`, command: commandLine(commandNames.incident, [incident.id]) }
      : { label: 'Triage', command: commandLine(commandNames.triage, [name]) },
    { label: 'Status', command: commandLine(commandNames.status, [name]) },
  ];
}

function jsonOf({
  entry,
  since,
  sinceAtLeast = false,
  cause,
  incident,
  flaps = false,
  mutedUntil = null,
}: Line): z.infer<typeof listAnswer>['tunnels'][number] {
  const { tunnel, state, rows } = entry;
  return {
    tunnel: tunnel.name,
    state: state.state,
    since,
    sinceAtLeast,
    cause: cause?.cause ?? null,
    confidence: cause?.confidence ?? null,
    basis: state.basis,
    peer: rows[0]?.peer ?? null,
    incident: incident?.id ?? null,
    degradedAt: entry.earlier?.at ?? null,
    flaps,
    mutedUntil,
    ends: rows.map((row) => ({
      device: row.device,
      vendor: row.vendor,
      tunnel: row.tunnel,
      state: row.state,
      since: row.since,
      basis: row.basis,
    })),
  };
}

function titleOf(shown: number, all: number): string {
  return shown === all ? plural(all, 'tunnel') : `${shown} of ${plural(all, 'tunnel')}`;
}

function countsText(entries: readonly ListEntry[], list: TunnelList): Text {
  if (list.entries.length === 0 && list.gaps.length > 0) return 'No tunnel could be read.';
  if (entries.length === 0) return 'No tunnel fits.';
  return shownStates
    .map((state) => ({ state, count: entries.filter((entry) => entry.state.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${stateText(state)}`)
    .join(', ');
}
