// Which lines of a log are asked for: by phase and severity, with what the devices print too mildly.

import type { LogEvent, LogLine } from '../../domain/log.js';

export const severities = ['debug', 'info', 'notice', 'warning', 'error', 'critical'] as const;
type LogSeverity = (typeof severities)[number];

export interface LogFilter {
  readonly from: string;
  readonly to: string | null;
  readonly phase: 1 | 2 | null;
  readonly severity: LogSeverity | null;
}

export function fits(line: LogLine, event: LogEvent | undefined, filter: LogFilter): boolean {
  if (filter.phase !== null && (event?.phase ?? phaseOf(line)) !== filter.phase) return false;
  if (filter.severity === null) return true;
  if (event && tellsOfTrouble(event)) return true;
  return line.severity !== null && severities.indexOf(line.severity) >= severities.indexOf(filter.severity);
}

/** Devices print most failures of IKE as mere information, so a line that points at a cause passes every severity. */
function tellsOfTrouble(event: LogEvent): boolean {
  return !event.harmless && (event.proves !== null || event.suggests.length > 0);
}

/** Event ids of devices name the phase; a line that nobody can place belongs to neither. */
function phaseOf(line: LogLine): 1 | 2 | null {
  const match = /(?:^|[-_ ])p(?:hase)?[-_ ]?([12])\b/i.exec(`${line.eventId} ${line.text}`);
  return match ? (match[1] === '1' ? 1 : 2) : null;
}
