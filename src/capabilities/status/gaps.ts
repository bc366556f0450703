// What a status could not read, and whether anything was read at all.

import { uncheckedFrom } from '../../commands/phrases.js';
import type { Gap, GapReason } from '../../domain/observation.js';
import type { Unchecked } from '../../domain/verdict.js';
import { onlyOneLook } from '../../fleet/rates.js';
import type { StatusEnd, TunnelStatus } from '../../fleet/status.js';

/** Gaps that everybody expects and that nobody can close. */
const silent: readonly GapReason[] = ['not-supported', 'not-asked'];

export function uncheckedOf(status: TunnelStatus): readonly Unchecked[] {
  return uncheckedFrom(status.ends.flatMap((end) => [...gapsOf(end), ...trafficGap(end)]));
}

function gapsOf(end: StatusEnd): { what: string; gap: Gap }[] {
  const rows = [
    { what: `Configuration on ${end.device}`, seen: end.config },
    { what: `Live state on ${end.device}`, seen: end.live },
    { what: `HA state of ${end.device}`, seen: end.ha },
    { what: `Log of ${end.device}`, seen: end.log },
  ];
  const gaps = rows.flatMap(({ what, seen }) => (seen.known ? [] : [{ what, gap: seen }]));
  const telling = gaps.filter(({ gap }) => !silent.includes(gap.reason));
  // When the device cannot be asked at all, one line says it; four lines would say it four times.
  const first = telling.find(({ gap }) => !end.live.known && cannotAsk(gap));
  if (!first) return telling;
  return [
    { ...first, what: end.device },
    ...telling.filter(({ gap }) => gap.says !== first.gap.says && !cannotAsk(gap)),
  ];
}

function trafficGap(end: StatusEnd): { what: string; gap: Gap }[] {
  if (!end.live.known || 'rate' in end.traffic || end.state.state !== 'up') return [];
  if (end.traffic.why === onlyOneLook) return [];
  return [
    {
      what: `Traffic right now on ${end.device}`,
      gap: {
        known: false,
        reason: 'not-asked',
        says: `${end.traffic.why[0]?.toUpperCase() ?? ''}${end.traffic.why.slice(1)}.`.replace(/\.\.$/, '.'),
        remedy: 'Ask again with `--refresh`.',
        device: end.device,
        request: 'live',
        at: end.live.source.at,
      },
    },
  ];
}

const deviceReasons: readonly GapReason[] = [
  'unreachable',
  'timeout',
  'unauthorized',
  'untrusted',
  'busy',
  'not-configured',
  'unreadable',
  'too-large',
  'device-error',
];

/** The device itself could not be asked or understood, whatever the question. */
function cannotAsk(gap: Gap): boolean {
  return deviceReasons.includes(gap.reason);
}

/** The gaps of the ends when no end told anything; empty when at least one did. */
export function nothingRead(status: TunnelStatus): readonly Gap[] {
  const gaps = status.ends.map((end) => (end.live.known ? null : end.live));
  const telling = gaps.filter((gap) => gap !== null);
  return telling.length === status.ends.length && telling.every(cannotAsk) ? telling : [];
}
