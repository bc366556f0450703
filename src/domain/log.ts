// Log lines as devices print them, and what reading them yields.

import type { Cause } from './causes.js';
import { type EventWord, refusalOf } from './eventWords.js';
import type { IkeExchange } from './exchange.js';
import type { Identity } from './identity.js';
import type { Role } from './live.js';
import type { StopPoint } from './possible.js';
import type { ComparedType, Proposal } from './proposal.js';
import type { Confidence } from './verdict.js';

/** One line as printed. `at` is ISO 8601 UTC, null when the line carries no time that can be placed. */
export interface LogLine {
  readonly at: string | null;
  readonly text: string;
  /** The device's own class of the line (PAN-OS event id, log group, severity), empty when there is none. */
  readonly eventId: string;
  readonly severity: 'debug' | 'info' | 'notice' | 'warning' | 'error' | 'critical' | null;
  /** The object it is about as the device says (gateway or tunnel name), empty when it does not. */
  readonly object: string;
  /** The line's number in its file or reply, from 1. */
  readonly number: number;
}

/** Lines of one device in a time range, oldest first. */
export interface LogWindow {
  readonly vendor: string;
  readonly lines: readonly LogLine[];
  readonly from: string | null;
  readonly to: string | null;
  /** The range holds more than the limit; the newest were kept. */
  readonly truncated: boolean;
  /** What belongs to the range and could not be read, one sentence each. */
  readonly notes?: readonly string[];
}

/** How far a negotiation got; each includes the ones before it. */
export type Milestone = 'started' | 'answered' | 'proposals-agreed' | 'authenticated' | 'child-installed';

/** What exactly is wrong with a certificate, where the line tells. */
export type LogDetail = 'certificate-out-of-date' | 'certificate-not-sent' | 'own-certificate';

/** One line that a signature knew. */
export interface LogEvent {
  readonly signature: string;
  /**
   * signature: one knew the whole message. status: a table or counter that shows what stands. concept: only its words were read, so it is never
   * more than possible. message: it only tells of a message of the exchange.
   */
  readonly readBy: 'signature' | 'status' | 'concept' | 'message';
  readonly says: EventWord;
  readonly phase: 1 | 2 | null;
  /** Which end prints this line: the one that refuses knows the reason, the other only learns that it was refused. */
  readonly printedBy: Role | null;
  readonly ikeVersion: 1 | 2 | null;
  readonly proves: Cause | null;
  /** Ranked; one alone makes it likely, several are possible. */
  readonly suggests: readonly Cause[];
  /** What it is often taken for, ranked. */
  readonly confusedWith: readonly Cause[];
  readonly harmless: boolean;
  /** It follows from something else: never a reason as long as another line is there. */
  readonly consequence: boolean;
  readonly milestone: Milestone | null;
  /** Null when the line tells nothing finer than `says`. */
  readonly detail: LogDetail | null;
  /** One sentence for people, empty when the signature has none. */
  readonly means: string;
  /** The file of signatures that knew the line. */
  readonly vendor: string;
  readonly line: LogLine;
  /** How often the same line was printed (duplicates are collapsed). */
  readonly count: number;
  /** What the line tells about the moment: exchange, authentication method, rekey, NAT … (`contextKeys` of src/logs). */
  readonly context: Readonly<Record<string, string>>;
  readonly captures: Readonly<Record<string, string>>;
}

/** Whose refusal a line tells of: that of the end that prints it (`own`), or one that it received; null when it tells of none. */
export function refusalIn({ says, context }: Pick<LogEvent, 'says' | 'context'>): 'own' | 'received' | null {
  // A message that was taken apart, and an SA that the peer deletes, tell of a refusal where no other line of the attempt does.
  const whose = says === 'payloads' || says === 'peer-deleted' ? 'received' : refusalOf(says);
  return whose === 'received' && context.direction === 'sent' ? 'own' : whose;
}

/** An event that tells what is given, and nothing else: no cause, no step, no judgment. */
export function eventAlone(
  line: LogLine,
  told: Pick<LogEvent, 'signature' | 'readBy' | 'vendor' | 'says'>,
): LogEvent {
  return {
    phase: null,
    printedBy: null,
    ikeVersion: null,
    proves: null,
    suggests: [],
    confusedWith: [],
    harmless: false,
    consequence: false,
    milestone: null,
    detail: null,
    means: '',
    count: 1,
    context: {},
    captures: {},
    line,
    ...told,
  };
}

/** What offered and configured parameters were printed, and the parameter that differs. */
export interface PrintedDifference {
  readonly what:
    | 'ike-proposal'
    | 'esp-proposal'
    | 'selectors'
    | 'identity'
    | 'version'
    | 'lifetime'
    | 'mode'
    | 'auth-method';
  /** As the peer sent it. */
  readonly received: string;
  /** As this end wants it; null when it is not printed. */
  readonly configured: string | null;
  readonly receivedProposals: readonly Proposal[];
  readonly configuredProposals: readonly Proposal[];
  readonly differs: readonly ComparedType[];
  readonly event: LogEvent;
}

export interface LogCandidate {
  readonly cause: Cause;
  readonly confidence: Confidence;
  /** The deciding lines, the strongest first. */
  readonly evidence: readonly LogEvent[];
  /** One sentence: why the lines mean this. */
  readonly why: string;
}

/** What in a log that a person gave names this tunnel: an address or identity of ours, an SPI that our log holds too, or a name that a person said. */
export interface LogTie {
  readonly by: 'address' | 'spi' | 'identity' | 'name';
  readonly value: string;
}

/** A whole log read as one end's view of one tunnel. */
export interface LogReading {
  /** Of a log that a person gave: what ties it to this tunnel, null when nothing in it does. Absent where a device was asked for it. */
  readonly tie?: LogTie | null;
  readonly vendor: string;
  /** Vendors that print these words alike, so that `vendor` is only the name of a family, or unknown: advice is neutral. Mostly empty. */
  readonly sharedBy: readonly string[];
  /** The role of the end that printed the log in the negotiation that counts; null when it cannot be told. */
  readonly side: Role | null;
  readonly ikeVersion: 1 | 2 | null;
  readonly lines: number;
  readonly recognized: number;
  readonly furthest: Milestone | null;
  /** The log ends with the tunnel up (a later success cured what came before). */
  readonly endsUp: boolean | null;
  /** Best first; empty when nothing points anywhere. */
  readonly candidates: readonly LogCandidate[];
  /** What may be behind a line that only says that something failed; empty where a line says more. Ranked. */
  readonly leavesOpen: readonly Cause[];
  readonly differences: readonly PrintedDifference[];
  /** The messages of the attempt that decides; null when the log tells of none. */
  readonly exchange: IkeExchange | null;
  /** Where that attempt stopped: what `isPossibleAt` excludes is never listed. */
  readonly stop: StopPoint;
  /**
   * Lines that no signature knows and that have the shape of an error ("unable to install …", "… failed: not supported"), printed
   * since the last success of this tunnel: a log that holds one is never called healthy, idle or rekeying. Oldest first, bounded.
   */
  readonly unknownErrors: readonly LogLine[];
  /** Identities as printed: ours is that of the end that printed the log. */
  readonly ids: { readonly ours: Identity | null; readonly theirs: Identity | null };
  readonly peer: string | null;
  /** The connection, gateway or tunnel that was read, as the log names it; null when it names none. */
  readonly object: string | null;
  /** How many other tunnels the log speaks of. */
  readonly otherTunnels: number;
  /** The lines stood newest first and were turned round. */
  readonly reversed: boolean;
  /** How this end authenticates itself, as printed. */
  readonly auth: 'psk' | 'certificate' | 'eap' | 'null' | null;
  /** What weakens the reading, one sentence each (mixed vendors, cut lines, no line of the tunnel in question). */
  readonly notes: readonly string[];
  /** The events that matter, oldest first, bounded. */
  readonly events: readonly LogEvent[];
  readonly from: string | null;
  readonly to: string | null;
}
