// What the watch found, as notices take it: each piece with a key, so that it is told once however often it comes.

import type { Share } from '../domain/share.js';
import type { TunnelChange, WatchedState } from '../watch/state.js';

export interface TunnelNews {
  readonly key: string;
  readonly tunnel: string;
  /** Null: nobody is told. */
  readonly channel: string | null;
  readonly state: WatchedState;
  readonly at: string;
  readonly basis: string;
  readonly quiet: TunnelChange['quiet'];
  readonly shares: readonly Share[];
  /** The incident that is open; null for none. */
  readonly incident: string | null;
}

export interface DeviceNews {
  readonly key: string;
  readonly device: string;
  readonly channel: string | null;
  readonly at: string;
  readonly reachable: boolean;
  readonly says: string;
  readonly remedy: string;
}

export function tunnelKey({ tunnel, from, to, at }: TunnelChange): string {
  return `notice ${tunnel} ${from} ${to} ${at}`;
}

export function deviceKey(device: string, reachable: boolean, at: string): string {
  return `notice device ${device} ${reachable ? 'answers' : 'silent'} ${at}`;
}
