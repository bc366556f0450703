// What a line of a status output says of an SA, in the words of events: it stands, it is missing, what it carried, what it dropped.

import type { Cause } from '../../domain/causes.js';
import type { EventWord } from '../../domain/eventWords.js';
import type { Role } from '../../domain/live.js';
import type { LogEvent, LogLine, Milestone } from '../../domain/log.js';

/** `of` names the tunnel (a peer's address or the tunnel's name): rows with the same name belong together. Null when the output names none. */
export interface Said {
  /** When the line is that of another vendor than the reader's: some print nearly the same tables. */
  readonly vendor?: string;
  readonly line: LogLine;
  readonly of: string | null;
  readonly id: string;
  readonly says: EventWord;
  readonly phase: 1 | 2 | null;
  readonly ikeVersion?: 1 | 2 | null;
  readonly printedBy?: Role | null;
  readonly milestone?: Milestone;
  readonly suggests?: readonly Cause[];
  readonly harmless?: boolean;
  readonly isConsequence?: boolean;
  readonly means: string;
  readonly captures?: Readonly<Record<string, string>>;
}

/** The outputs of one vendor. */
export interface StatusReader {
  readonly vendor: string;
  /** A line that only such an output has. Every line of a log is tried with it, so it must be quick. */
  readonly mark: RegExp;
  /** @param lines of the whole text, in order; nothing is thrown for what they hold */
  readonly read: (lines: readonly LogLine[]) => readonly Said[];
}

type Place = Pick<Said, 'line' | 'of'>;

export function ikeUp(place: Place, ikeVersion: 1 | 2 | null = null, printedBy: Role | null = null): Said {
  return {
    ...place,
    id: 'ike-up',
    says: 'authenticated',
    phase: 1,
    ikeVersion,
    printedBy,
    milestone: 'authenticated',
    means: 'The IKE SA stands.',
  };
}

/** A negotiation of phase 1 that hangs in a state; `suggests` ranked. */
export function ikeStuck(
  place: Place,
  means: string,
  suggests: readonly Cause[],
  ikeVersion: 1 | 2 | null = null,
): Said {
  return { ...place, id: 'ike-stuck', says: 'no-answer', phase: 1, ikeVersion, suggests, means };
}

export function childUp(place: Place, means = 'An IPsec SA is installed.'): Said {
  return { ...place, id: 'child-up', says: 'child-up', phase: 2, milestone: 'child-installed', means };
}

/** The output lists IPsec SAs, and there is none: without traffic that is no fault. */
export function childMissing(place: Place): Said {
  const means = 'No IPsec SA is listed; without traffic that is no fault.';
  return { ...place, id: 'child-missing', says: 'child-started', phase: 2, means };
}

/** The state is told and proves nothing by itself. */
export function state(place: Place, means: string): Said {
  return { ...place, id: 'state', says: 'note', phase: null, means };
}

/** Packets or bytes of one IPsec SA; null where the output does not tell of that direction. */
export function counted(
  place: Place,
  came: number | null,
  went: number | null,
  child: string | null = null,
): Said {
  return {
    ...place,
    id: 'counted',
    says: 'note',
    phase: 2,
    harmless: true,
    means: 'What came in and went out through the IPsec SA.',
    captures: {
      ...(came === null ? {} : { 'count-in': String(came) }),
      ...(went === null ? {} : { 'count-out': String(went) }),
      ...(child === null ? {} : { child }),
    },
  };
}

/** Two SAs of one pair of addresses of which one was never used, where the output does not tell which end is this one. */
export function oneDirection(place: Place): Said {
  return {
    ...place,
    id: 'one-direction',
    says: 'esp-error',
    phase: 2,
    suggests: ['esp-blocked', 'routing-missing', 'policy-denied'],
    means: 'Packets were counted in one direction alone.',
  };
}

/** Below this share of what came in, drops are the noise of any path. */
const noise = 0.01;

/** Packets that the data plane dropped; nothing when there were none, or few beside those that came through. */
export function dropped(
  place: Place,
  why: 'replay' | 'authentication' | 'no-sa' | 'too-large',
  count: number,
  came: number | null = null,
): Said[] {
  if (!(count > 0) || (came !== null && count < came * noise)) return [];
  const [says, suggests, means] = drops[why];
  return [{ ...place, id: `dropped-${why}`, says, phase: 2, suggests, means: `${means} (${count}).` }];
}

const drops: Readonly<Record<Parameters<typeof dropped>[1], readonly [EventWord, readonly Cause[], string]>> =
  {
    replay: ['esp-error', ['other', 'sa-mismatch'], 'Packets were dropped as replayed or too late'],
    authentication: [
      'esp-error',
      ['sa-mismatch', 'esp-proposal-mismatch', 'other'],
      'Packets were dropped because their check or decryption failed',
    ],
    'no-sa': ['sa-unknown', ['sa-mismatch'], 'Packets came for an SA that this end does not have'],
    'too-large': ['too-large', ['fragmentation-mtu'], 'Packets were dropped as too large'],
  };

/** The monitor inside the tunnel. */
export function monitor(place: Place, isUp: boolean): Said {
  return isUp
    ? { ...place, id: 'monitor-up', says: 'monitor-up', phase: 2, means: 'The tunnel monitor says up.' }
    : {
        ...place,
        id: 'monitor-down',
        says: 'monitor-down',
        phase: 2,
        suggests: ['tunnel-monitor-failure'],
        means: 'The tunnel monitor gets no answer from its destination.',
      };
}

/** `1,234`, `12`, `1.5K`, `2M`; NaN when it is no number. */
export function amount(text: string | undefined): number {
  const found = /^([\d,]{1,20}(?:\.\d{1,6})?)([KMGT]?)/i.exec(text ?? '');
  if (!found) return Number.NaN;
  const scale = 'KMGT'.indexOf((found[2] ?? '').toUpperCase());
  return Number((found[1] ?? '').replaceAll(',', '')) * (found[2] ? 1000 ** (scale + 1) : 1);
}

/** The events of these statements. */
export function eventsOf(vendor: string, said: readonly Said[]): LogEvent[] {
  // A single tunnel keeps the names that its other lines have; several are told apart by those of the output.
  const isSeveral = new Set(said.flatMap(({ of }) => of ?? [])).size > 1;
  return said.map((one) => ({
    signature: `${one.vendor ?? vendor}/shown-${one.id}`,
    readBy: 'status',
    says: one.says,
    phase: one.phase,
    printedBy: one.printedBy ?? null,
    ikeVersion: one.ikeVersion ?? null,
    proves: null,
    suggests: one.suggests ?? [],
    confusedWith: [],
    harmless: one.harmless ?? false,
    consequence: one.isConsequence ?? false,
    milestone: one.milestone ?? null,
    detail: null,
    means: one.means,
    vendor: one.vendor ?? vendor,
    line: isSeveral && one.of !== null ? { ...one.line, object: one.of } : one.line,
    count: 1,
    context: {},
    captures: one.captures ?? {},
  }));
}
