// How strongly a line speaks against the tunnel, and for which causes.

import type { Cause } from '../../domain/causes.js';

/**
 * What a line says against the tunnel. `proof` excludes other causes; `strong` points to one; `weak` leaves several; a `consequence` counts only when nothing else is there,
 * a `hint` (read by concept) only when no signature says more.
 * `abstains` is the verdict when only the refused end is heard.
 */
export interface Meaning {
  readonly strength: 'proof' | 'strong' | 'weak' | 'hint' | 'consequence';
  readonly causes: readonly Cause[];
  readonly abstains: Cause | null;
  readonly phase: 1 | 2 | null;
  readonly why: string;
}

/** Several causes fit, the most frequent first. */
export function weak(causes: readonly Cause[], phase: 1 | 2 | null, why: string): Meaning {
  return { strength: 'weak', causes, abstains: null, phase, why };
}

/** Whoever sends a refusal has printed its reason before, in words that may be known only as words: those count as much. */
export function beside(causes: readonly Cause[], phase: 1 | 2 | null, why: string): Meaning {
  return { ...weak(causes, phase, why), strength: 'hint' };
}

/** Transport mode asks for the hosts themselves (and sends NAT-OA behind NAT, RFC 3947); a tunnel mode connection has no such selectors. */
export function transportRefused(): Meaning {
  return weak(
    ['encapsulation-mode-mismatch', 'traffic-selector-mismatch'],
    2,
    'The peer asks for transport mode between the two hosts, and this end has no such connection.',
  );
}
