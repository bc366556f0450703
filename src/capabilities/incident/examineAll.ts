// The diagnosis of an incident: of its tunnel, or of the worst of several and a second one beside it, as the timeline keeps it.

import type { CommandRequest } from '../../commands/command.js';
import { decisionOf } from '../../diagnosis/decision.js';
import type { Examination } from '../../diagnosis/diagnose.js';
import type { Examined } from '../../diagnosis/examiner.js';
import type { Given } from '../../domain/given.js';
import { Problem } from '../../domain/problem.js';
import type { Share } from '../../domain/share.js';
import { carriesSince } from '../../facts/sinceWhen.js';
import type { RecordedVerdict } from '../../incidents/events.js';
import { isWorking } from '../../incidents/faults.js';
import type { Incident } from '../../incidents/incident.js';
import { diagnosedOf, lookAtMembers, type MemberLook, peersDown } from './groupLook.js';
import { groupVerdict } from './groupVerdict.js';
import type { TriageParts } from './parts.js';
import { recordedVerdict } from './record.js';

/** Examined, with what a look showed of the other tunnels that belong to the incident. */
export interface GroupExamined extends Examined {
  readonly members: MemberLook | null;
  readonly second: Examined | null;
}

export async function examineAll(
  parts: Pick<TriageParts, 'examiner' | 'fleet' | 'desk' | 'clock'>,
  { ask, onProgress }: Pick<CommandRequest, 'ask' | 'onProgress'>,
  incident: Incident,
  given: Given,
): Promise<GroupExamined> {
  const members = await lookAtMembers(parts, incident, ask);
  const { first, second } = members ? diagnosedOf(members) : { first: null, second: null };
  const { examiner } = parts;
  const [examined, beside] = await Promise.all([
    examiner.examine(first ?? incident.tunnel, given, ask, onProgress),
    second === null ? null : examiner.examine(second, nothingGiven, ask).catch(onlyProblems),
  ]);
  return { ...examined, members, second: beside };
}

const nothingGiven: Given = { answers: [], log: null };

/** The second one only confirms: without it the first one stands. */
function onlyProblems(error: unknown): null {
  if (error instanceof Problem) return null;
  throw error;
}

export function verdictOf({ shares }: Incident, examined: GroupExamined): RecordedVerdict {
  const { members, second } = examined;
  const first = recordedOf(examined);
  if (members === null) return first;
  return groupVerdict(first, {
    of: examined.tunnel.name,
    shares,
    down: members.seen.filter(({ state }) => state === 'down').length,
    peers: peersDown(members),
    hasLink: linkOf(shares, [examined, ...(second ? [second] : [])]),
    second: second && { of: second.tunnel.name, verdict: recordedOf(second) },
  });
}

/** As the device of the shared interface told it in one of these diagnoses. */
function linkOf(shares: Share | null, examined: readonly Examined[]): boolean | null {
  if (shares?.kind !== 'interface' && shares?.kind !== 'address') return null;
  const told = examined.flatMap(({ examination: { evidence } }) =>
    [evidence.ours, evidence.theirs].flatMap(({ name, path }) => {
      const outside = name === shares.device && path.known ? path.value.outside : null;
      const isIt = shares.kind === 'address' || outside?.name === shares.value;
      return outside && isIt ? [outside.up] : [];
    }),
  );
  return told.find((up) => up !== null) ?? null;
}

function recordedOf({ examination, aimOf }: Examined): RecordedVerdict {
  const { declared, theirs } = examination.evidence;
  const partner = theirs.readable ? null : (declared.partner?.name ?? theirs.name);
  return {
    ...recordedVerdict(examination.diagnosis, aimOf, decisionOf(examination), partner),
    ...upSince(examination),
  };
}

/** An outage ends when traffic can pass again, which the SAs of either end tell. */
function upSince({ diagnosis, evidence }: Examination): { readonly since?: string } {
  if (!isWorking(diagnosis.verdict)) return {};
  const since = [evidence.ours, evidence.theirs]
    .flatMap(({ live }) => (live.known ? (carriesSince(live.value) ?? []) : []))
    .sort()[0];
  return since === undefined ? {} : { since };
}
