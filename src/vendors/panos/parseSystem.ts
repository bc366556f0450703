// What the device says about itself: system info and HA state, in PAN-OS's own words.

import { child, text, truth, wholeNumber } from './words.js';
import type { XmlNode } from './xml.js';

export interface SystemWords {
  readonly hostname: string | null;
  readonly model: string | null;
  readonly version: string | null;
  /** The word `unknown` on an unlicensed VM becomes null: it identifies nothing. */
  readonly serial: string | null;
  /** Seconds since it started; null when it does not tell. */
  readonly uptimeSeconds: number | null;
  readonly advancedRouting: boolean;
  readonly multiVsys: boolean;
  readonly raw: XmlNode;
}

export function parseSystem(result: XmlNode): SystemWords | null {
  const system = child(result, 'system');
  if (!system) return null;
  return {
    hostname: told(text(system, 'hostname')),
    model: told(text(system, 'model')),
    version: told(text(system, 'sw-version')),
    serial: told(text(system, 'serial')),
    uptimeSeconds: uptimeOf(text(system, 'uptime')),
    advancedRouting: truth(system, 'advanced-routing') ?? false,
    multiVsys: truth(system, 'multi-vsys') ?? false,
    raw: system,
  };
}

/** `12 days, 3:04:05`, as `show system info` prints it. */
function uptimeOf(word: string | null): number | null {
  const parts = /^(\d{1,5}) days?, (\d{1,2}):(\d\d):(\d\d)$/.exec(word ?? '');
  if (!parts) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map(Number);
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

function told(word: string | null): string | null {
  return word === 'unknown' ? null : word;
}

export interface HaWords {
  readonly enabled: boolean;
  readonly localState: string | null;
  readonly peerState: string | null;
  readonly peerConnection: string | null;
  readonly seconds: number | null;
  readonly stateSync: string | null;
  readonly runningSync: string | null;
  readonly raw: XmlNode;
}

/** Null when the reply is no HA state. Some captures leave `enabled` out although a group is there. */
export function parseHa(result: XmlNode): HaWords | null {
  const group = child(result, 'group');
  const enabled = truth(result, 'enabled') ?? (group && child(group, 'local-info') ? true : null);
  if (enabled === null) return null;
  const local = child(group, 'local-info');
  const peer = child(group, 'peer-info');
  return {
    enabled,
    localState: text(local, 'state'),
    peerState: text(peer, 'state'),
    peerConnection: text(peer, 'conn-status'),
    seconds: wholeNumber(local, 'state-duration'),
    stateSync: text(local, 'state-sync'),
    runningSync: text(group, 'running-sync'),
    raw: result,
  };
}
