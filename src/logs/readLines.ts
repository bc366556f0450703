// A whole log read as one end's view of one tunnel: recognition, tunnels, attempts, and what they amount to.

import { causeInfo } from '../domain/causes.js';
import { guessIdentity, type Identity } from '../domain/identity.js';
import type { Role } from '../domain/live.js';
import type { LogEvent, LogLine, LogReading } from '../domain/log.js';
import { anywhere } from '../domain/possible.js';
import { candidatesOf, leftOpenBy } from './read/candidates.js';
import { collapse } from './read/collapse.js';
import { type RecognizedLines, recognize } from './read/events.js';
import { type Judgment, judge } from './read/judge.js';
import { leadOf } from './read/lead.js';
import { exchangeOf } from './read/moment.js';
import { runsBackwards } from './read/order.js';
import { sideOfLines } from './read/side.js';
import { stopPointOf } from './read/stopPoint.js';
import { keepTunnels, splitTunnels, type TunnelEvents } from './read/tunnels.js';
import { unknownErrorsOf } from './read/unknownErrors.js';
import { ownSignatureSet, type SignatureSet } from './signature/set.js';

export interface ReadOptions {
  /** What the caller knows; found out when not given. */
  readonly vendor?: string | null;
  readonly side?: Role | null;
  /** Only these tunnels: names of connection, gateway or tunnel as the device prints them. */
  readonly tunnels?: readonly string[];
  /** Only tunnels with one of these peer addresses. */
  readonly peers?: readonly string[];
  /** The project's own signatures when not given. */
  readonly signatures?: SignatureSet;
}

const mostEvents = 400;

/** Pure but for the signatures, which are read once. Lines may stand in either order; nothing is thrown for what they hold. */
export function readLines(lines: readonly LogLine[], options: ReadOptions = {}): LogReading {
  const signatures = options.signatures ?? ownSignatureSet();
  return readRecognized(recognize(lines, signatures, options.vendor ?? null), lines, lines.length, options);
}

/** The same from lines that were already recognized: `total` is how many lines the log has. */
export function readRecognized(
  recognized: RecognizedLines,
  lines: readonly LogLine[],
  total: number,
  options: ReadOptions,
): LogReading {
  const backwards = runsBackwards(lines, recognized.events);
  const ordered = backwards ? recognized.events.toReversed() : recognized.events;
  const all = splitTunnels(ordered);
  const kept = keepTunnels(all, options.tunnels ?? [], options.peers ?? []);
  const judged = kept.map((tunnel) => {
    const events = collapse(tunnel.events);
    return { tunnel, events, judgment: judge(events, recognized.vendor) };
  });
  const newest = (backwards ? lines[0] : lines.at(-1)) ?? null;
  const chosen = judged.toSorted((a, b) => weight(b, newest) - weight(a, newest))[0];
  let from: string | null = null;
  let to: string | null = null;
  for (const { at } of lines) {
    if (at === null) continue;
    if (from === null || at < from) from = at;
    if (to === null || at > to) to = at;
  }
  const base = {
    vendor: recognized.vendor,
    sharedBy: recognized.undecided,
    lines: total,
    recognized:
      recognized.events.filter(({ readBy }) => readBy === 'signature' || readBy === 'status').length +
      recognized.labels,
    otherTunnels: Math.max(0, all.length - 1),
    reversed: backwards,
    from,
    to,
    notes: notesOf(recognized, all, kept, backwards),
  };
  if (!chosen)
    return {
      ...base,
      side: options.side ?? null,
      ikeVersion: null,
      furthest: null,
      endsUp: null,
      candidates: [],
      leavesOpen: [],
      differences: [],
      exchange: null,
      stop: anywhere,
      unknownErrors: [],
      ids: { ours: null, theirs: null },
      peer: null,
      object: null,
      auth: null,
      events: [],
    };
  const { judgment, events, tunnel } = chosen;
  // That a message was sent or came says nothing of what its line complains about.
  const understood = recognized.events.filter(({ readBy }) => readBy !== 'message');
  const known = new Set(understood.map(({ line }) => line.number));
  const unknownErrors = unknownErrorsOf(lines, known, tunnel, events, backwards);
  const { lead } = judgment;
  const exchange = exchangeOf(lead?.moment ?? judgment.moment);
  return {
    ...base,
    side: options.side ?? sideOf(judgment, events),
    ikeVersion: judgment.moment.ikeVersion,
    furthest: judgment.furthest,
    endsUp: judgment.endsUp,
    candidates: candidatesOf(judgment, events, {
      unknownErrors,
      newest,
    }),
    leavesOpen: leftOpenBy(judgment),
    differences: judgment.differences,
    exchange: exchange.messages.length === 0 ? null : exchange,
    stop: lead?.point ?? stopPointOf(judgment.moment, null, null),
    unknownErrors,
    ids: identitiesOf(events),
    peer: peerOf(events, tunnel),
    object: tunnel.name,
    auth: judgment.moment.auth,
    events: events.slice(-mostEvents),
  };
}

interface Judged {
  readonly judgment: Judgment;
  readonly events: readonly LogEvent[];
}

/** Of several tunnels the one with the clearest fault is told of; a healthy one only when all are. */
function weight({ judgment, events }: Judged, newest: LogLine | null): number {
  const lead = leadOf(judgment.negatives);
  if (lead) return { consequence: 5, hint: 6, weak: 7, strong: 8, proof: 9 }[lead.meaning.strength];
  const [first] = candidatesOf(judgment, events, { unknownErrors: [], newest });
  if (first && causeInfo(first.cause).kind !== 'not-a-fault') return 4;
  // A status shows all that there is: an IKE SA whose child is not there stays so, whatever else is up.
  if (!first && judgment.furthest === 'authenticated' && events.some(({ readBy }) => readBy === 'status'))
    return 4;
  // Without a fault the tunnel that came up says more than one whose negotiation the log does not follow to its end.
  if (judgment.furthest === 'child-installed') return 3;
  // Phase 1 alone says less than a phase 2 that was asked for and never came: daemons name the networks of one gateway apart.
  if (events.some(({ says }) => says === 'child-started')) return 2;
  return judgment.furthest === null ? 0 : 1;
}

/** The role in the attempt that decides; a line that only one end can print tells it as well; else names of states and requests. */
function sideOf(judgment: Judgment, events: readonly LogEvent[]): Role | null {
  return judgment.moment.role ?? judgment.lead?.event.printedBy ?? sideOfLines(events);
}

function identitiesOf(events: readonly LogEvent[]): { ours: Identity | null; theirs: Identity | null } {
  const last = (key: string): Identity | null => {
    const text = events.findLast((event) => event.captures[key] !== undefined && isIdentity(event, key))
      ?.captures[key];
    return text === undefined ? null : guessIdentity(inBrackets(text));
  };
  return { ours: last('ours'), theirs: last('theirs') };
}

function isIdentity(event: LogEvent, key: string): boolean {
  return (
    ['auth-failed', 'authenticated', 'id-mismatch'].includes(event.says) &&
    (event.captures[key] ?? '').length <= 300
  );
}

/** `198.51.100.1[hub.example]` carries the identity in its brackets. */
function inBrackets(text: string): string {
  return /\[([^\]]{1,300})\]/.exec(text)?.[1] ?? text;
}

function peerOf(events: readonly LogEvent[], tunnel: TunnelEvents): string | null {
  const printed = events.find((event) => event.captures.peer !== undefined)?.captures.peer;
  const address =
    printed === undefined ? null : /\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F.:]{7,45}/.exec(printed)?.[0];
  return address ?? (tunnel.addresses.length === 1 ? (tunnel.addresses[0] ?? null) : null);
}

function nameList(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function notesOf(
  recognized: RecognizedLines,
  all: readonly TunnelEvents[],
  kept: readonly TunnelEvents[],
  backwards: boolean,
): string[] {
  const notes: string[] = [];
  if (recognized.vendors.length > 1)
    notes.push(`The log mixes lines of ${recognized.vendors.join(' and ')}.`);
  if (recognized.undecided.length > 1)
    notes.push(`${nameList(recognized.undecided)} print these words alike; say whose log it is.`);
  if (all.length > 0 && kept.length === 0)
    notes.push('No line of this log speaks of the tunnel in question.');
  if (backwards) notes.push('The lines stood newest first and were read from the end.');
  return notes;
}
