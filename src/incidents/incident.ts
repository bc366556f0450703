// An incident as its events make it: owner, severity, state, open questions, verdict, timeline.

import type { AskForm } from '../domain/ask.js';
import type { Answer } from '../domain/evidence.js';
import type { Share } from '../domain/share.js';
import type {
  Because,
  IncidentEvent,
  IncidentSeverity,
  IncidentState,
  OnCallThen,
  Person,
  RecordedVerdict,
  SeenState,
  ThreadPlace,
} from './events.js';
import { faultAfter, isWorking } from './faults.js';
import { membersWithout, seenAfter } from './members.js';

export interface OpenQuestion {
  readonly fact: string;
  readonly question: string;
  readonly step: string;
  readonly form: AskForm;
  readonly choices: readonly string[];
}

/** An answer with the words in which it was asked and is told. */
export interface GivenAnswer extends Answer {
  readonly question?: string;
  readonly shown?: string;
}

export interface Incident {
  readonly id: string;
  /** The one that stands for all of them: it is diagnosed. */
  readonly tunnel: string;
  /** All that belong to it, that one first; those that it had, once it is closed. */
  readonly tunnels: readonly string[];
  /** What they have in common; null for one tunnel, and where nothing is known. */
  readonly shares: Share | null;
  /** What opened it; null when a person did. */
  readonly because: Because | null;
  /** The newest look at each, as far as there was one. */
  readonly seen: readonly SeenState[];
  /** The incident that goes on with its tunnels. */
  readonly mergedInto: string | null;
  readonly openedAt: string;
  readonly openedBy: Person;
  readonly severity: IncidentSeverity;
  readonly state: IncidentState;
  /** Whom or what it waits for; empty when it does not. */
  readonly waitingFor: string;
  readonly owner: Person | null;
  /** Nobody took it or gave it to them: they were on call when it opened. */
  readonly isOwnedByDefault: boolean;
  readonly onCall: OnCallThen | null;
  readonly thread: ThreadPlace | null;
  /** The newest diagnosis. */
  readonly verdict: RecordedVerdict | null;
  /** What was wrong, by the newest diagnosis that named it; it stays when the tunnel works again. */
  readonly fault: RecordedVerdict | null;
  /**
   * `at`: when a diagnosis first said that the tunnel works again. `since`: since when it does, by the SAs that stand where they tell,
   * else the same. Both ISO 8601 UTC; null while it does not work, or nobody can tell.
   */
  readonly recovered: { readonly at: string; readonly since: string } | null;
  /** The newest answer for each fact. */
  readonly answers: readonly GivenAnswer[];
  /** Questions that stand without an answer, oldest first. */
  readonly openQuestions: readonly OpenQuestion[];
  readonly closed: {
    readonly at: string;
    readonly by: Person;
    readonly cause: string;
    readonly remedy: string;
  } | null;
  readonly partnerLogs: readonly { readonly document: string; readonly name: string; readonly at: string }[];
  /** Configurations of the other end that somebody gave; the newest counts. */
  readonly partnerConfigs: readonly {
    readonly document: string;
    readonly name: string;
    readonly at: string;
    readonly by: string;
    readonly tunnel: string;
  }[];
  readonly lastSeq: number;
  readonly lastAt: string;
  readonly timeline: readonly IncidentEvent[];
}

/**
 * Folds the events of one incident, in order of `seq`.
 * @throws Error when the first event is not `opened`: then the store gave something that is not an incident.
 */
export function incidentFrom(events: readonly IncidentEvent[]): Incident {
  const first = events[0];
  if (first?.what.kind !== 'opened') throw new Error('an incident starts with its opening');
  const { tunnel, others = [], shares = null, because = null } = first.what;
  const opened: Incident = {
    id: first.incident,
    tunnel,
    tunnels: [tunnel, ...others],
    shares,
    because,
    seen: [],
    mergedInto: null,
    openedAt: first.at,
    openedBy: first.by,
    severity: first.what.severity,
    state: 'open',
    waitingFor: '',
    ...ownedAtFirst(first.what.onCall ?? null),
    thread: null,
    verdict: null,
    fault: null,
    recovered: null,
    answers: [],
    openQuestions: [],
    closed: null,
    partnerLogs: [],
    partnerConfigs: [],
    lastSeq: first.seq,
    lastAt: first.at,
    timeline: events,
  };
  return events.slice(1).reduce(apply, opened);
}

function ownedAtFirst(onCall: OnCallThen | null): Pick<Incident, 'owner' | 'isOwnedByDefault' | 'onCall'> {
  const owner = onCall?.owns ? (onCall.people[0] ?? null) : null;
  return { owner, isOwnedByDefault: owner !== null, onCall };
}

function apply(incident: Incident, event: IncidentEvent): Incident {
  return { ...incident, ...changeOf(incident, event), lastSeq: event.seq, lastAt: event.at };
}

function changeOf(incident: Incident, event: IncidentEvent): Partial<Incident> {
  const { what, at, by } = event;
  switch (what.kind) {
    case 'thread':
      return { thread: what.place };
    case 'owner':
      return { owner: what.owner, isOwnedByDefault: false };
    case 'severity':
      return { severity: what.severity };
    case 'state':
      // Two writers: what is closed stays closed until it is reopened.
      return incident.closed ? {} : { state: what.state, waitingFor: what.waitingFor };
    case 'asked':
      return {
        openQuestions: [
          ...withoutFact(incident.openQuestions, what.fact),
          {
            fact: what.fact,
            question: what.question,
            step: what.step,
            form: what.form ?? 'text',
            choices: what.choices ?? [],
          },
        ],
      };
    case 'withdrawn':
      return { openQuestions: withoutFact(incident.openQuestions, what.fact) };
    case 'answered': {
      const { fact, value, question, shown } = what;
      const told = {
        ...(question === undefined ? {} : { question }),
        ...(shown === undefined ? {} : { shown }),
      };
      const answer: GivenAnswer = { fact, value, by: by.name, at, ...told };
      return {
        answers: [...withoutFact(incident.answers, what.fact), answer],
        openQuestions: withoutFact(incident.openQuestions, what.fact),
      };
    }
    case 'partner-log':
      return { partnerLogs: [...incident.partnerLogs, { document: what.document, name: what.name, at }] };
    case 'partner-config': {
      const { document, name, tunnel } = what;
      return {
        partnerConfigs: [...incident.partnerConfigs, { document, name, at, by: by.name, tunnel }],
      };
    }
    case 'verdict':
      return {
        verdict: what.verdict,
        fault: faultAfter(incident.fault, what.verdict),
        recovered: recoveredAfter(incident, event, what.verdict),
      };
    case 'closed':
      return {
        state: 'resolved',
        waitingFor: '',
        openQuestions: [],
        closed: { at, by, cause: what.cause, remedy: what.remedy },
      };
    case 'reopened':
      return { state: 'open', closed: null };
    case 'joined':
    case 'merged':
      return { tunnels: [...new Set([...incident.tunnels, ...what.tunnels])], shares: what.shares };
    case 'left':
      return membersWithout(incident, what.tunnels);
    case 'merged-into':
      return {
        state: 'resolved',
        waitingFor: '',
        openQuestions: [],
        mergedInto: what.into,
        closed: { at, by, cause: causeSoFar(incident), remedy: `Merged into ${what.into}.` },
      };
    case 'looked':
      return { seen: seenAfter(incident.seen, what.tunnels) };
    case 'opened':
    case 'note':
    case 'sheet':
    case 'alert':
      return {};
  }
}

function causeSoFar({ fault, verdict }: Incident): string {
  return (fault ?? verdict)?.cause ?? 'insufficient-data';
}

function recoveredAfter(
  { fault, recovered, timeline }: Incident,
  { at, seq }: IncidentEvent,
  verdict: RecordedVerdict,
): Incident['recovered'] {
  if (fault === null || !isWorking(verdict)) return null;
  if (recovered) return recovered;
  const broken = timeline.findLast((one) => one.seq < seq && one.what.kind === 'verdict');
  const { since } = verdict;
  // An IKE SA may have stood all the time that phase 2 failed: what is older than the last look at the fault ended no outage.
  const tells = typeof since === 'string' && broken !== undefined && since > broken.at && since <= at;
  return { at, since: tells ? since : at };
}

function withoutFact<T extends { readonly fact: string }>(list: readonly T[], fact: string): readonly T[] {
  return list.filter((item) => item.fact !== fact);
}
