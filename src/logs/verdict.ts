// From a reading to the answer: verdict, ranked alternatives, findings with their lines, what was not checked, next steps.

import { type Cause, causeInfo } from '../domain/causes.js';
import type { TunnelState } from '../domain/live.js';
import type { LogCandidate, LogEvent, LogReading } from '../domain/log.js';
import { transformText } from '../domain/transforms.js';
import type {
  Alternative,
  Diagnosis,
  EvidenceLine,
  Finding,
  StepResult,
  Unchecked,
  Verdict,
} from '../domain/verdict.js';
import { actingSide, nextSteps } from './advice.js';
import { linesToAskFor } from './ask.js';
import { logCommand } from './places.js';

export interface VerdictOptions {
  /** Names the device of the evidence lines. */
  readonly device?: string;
  /** Where the lines come from: a file name, `log`. */
  readonly source?: string;
}

export function diagnosisFromReading(reading: LogReading, options: VerdictOptions = {}): Diagnosis {
  const ranked = reading.candidates;
  const lead = ranked[0];
  return {
    tunnel: null,
    state: stateOf(reading),
    verdict: lead ? verdictOf(lead, reading) : nothing(reading),
    alternatives: (lead ? ranked.slice(1) : guesses(reading)).map(
      ({ cause, confidence }): Alternative => ({ cause, confidence }),
    ),
    findings: lead ? findingsOf(ranked, reading, options) : [],
    unchecked: uncheckedOf(reading, ranked),
    steps: stepsOf(reading, lead),
    wouldChange: wouldChange(reading, ranked),
  };
}

function verdictOf(lead: LogCandidate, reading: LogReading): Verdict {
  return {
    cause: lead.cause,
    confidence: lead.confidence,
    side:
      lead.confidence === 'possible' && causeInfo(lead.cause).kind === 'abstains'
        ? 'unknown'
        : actingSide(lead.cause, reading.side),
    summary: summaryOf(lead, reading),
  };
}

function summaryOf(lead: LogCandidate, reading: LogReading): string {
  const title = causeInfo(lead.cause).title;
  const opening =
    lead.confidence === 'possible' ? 'Possibly ' : lead.confidence === 'likely' ? 'Probably ' : '';
  const first = `${opening}${opening === '' ? title.charAt(0).toUpperCase() + title.slice(1) : title}.`;
  return [first, differenceText(reading, lead.cause) ?? lead.why].filter((text) => text !== '').join(' ');
}

/** `They differ in encryption: the peer offers …, this end has …` when both lists were printed. */
function differenceText(reading: LogReading, cause: Cause): string | null {
  const difference = reading.differences.findLast(
    ({ what }) =>
      (what === 'ike-proposal' && cause === 'ike-proposal-mismatch') ||
      (what === 'esp-proposal' && (cause === 'esp-proposal-mismatch' || cause === 'pfs-mismatch')),
  );
  if (!difference || difference.differs.length === 0) return null;
  const parts = difference.differs.map((type) => {
    const list = (side: 'receivedProposals' | 'configuredProposals'): string =>
      [...new Set(difference[side].flatMap((proposal) => proposal[type]))].map(transformText).join(', ') ||
      'none';
    return `${type === 'dh' ? 'DH group' : type}: the peer sends ${list('receivedProposals')}, this end has ${list('configuredProposals')}`;
  });
  return `They differ in ${parts.join('; ')}.`;
}

function nothing(reading: LogReading): Verdict {
  const summary =
    reading.lines === 0
      ? 'The log is empty.'
      : reading.recognized === 0
        ? 'No line of this log is known as a line of an IKE daemon.'
        : 'The log does not hold the line that decides.';
  return { cause: 'insufficient-data', confidence: 'none', side: 'unknown', summary };
}

/** What the point where the log breaks off leaves open. */
function guesses(reading: LogReading): Alternative[] {
  const possible = (causes: readonly Cause[]): Alternative[] =>
    causes.map((cause) => ({ cause, confidence: 'possible' }));
  switch (reading.furthest) {
    case 'started':
      return possible(['peer-unreachable', 'unknown-peer', 'ike-proposal-mismatch']);
    case 'answered':
    case 'proposals-agreed':
      if (reading.side === 'responder')
        return possible(['nat-t-problem', 'fragmentation-mtu', 'peer-unreachable']);
      return possible(['psk-mismatch', 'peer-id-mismatch', 'certificate-problem']);
    case 'authenticated':
      return possible(['esp-proposal-mismatch', 'traffic-selector-mismatch', 'pfs-mismatch']);
    default: // Known lines and no negotiation among them: neither end started one.
      return reading.recognized > 0 ? possible(['both-passive', 'idle-on-demand', 'peer-unreachable']) : [];
  }
}

function stateOf(reading: LogReading): TunnelState {
  const cause = reading.candidates[0]?.cause;
  if (cause === 'tunnel-up-healthy' || cause === 'rekey-in-progress') return 'up';
  if (cause === 'idle-on-demand') return 'idle';
  if (cause === 'admin-disabled') return 'disabled';
  if (cause === undefined || cause === 'standby-node') return 'unknown';
  return reading.endsUp === true ? 'degraded' : reading.endsUp === false ? 'down' : 'unknown';
}

function findingsOf(
  ranked: readonly LogCandidate[],
  reading: LogReading,
  options: VerdictOptions,
): Finding[] {
  const lead = ranked[0];
  if (!lead) return [];
  const healthy = causeInfo(lead.cause).kind === 'not-a-fault';
  const main: Finding = {
    id: `log-${lead.cause}`,
    playbook: 'analyze-log',
    severity: healthy ? 'note' : 'fault',
    cause: lead.cause,
    says: summaryOf(lead, reading),
    evidence: lead.evidence.map((event) => evidenceOf(event, options)),
    next: nextSteps(lead.cause, reading.vendor),
  };
  const others = ranked
    .slice(1)
    .filter((candidate) => candidate.evidence[0] !== lead.evidence[0] && isFaultOfItsOwn(candidate))
    .slice(0, 3)
    .map(
      (candidate): Finding => ({
        id: `log-${candidate.cause}`,
        playbook: 'analyze-log',
        severity: 'warning',
        cause: candidate.cause,
        says: summaryOf(candidate, reading),
        evidence: candidate.evidence.map((event) => evidenceOf(event, options)),
        next: nextSteps(candidate.cause, reading.vendor),
      }),
    );
  const version: Finding[] =
    reading.ikeVersion === 1
      ? [
          {
            id: 'log-ikev1',
            playbook: 'analyze-log',
            severity: 'note',
            cause: null,
            says: 'The tunnel uses IKEv1. IKEv2 tells reasons better and survives more; both ends must move together.',
            evidence: [],
            next: { ours: 'Plan the move to IKEv2.', theirs: 'Plan the move to IKEv2.' },
          },
        ]
      : [];
  return [main, ...others, ...version];
}

/** A second fault beside the leading one: a line that points to it alone, not one of several readings of the same line. */
function isFaultOfItsOwn({ cause, evidence }: LogCandidate): boolean {
  const line = evidence[0];
  if (!line || line.consequence || causeInfo(cause).kind === 'abstains') return false;
  return line.proves === cause || (line.suggests.length === 1 && line.suggests[0] === cause);
}

function evidenceOf(event: LogEvent, options: VerdictOptions): EvidenceLine {
  const source = options.source ?? 'log';
  return {
    device: options.device ?? '',
    source: `${source} line ${event.line.number}`,
    at: event.line.at,
    text: event.line.text.length > 600 ? `${event.line.text.slice(0, 600)} …` : event.line.text,
  };
}

function uncheckedOf(reading: LogReading, ranked: readonly LogCandidate[]): Unchecked[] {
  const found: Unchecked[] = [];
  const lead = ranked[0];
  const decided = lead?.confidence === 'certain' || (lead && causeInfo(lead.cause).kind === 'not-a-fault');
  if (!decided) {
    const other = reading.side === 'responder' ? 'initiator' : 'responder';
    found.push({
      what: `the ${reading.side === null ? "other end's" : `${other}'s`} log`,
      why:
        reading.side === 'initiator'
          ? 'The end that refuses knows the reason; the end that is refused only learns that it was.'
          : 'This log alone leaves several causes.',
      how: linesToAskFor(
        null,
        ranked.map(({ cause }) => cause),
      ),
    });
  }
  if (reading.recognized < reading.lines && !decided && reading.recognized < 3)
    found.push({
      what: 'more lines of this end',
      why: `Only ${reading.recognized} of ${reading.lines} lines were known.`,
      how: `Take the lines from ${logCommand(reading.vendor)}.`,
    });
  for (const note of reading.notes)
    found.push({
      what: 'the log itself',
      why: note,
      how: 'Give the log of one device and one tunnel, or name the vendor with --vendor.',
    });
  return found;
}

function stepsOf(reading: LogReading, lead: LogCandidate | undefined): StepResult[] {
  return [
    {
      playbook: 'analyze-log',
      step: 'recognize',
      look: 'Which lines are known, and whose are they?',
      outcome: reading.recognized > 0 ? 'found' : 'unclear',
      why: `${reading.recognized} of ${reading.lines} lines are known (${reading.vendor}).`,
    },
    {
      playbook: 'analyze-log',
      step: 'progress',
      look: 'How far did the negotiation get?',
      outcome: reading.furthest === null ? 'unclear' : 'found',
      why: reading.furthest === null ? 'No line tells.' : `Reached: ${reading.furthest}.`,
    },
    {
      playbook: 'analyze-log',
      step: 'decide',
      look: 'Which line decides?',
      outcome: lead ? (lead.confidence === 'possible' ? 'unclear' : 'found') : 'unclear',
      why: lead?.why || (lead ? causeInfo(lead.cause).title : 'No line decides.'),
    },
  ];
}

function wouldChange(reading: LogReading, ranked: readonly LogCandidate[]): string[] {
  const lead = ranked[0];
  if (!lead || lead.confidence === 'certain') return [];
  const others = ranked.slice(1, 4).map(({ cause }) => causeInfo(cause).title);
  const log = reading.side === 'initiator' ? "The responder's log" : "The other end's log";
  return others.length === 0 ? [] : [`${log} would tell it from: ${others.join('; ')}.`];
}
