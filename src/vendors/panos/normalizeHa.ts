// HA words of the asked units → one HA state of the firewall that its users see.

import type { HaState } from '../../domain/device.js';
import type { HaWords } from './parseSystem.js';

const states = ['active', 'passive', 'active-primary', 'active-secondary', 'suspended'] as const;

export function normalizeHa(words: HaWords, activeAddress: string | null, asked: readonly string[]): HaState {
  return {
    enabled: words.enabled,
    local: words.enabled ? localState(words.localState) : null,
    peer: words.peerState,
    synchronized: synchronized(words),
    seconds: words.seconds,
    activeAddress,
    asked,
  };
}

function localState(word: string | null): HaState['local'] {
  if (word === null) return null;
  return states.find((state) => state === word) ?? 'other';
}

function synchronized(words: HaWords): boolean | null {
  if (!words.enabled || words.runningSync === null) return null;
  return words.runningSync === 'synchronized';
}

/** Tunnels end here: without HA, on the active unit, and on both units of an active/active pair. */
export function terminatesTunnels(words: HaWords): boolean {
  return !words.enabled || (words.localState ?? '').startsWith('active');
}
