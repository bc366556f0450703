// From a judgment to ranked causes with a confidence that means something.

import type { Cause } from '../../domain/causes.js';
import type { LogCandidate, LogEvent } from '../../domain/log.js';
import type { Confidence } from '../../domain/verdict.js';
import type { Judgment, Negative } from './judge.js';
import { rank } from './moment.js';

const mostCandidates = 6;
const flapping = 3;

/**
 * Best first. A line of the refusing end that proves its cause makes it certain; a line that fits one cause makes it likely; a line
 * that fits several makes each possible, in the order of the signature.
 */
export function candidatesOf(judgment: Judgment, events: readonly LogEvent[]): LogCandidate[] {
  const lead = judgment.lead ?? repeated(judgment);
  if (!lead) return withoutFault(judgment, events);
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
  meaning.causes.forEach((cause, index) => {
    add(cause, index > 0 || meaning.abstains ? 'possible' : leadConfidence(lead), lead);
  });
  for (const negative of judgment.negatives)
    if (negative.meaning.strength === 'proof' || negative.meaning.strength === 'strong')
      add(negative.meaning.causes[0] ?? 'other', 'possible', negative);
  for (const negative of judgment.negatives)
    for (const cause of negative.meaning.causes) add(cause, 'possible', negative);
  return found.slice(0, mostCandidates);
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
  const disabled = by('disabled');
  if (disabled)
    return [
      {
        cause: 'admin-disabled',
        confidence: 'likely',
        evidence: [disabled],
        why: 'The log says that it was switched off.',
      },
    ];
  // A log tells that SAs were installed, never that packets pass in both directions: so it is no more than possible.
  if (judgment.furthest === 'child-installed')
    return one(
      'tunnel-up-healthy',
      'possible',
      'A child SA was installed and nothing after it speaks against the tunnel. Whether packets pass, a log does not tell.',
    );
  const childWanted =
    by('child-started') ?? events.find((event) => event.signature.endsWith('vyos-ipsec-header'));
  if (judgment.furthest === 'authenticated' && childWanted)
    return (['esp-proposal-mismatch', 'traffic-selector-mismatch', 'pfs-mismatch'] as const).flatMap(
      (cause) => [
        {
          cause,
          confidence: 'possible',
          evidence: [childWanted],
          why: 'The IKE SA stands and no child SA is there.',
        } satisfies LogCandidate,
      ],
    );
  // By its words alone a line may speak of any SA; phase 1 alone then proves nothing.
  if (judgment.furthest === 'authenticated' && last?.readBy === 'signature')
    return one('tunnel-up-healthy', 'possible', 'The IKE SA stands; nothing is said about the child SA.');
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
