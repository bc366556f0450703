// After every answer and every log: diagnose again, record what changed, and let the right question stand.

import type { CommandRequest } from '../../commands/command.js';
import { tunnelmedic } from '../../commands/stores.js';
import type { Examined } from '../../diagnosis/examiner.js';
import { isOff } from '../../diagnosis/given/clockOffset.js';
import { Problem } from '../../domain/problem.js';
import { actOn } from '../../incidents/act.js';
import type { Happening, RecordedVerdict } from '../../incidents/events.js';
import { isWorking } from '../../incidents/faults.js';
import { givenTo } from '../../incidents/givenTo.js';
import type { Incident } from '../../incidents/incident.js';
import { questionEvents } from '../../incidents/walk.js';
import { answersOf } from './answered.js';
import { examineAll, type GroupExamined, verdictOf } from './examineAll.js';
import { areAllUp, changedStates } from './groupLook.js';
import { readIncident, type TriageParts } from './parts.js';
import { verdictChanged } from './record.js';

export interface Proceeded {
  readonly incident: Incident;
  /** Null when the tunnel could not be examined; then `trouble` says why. */
  readonly examined: Examined | null;
  readonly trouble: Problem | null;
}

type ProceedParts = Pick<TriageParts, 'stores' | 'clock' | 'examiner' | 'fleet' | 'desk'>;
type ProceedRequest = Pick<CommandRequest, 'key' | 'ask' | 'onProgress'>;
/** Whether a verdict is to be told after the one before it. */
type IsNews = (before: RecordedVerdict | null, now: RecordedVerdict) => boolean;

/** While people keep answering, the newest state is what counts; three rounds are enough, the next act starts another. */
const mostRounds = 3;
const mostQuestions = 8;

/**
 * Diagnoses with everything people gave so far. What is appended stands under keys made from the request's, so that a second
 * delivery appends nothing. Devices that cannot be asked never undo the act that led here.
 * @param isNews where nobody asked: when it says no, nothing is appended at all. Null tells every change.
 */
export async function proceed(
  parts: ProceedParts,
  request: ProceedRequest,
  id: string,
  isNews: IsNews | null = null,
): Promise<Proceeded> {
  const { incidents } = await parts.stores();
  for (let round = 1; ; round += 1) {
    const incident = await readIncident(incidents, id);
    if (incident.closed) return { incident, examined: null, trouble: null };
    const given = await givenTo(incident, incidents);
    let examined: GroupExamined;
    try {
      examined = await examineAll(parts, request, incident, given);
    } catch (error) {
      if (error instanceof Problem) return { incident, examined: null, trouble: error };
      throw error;
    }
    const isStale = await record(parts, request, incident, examined, { round, isNews });
    if (!isStale || round >= mostRounds) {
      return { incident: await readIncident(incidents, id), examined, trouble: null };
    }
  }
}

/** @returns true when somebody gave something new meanwhile, so that this diagnosis is already old. */
async function record(
  parts: ProceedParts,
  request: ProceedRequest,
  diagnosed: Incident,
  { members, second, ...examined }: GroupExamined,
  { round, isNews }: { readonly round: number; readonly isNews: IsNews | null },
): Promise<boolean> {
  const { id } = diagnosed;
  const { incidents } = await parts.stores();
  const now = verdictOf(diagnosed, { ...examined, members, second });
  let stale = false;
  const append = async (part: string, decide: (incident: Incident) => Happening | null) => {
    const result = await actOn(
      incidents,
      id,
      { by: tunnelmedic, at: parts.clock.now().toISOString(), key: `${request.key}:${round}:${part}` },
      (incident) => {
        stale ||= !sameGiven(diagnosed, incident);
        const next = stale || incident.closed ? null : decide(incident);
        return next ? { do: next } : { leave: '' };
      },
    );
    return result.outcome === 'done';
  };
  if (members)
    await append('looked', (incident) => {
      const tunnels = changedStates(incident, members);
      return tunnels.length === 0 ? null : { kind: 'looked', tunnels };
    });
  // It came up between the look at all and its diagnosis: of the others the next look tells.
  if (members && isWorking(now) && !areAllUp(members)) return false;
  if (isNews && !isNews(diagnosed.verdict, now)) return false;
  await tellOfLog(parts, id, diagnosed, examined);
  await append('verdict', (incident) =>
    verdictChanged(incident.verdict, now) ? { kind: 'verdict', verdict: now } : null,
  );
  for (let index = 1; index <= mostQuestions; index += 1) {
    const did = await append(
      `ask-${index}`,
      (incident) => questionEvents(incident, asksOf(incident, examined), answersOf(examined))[0] ?? null,
    );
    if (!did) break;
  }
  return stale;
}

/** Of many tunnels only where one partner can answer for all of them. */
function asksOf({ tunnels, shares }: Incident, { asks }: Pick<Examined, 'asks'>): Examined['asks'] {
  return tunnels.length === 1 || shares?.kind === 'peer' || shares?.kind === 'partner' ? asks : [];
}

/** What shows only beside our own log: that the given one is of another failure, or how far its clock is off. Said once a log. */
async function tellOfLog(parts: ProceedParts, id: string, { partnerLogs }: Incident, examined: Examined) {
  const log = partnerLogs.at(-1);
  const { theirLog } = examined;
  if (!log || !theirLog) return;
  const says = 'reading' in theirLog ? clockText(theirLog) : `${theirLog.says} ${theirLog.remedy}`;
  if (says === null) return;
  const { incidents } = await parts.stores();
  const key = `${'reading' in theirLog ? 'clock' : 'aside'}:${log.document}`;
  await actOn(
    incidents,
    id,
    { by: tunnelmedic, at: parts.clock.now().toISOString(), key },
    ({ closed, partnerLogs: now }) =>
      closed || now.at(-1)?.document !== log.document
        ? { leave: '' }
        : { do: { kind: 'note', text: `${log.name}: ${says}`, source: null } },
  );
}

/** Null when the clocks agree, or nothing tells. */
function clockText({ offset }: Extract<Examined['theirLog'], { readonly reading: unknown }>): string | null {
  return offset !== null && isOff(offset) ? offset.says : null;
}

function sameGiven(a: Incident, b: Incident): boolean {
  const told = ({ answers, partnerLogs, partnerConfigs }: Incident): string =>
    JSON.stringify([answers, ...[partnerLogs, partnerConfigs].map((all) => all.map((one) => one.document))]);
  return told(a) === told(b);
}
