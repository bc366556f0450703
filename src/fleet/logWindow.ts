// The lines of one tunnel end in a time range, and what reading them yields.

import type { LogReading, LogWindow } from '../domain/log.js';
import { type Gap, gap, mapKnown, type Observation } from '../domain/observation.js';
import type { TunnelConfig } from '../domain/tunnelConfig.js';
import { Turns } from '../support/turns.js';
import type { AskOptions, Desk } from './desk.js';
import type { FleetEnd } from './fleetTunnel.js';

/** Reads a window as one end's view of its tunnel; pure. */
export type ReadLog = (window: LogWindow, tunnel: TunnelConfig) => LogReading;

export interface LogRange {
  /** ISO 8601 UTC; null for as far as the device goes. */
  readonly from: string | null;
  readonly to: string | null;
  readonly limit: number;
}

export async function fetchLog(
  desk: Desk,
  end: FleetEnd,
  range: LogRange,
  ask: AskOptions,
): Promise<Observation<LogWindow>> {
  if (!end.config.known) return end.config;
  const scope = {
    tunnel: end.config.value,
    limit: range.limit,
    ...(range.from === null ? {} : { from: range.from }),
    ...(range.to === null ? {} : { to: range.to }),
  };
  return await desk.ask(end.device, 'log', scope, ask);
}

/** A log takes some hundredths of a second: those that come at once, of both ends and of whoever else asks, would hold up the loop together. */
const turns = new Turns();

/** A reader that fails on lines nobody foresaw costs the reading, never the answer. One log is read in a turn of the loop. */
export async function readWindow(
  window: Observation<LogWindow>,
  end: FleetEnd,
  readLog: ReadLog,
): Promise<Observation<LogReading>> {
  if (!window.known || !end.config.known) return window.known ? notConfigured(end) : window;
  const config = end.config.value;
  await turns.next();
  try {
    return mapKnown(window, (lines) => readLog(underOneName(lines, config), config));
  } catch {
    return gap({
      reason: 'unreadable',
      says: `The log lines of ${end.device} could not be understood.`,
      remedy: 'Read them with `logs`; this is a fault of Tunnelmedic, please report it.',
      device: end.device,
      request: 'log',
      at: window.source.at,
    });
  }
}

/** Devices name the gateway, the tunnel and its children as different objects; to their reader they are one tunnel. */
export function underOneName(window: LogWindow, config: TunnelConfig): LogWindow {
  const names = new Set([
    config.tunnel,
    config.ike.name,
    ...config.children.flatMap((child) => [child.name, `${config.tunnel}:${child.name}`]),
  ]);
  const lines = window.lines.map((line) =>
    names.has(line.object) ? { ...line, object: config.tunnel } : line,
  );
  return { ...window, lines };
}

function notConfigured(end: FleetEnd): Gap {
  return gap({
    reason: 'not-present',
    says: `The configuration of ${end.tunnel} on ${end.device} is not known.`,
    remedy: 'Ask again when the device can be read.',
    device: end.device,
    request: 'log',
    at: '',
  });
}
