// What happened to a tunnel without a change of its state: an SA was renewed, another unit took over.

import type { Trigger } from '../domain/decision.js';
import type { SweepChild, SweepRow } from '../domain/sweep.js';
import type { Mark } from './state.js';

interface Renewed {
  readonly tunnel: string;
  readonly device: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** Null where no child that stood before and stands now has another SPI, or where SPIs are not told, clearly more time left. */
export function rekeyMark(
  { tunnel, device, at }: Renewed,
  before: SweepRow | null,
  now: SweepRow,
): Mark | null {
  const renewed = now.children.filter((child) => {
    const then = before?.children.find(({ name }) => name === child.name);
    return then !== undefined && then.state === 'up' && child.state === 'up' && isOther(then, child);
  });
  const [first] = renewed;
  if (!first) return null;
  const what = now.children.length === 1 ? 'The IPsec SA was renewed' : `Renewed: ${listed(renewed)}`;
  return { tunnel, at, kind: 'rekey', device, text: `${what}.` };
}

export function failoverMark({ tunnel, device, at }: Renewed, before: string, now: string): Mark {
  return { tunnel, at, kind: 'failover', device, text: `${now} answers for ${device} instead of ${before}.` };
}

/** What set an outage off; null where it is nothing that is done to a device, as a certificate that expired. */
export function triggerMark(tunnel: string, { kind, at, device, says }: Trigger): Mark | null {
  if (kind === undefined || kind === 'expiry') return null;
  return { tunnel, at, kind, device, text: says };
}

/** @param texts differences, as `local ID a → b` */
export function changeMark({ tunnel, device, at }: Renewed, texts: string): Mark {
  return { tunnel, at, kind: 'change', device, text: `Changed on ${device}: ${texts}.` };
}

/** Two looks at one SA tell its end within seconds of each other. */
const sameEndMs = 60_000;

function isOther(then: SweepChild, now: SweepChild): boolean {
  if (then.spiIn !== null && now.spiIn !== null) return then.spiIn !== now.spiIn;
  if (then.spiIn !== null || now.spiIn !== null || then.expiresAt === null || now.expiresAt === null)
    return false;
  return Date.parse(now.expiresAt) - Date.parse(then.expiresAt) > sameEndMs;
}

function listed(children: readonly SweepChild[]): string {
  const names = children.map(({ name }) => name);
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
