// The lines of a given log that do not count, and why: of another tunnel, or nothing that is known about IKE.

import type { LogLine } from '../../domain/log.js';
import type { RecognizedLines } from '../../logs/read/events.js';
import { splitTunnels, type TunnelEvents } from '../../logs/read/tunnels.js';

/** @param counts whether the lines of a tunnel count. @returns one sentence, with the remedy where there is one; empty when every line counts. */
export function unusedText(
  lines: readonly LogLine[],
  recognized: RecognizedLines,
  counts: (tunnel: TunnelEvents) => boolean,
): string {
  const others = splitTunnels(recognized.events).filter((tunnel) => !counts(tunnel));
  const elsewhere = others.flatMap(({ events }) => events.map(({ line }) => line.number));
  const known = new Set(recognized.events.map(({ line }) => line.number));
  const unknown = recognized.labels > 0 ? [] : lines.filter(({ number }) => !known.has(number));
  const parts = [
    ...(elsewhere.length > 0 ? [`${linesText(elsewhere)} (of ${ofWhom(others)})`] : []),
    ...(unknown.length > 0
      ? [`${linesText(unknown.map(({ number }) => number))} (nothing known about IKE)`]
      : []),
  ];
  if (parts.length === 0) return '';
  const remedy = elsewhere.length > 0 ? '; if this tunnel is among them, say the name that it has there' : '';
  return `Not used: ${parts.join(' and ')}${remedy}.`;
}

const mostNames = 3;

function ofWhom(tunnels: readonly TunnelEvents[]): string {
  const names = [...new Set(tunnels.flatMap(({ name, addresses }) => name ?? addresses.at(-1) ?? []))];
  if (names.length === 0) return 'another tunnel';
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return `${names.slice(0, mostNames).join(', ')}${more}`;
}

const mostRanges = 3;

/** `line 4`, `lines 1–3, 7 and 12 more`. */
export function linesText(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const ranges: { readonly from: number; to: number }[] = [];
  for (const number of sorted) {
    const last = ranges.at(-1);
    if (last && number === last.to + 1) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  const shown = ranges.slice(0, mostRanges);
  const left = ranges.slice(mostRanges).reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const text = shown.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
  return `${sorted.length === 1 ? 'line' : 'lines'} ${text}${left > 0 ? ` and ${left} more` : ''}`;
}
