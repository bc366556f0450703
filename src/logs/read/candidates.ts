// From a judgment to ranked causes with a confidence that means something.

import type { Cause } from '../../domain/causes.js';
import type { EventWord } from '../../domain/eventWords.js';
import type { LogCandidate, LogEvent, LogLine } from '../../domain/log.js';
import { possibleAt } from '../../domain/possible.js';
import type { Confidence } from '../../domain/verdict.js';
import { childMissing } from '../exchange/facts.js';
import { readTime } from '../format/time.js';
import type { Judgment } from './judge.js';
import type { Negative } from './lead.js';
import { exchangeOf, rank } from './moment.js';
import { type Passage, passage } from './passage.js';

/** What stands beside the known lines of the tunnel. */
interface Beside {
  readonly unknownErrors: readonly LogLine[];
  /** The newest line of the whole log. */
  readonly newest: LogLine | null;
}

const mostCandidates = 6;
const flapping = 3;

/**
 * Best first. A line of the refusing end that proves its cause makes it certain; a line that fits one cause makes it likely; a line
 * that fits several makes each possible, in the order of the signature.
 */
export function candidatesOf(
  judgment: Judgment,
  events: readonly LogEvent[],
  beside: Beside = { unknownErrors: [], newest: null },
): LogCandidate[] {
  const lead = judgment.lead ?? repeated(judgment);
  if (!lead) {
    const lost = afterOurAnswer(judgment, events, beside.newest);
    return lost.length > 0 ? lost : calmOrNothing(withoutFault(judgment, events), beside.unknownErrors);
  }
  // Nothing was refused and nothing names a cause: what the point leaves open is no candidate.
  if (lead.meaning.abstains === 'insufficient-data') return [];
  const { meaning } = lead;
  const found: LogCandidate[] = [];
  const add = (cause: Cause, confidence: Confidence, negative: Negative): void => {
    if (found.some((candidate) => candidate.cause === cause)) return;
    found.push({
      cause,
      confidence,
      evidence: evidenceFor(cause, negative, judgment),
      why: negative.meaning.why,
    });
  };
  if (meaning.abstains) add(meaning.abstains, 'likely', lead);
  causesOf(lead).forEach((cause, index) => {
    add(cause, index > 0 || meaning.abstains ? 'possible' : leadConfidence(lead), lead);
  });
  for (const negative of judgment.negatives)
    if (negative.meaning.strength === 'proof' || negative.meaning.strength === 'strong')
      add(negative.meaning.causes[0] ?? 'other', 'possible', negative);
  for (const negative of judgment.negatives)
    for (const cause of possibleAt(causesOf(negative), lead.point)) add(cause, 'possible', negative);
  return found.slice(0, mostCandidates);
}

/** What may be behind a lead that only says that something failed. */
export function leftOpenBy({ lead }: Judgment): readonly Cause[] {
  return lead?.meaning.abstains === 'insufficient-data' ? causesOf(lead) : [];
}

/** What a line names stays; what is only considered beside it must be possible where the negotiation stopped. */
function causesOf({ meaning, point }: Negative): readonly Cause[] {
  const isNamed = meaning.strength === 'proof' || meaning.strength === 'strong';
  const [named, ...others] = meaning.causes;
  if (isNamed && named) return [named, ...possibleAt(others, point)];
  const possible = possibleAt(meaning.causes, point);
  return possible.length > 0 ? possible : meaning.causes;
}

function leadConfidence(lead: Negative): Confidence {
  return lead.meaning.strength === 'proof'
    ? 'certain'
    : lead.meaning.strength === 'strong'
      ? 'likely'
      : 'possible';
}

/** Deciding lines of a cause: the lead, then others that point the same way. */
function evidenceFor(cause: Cause, lead: Negative, judgment: Judgment): LogEvent[] {
  const same = judgment.negatives
    .filter((negative) => negative !== lead && negative.meaning.causes.includes(cause))
    .map((negative) => negative.event);
  return [...new Set([lead.event, ...(lead.beside ? [lead.beside] : []), ...same])].slice(0, 5);
}

/** Cured each time and back each time: a tunnel that flaps has a fault although it ends up. */
function repeated(judgment: Judgment): Negative | null {
  const times = new Map<Cause, Negative[]>();
  for (const negative of judgment.cured) {
    if (negative.meaning.strength === 'consequence') continue;
    const cause = negative.meaning.causes[0];
    if (cause) times.set(cause, [...(times.get(cause) ?? []), negative]);
  }
  const most = [...times.values()].sort((a, b) => b.length - a.length)[0];
  const first = most?.[0];
  if (!first || (most?.length ?? 0) < flapping || !isEstablishedFault(first)) return null;
  return {
    ...first,
    meaning: {
      ...first.meaning,
      strength: 'weak',
      why: `It came back after each failure, ${most?.length ?? 0} times in this log.`,
    },
  };
}

function isEstablishedFault({ event }: Negative): boolean {
  return [
    'duplicate',
    'dpd-lost',
    'collision',
    'sa-unknown',
    'no-answer',
    'peer-deleted',
    'monitor-down',
  ].includes(event.says);
}

/**
 * This end answered the first message from behind NAT, and nothing more came although the log goes on: what comes next goes to UDP 4500 and is
 * larger. Without NAT before this end the silence can as well be a refusal that the other end keeps to itself.
 */
function afterOurAnswer(
  judgment: Judgment,
  events: readonly LogEvent[],
  newest: LogLine | null,
): LogCandidate[] {
  const exchange = exchangeOf(judgment.moment);
  const last = exchange.messages.at(-1);
  if (exchange.role !== 'responder' || judgment.furthest !== 'proposals-agreed' || !exchange.nat.ours)
    return [];
  if (last?.direction !== 'sent' || last.kind !== 'response') return [];
  const event = events.find(({ line }) => line.number === last.line);
  if (!event || !newest || secondsBetween(event.line, newest) < longSilence) return [];
  const why =
    'This end answered from behind NAT, and what the peer sends next, larger and to UDP 4500, never came.';
  return (['nat-t-problem', 'fragmentation-mtu', 'peer-unreachable'] as const).map((cause) => ({
    cause,
    confidence: 'possible',
    evidence: [event],
    why,
  }));
}

/** Longer than the first repetitions of any daemon. */
const longSilence = 10;

/** By their placed times, else by the times of syslog, which carry no year. */
function secondsBetween(from: LogLine, until: LogLine): number {
  if (from.at !== null && until.at !== null) return (Date.parse(until.at) - Date.parse(from.at)) / 1000;
  const [first, last] = [readTime(from.text), readTime(until.text)];
  return first && last ? (last.sort - first.sort) / 1000 : 0;
}

/** A log tells of an installed SA; only counters tell of packets, and those of one end alone never make it certain. */
const upByWhat = {
  'both-ways': 'An IPsec SA is installed and packets passed in both directions.',
  none: 'An IPsec SA is installed and no packet was offered in either direction: up, with no traffic to prove it.',
  unknown:
    'An IPsec SA was installed and nothing after it speaks against the tunnel. Whether packets pass, a log does not tell.',
} as const satisfies Partial<Record<Passage, string>>;

/** A log is never called healthy, idle or rekeying because it was not understood. */
function calmOrNothing(found: LogCandidate[], unknownErrors: readonly LogLine[]): LogCandidate[] {
  if (unknownErrors.length === 0) return found;
  return found.filter(({ cause }) => !calm.has(cause));
}

const calm: ReadonlySet<Cause> = new Set(['tunnel-up-healthy', 'idle-on-demand', 'rekey-in-progress']);

const asked: ReadonlySet<EventWord> = new Set(['child-up', 'rekey-done', 'child-failed']);

/** Nothing stands against the tunnel: what the progress alone says. */
function withoutFault(judgment: Judgment, events: readonly LogEvent[]): LogCandidate[] {
  const last = events.findLast((event) => event.milestone !== null);
  const evidence = last ? [last] : events.slice(-1);
  const one = (cause: Cause, confidence: Confidence, why: string): LogCandidate[] => [
    { cause, confidence, evidence, why },
  ];
  const by = (word: string): LogEvent | undefined => events.find((event) => event.says === word);
  const standby = by('standby');
  if (standby)
    return [
      {
        cause: 'standby-node',
        confidence: 'likely',
        evidence: [standby],
        why: 'The unit that printed this is not the active one.',
      },
    ];
  // What was switched off, or taken out of the configuration, and came up after that is on again.
  const disabled = events.findLast(({ says }) => says === 'disabled' || says === 'child-up');
  if (disabled?.says === 'disabled')
    return [
      {
        cause: 'admin-disabled',
        confidence: 'likely',
        evidence: [disabled],
        why: 'The log says that it was switched off.',
      },
    ];
  // What was asked for last was refused: what stood before may stand still, and the log does not say so.
  const lastly = events.findLast(({ says }) => asked.has(says));
  if (lastly?.says === 'child-failed') return [];
  // A log tells that SAs were installed, never that packets pass in both directions: so it is no more than possible.
  if (judgment.furthest === 'child-installed') {
    const passed = passage(events);
    return one(
      'tunnel-up-healthy',
      passed === 'both-ways' ? 'likely' : 'possible',
      upByWhat[passed === 'both-ways' || passed === 'none' ? passed : 'unknown'],
    );
  }
  // The IKE SA stands, an IPsec SA was asked for and is not there, and no line says why: that names no cause.
  if (judgment.furthest === 'authenticated' && (by('child-started') || by('child-failed'))) return [];
  if (judgment.furthest === 'authenticated' && childMissing(exchangeOf(judgment.moment))) return [];
  // By its words alone a line may speak of any SA; phase 1 alone then proves nothing.
  if (judgment.furthest === 'authenticated' && last && last.readBy !== 'concept')
    return one('tunnel-up-healthy', 'possible', 'The IKE SA is up; nothing is logged about the IPsec SA.');
  const idle = by('idle');
  if (idle) return [{ cause: 'idle-on-demand', confidence: 'likely', evidence: [idle], why: idle.means }];
  const rekey = by('rekey-started');
  if (rekey && rank(judgment.furthest) < 0)
    return [
      {
        cause: 'rekey-in-progress',
        confidence: 'possible',
        evidence: [rekey],
        why: 'A rekey starts; a rekey needs a tunnel that stood, and the log ends before the result.',
      },
    ];
  if (rank(judgment.furthest) < 0 && events.length > 0 && events.every((event) => event.harmless))
    return one('tunnel-up-healthy', 'possible', 'Every line that is known here is harmless.');
  return [];
}
