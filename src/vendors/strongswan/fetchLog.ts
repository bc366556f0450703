// The log of one tunnel in a time range: from charon's file when there is one, else from what the bot heard while it ran.

import type { EvidenceScope } from '../../domain/device.js';
import type { LogLine, LogWindow } from '../../domain/log.js';
import { scrubLines } from '../../domain/secrets/index.js';
import { failed, type Outcome, success } from '../outcome.js';
import type { LiveLog } from './liveLog.js';
import { type LogTimes, readLogPrefix, readLogTime, toLogLine } from './logLine.js';
import { tailLog } from './logTail.js';
import { linesOfTunnel } from './tunnelLines.js';

const DEFAULT_LIMIT = 2_000;
/** A tunnel's lines are looked for among this many of the whole daemon. */
const MAX_SCANNED_LINES = 50_000;
const MAX_SCANNED_BYTES = 16 * 1024 * 1024;

export async function readLogFile(
  path: string,
  scope: EvidenceScope,
  times: LogTimes,
  signal: AbortSignal,
  keep: (line: LogLine) => boolean = () => true,
): Promise<Outcome<LogWindow>> {
  const { from } = scope;
  const tail = await tailLog(path, {
    maxLines: MAX_SCANNED_LINES,
    maxBytes: MAX_SCANNED_BYTES,
    isTooOld: (line) => {
      if (from === undefined) return false;
      const at = readLogTime(line, times);
      return at !== null && at < from;
    },
    signal,
  });
  if (!tail.ok) return tail;
  const lines = tail.value.lines.map((text, index) => toLogLine(text, index + 1, times));
  const { complete, notes } = tail.value;
  return success({
    ...toWindow(lines.filter(keep), scope, !complete),
    ...(notes.length === 0 ? {} : { notes }),
  });
}

export function readHeldLines(
  live: LiveLog,
  scope: EvidenceScope,
  keep: (line: LogLine) => boolean = () => true,
): Outcome<LogWindow> {
  if (live.since === null && live.lines.length === 0) {
    return failed(
      live.trouble ?? {
        reason: 'busy',
        says: 'The bot has only just begun to listen to the log events of this daemon.',
        remedy: 'Ask again in a moment, or name the log file (log) of this device in our configuration.',
      },
    );
  }
  const lines = live.lines.map(({ at, text }, index): LogLine => {
    const prefix = readLogPrefix(text);
    return {
      at,
      text,
      eventId: prefix?.group ?? '',
      severity: null,
      object: prefix?.connection ?? '',
      number: index + 1,
    };
  });
  const window = toWindow(lines.filter(keep), scope, false);
  // What happened before the bot listened is not in the ring: the window begins later than it was asked for.
  const begins = live.lines[0]?.at ?? live.since;
  return success({ ...window, from: later(window.from, begins) });
}

/** Range, tunnel and limit applied, without secrets; lines without a time stay where they stand. */
function toWindow(lines: readonly LogLine[], scope: EvidenceScope, cut: boolean): LogWindow {
  const { from, to, tunnel, limit = DEFAULT_LIMIT } = scope;
  const inRange = lines.filter(
    ({ at }) => at === null || ((from === undefined || at >= from) && (to === undefined || at <= to)),
  );
  const own = tunnel === undefined ? inRange : linesOfTunnel(inRange, tunnel);
  const kept = own.slice(-limit);
  const texts = scrubLines(kept.map(({ text }) => text));
  return {
    vendor: 'strongswan',
    lines: kept.map((line, index) => ({ ...line, text: texts[index] ?? '' })),
    from: from ?? null,
    to: to ?? null,
    truncated: cut || own.length > limit,
  };
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
