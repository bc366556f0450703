// Evidence and gaps: what was observed, where and when, or why it could not be.

/** Where a value came from. `at` is ISO 8601 UTC by our clock, when the reply was complete. */
export interface Source {
  readonly device: string;
  /** The request in words an operator knows, for example `show vpn ike-sa` or `list-sas`. */
  readonly request: string;
  /** The file that a person gave, when no device was asked. */
  readonly file?: string;
  readonly at: string;
  readonly fromCache: boolean;
  /** How many device calls this value cost; 0 from the cache. */
  readonly calls: number;
}

export type GapReason =
  | 'unreachable' // no connection, refused, no route
  | 'timeout' // the device or our deadline ran out
  | 'unauthorized' // key, role or permission
  | 'untrusted' // TLS: certificate or fingerprint
  | 'unreadable' // a reply that is not what the interface promises (truncated, garbage, HTML)
  | 'too-large'
  | 'device-error' // the device answered with an error
  | 'busy' // circuit breaker open, or the device asks for patience
  | 'not-supported' // this vendor or version cannot tell
  | 'not-configured' // our configuration does not say how to get it
  | 'not-present' // the device says there is no such thing
  | 'standby' // a passive HA unit: meaningless there
  | 'no-history' // nothing was kept from before: not that nothing changed
  | 'foreign' // the end belongs to somebody else
  | 'not-asked'; // not needed so far

/** Evidence that could not be had. `says` is one sentence; `remedy` tells how to get it. */
export interface Gap {
  readonly known: false;
  readonly reason: GapReason;
  readonly says: string;
  readonly remedy: string;
  readonly device: string;
  readonly request: string;
  readonly at: string;
}

export interface Known<T> {
  readonly known: true;
  readonly value: T;
  readonly source: Source;
}

export type Observation<T> = Known<T> | Gap;

export function known<T>(value: T, source: Source): Known<T> {
  return { known: true, value, source };
}

export function gap(parts: Omit<Gap, 'known'>): Gap {
  return { known: false, ...parts };
}

/** Applies a pure function to a known value; a gap stays the same gap. */
export function mapKnown<T, U>(observation: Observation<T>, change: (value: T) => U): Observation<U> {
  return observation.known ? known(change(observation.value), observation.source) : observation;
}

/** The value, or null when there is a gap. Use it only where "cannot tell" and null mean the same to the reader. */
export function knownValue<T>(observation: Observation<T>): T | null {
  return observation.known ? observation.value : null;
}
