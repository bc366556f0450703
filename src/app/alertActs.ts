// What alerts do to incidents, and how a tunnel is looked at closely before one is opened: over the parts of the commands.

import type { CloseLook } from '../capabilities/alert/finish.js';
import type { AlertJobParts } from '../capabilities/alert/job.js';
import { alertJoined, examineOpened, openOrJoin } from '../capabilities/incident/openGroup.js';
import type { TriageParts } from '../capabilities/incident/parts.js';
import { leadOf } from '../diagnosis/decision.js';
import { Problem } from '../domain/problem.js';
import type { AskOptions } from '../fleet/desk.js';
import { readIncident } from '../incidents/act.js';
import { isAtFault, isWorking } from '../incidents/faults.js';
import { isUndiagnosed } from '../incidents/members.js';

export type AlertActs = Pick<
  AlertJobParts,
  'openOrJoin' | 'alertJoined' | 'examineOpened' | 'examineClosely'
>;

export function alertActsOver(parts: TriageParts): AlertActs {
  return {
    openOrJoin: (failing) => openOrJoin(parts, failing),
    alertJoined: (incident, alert, under) => alertJoined(parts, incident, alert, under),
    async examineOpened(incident, { key, ask, anew }) {
      const { incidents } = await parts.stores();
      if (!anew && !isUndiagnosed(await readIncident(incidents, incident))) return;
      await examineOpened(parts, { key, ask }, incident);
    },
    examineClosely: (tunnel, ask) => examineClosely(parts, tunnel, ask),
  };
}

async function examineClosely(
  { examiner }: TriageParts,
  tunnel: string,
  ask: AskOptions,
): Promise<CloseLook> {
  try {
    const { examination } = await examiner.examine(tunnel, { answers: [], log: null }, ask);
    const { verdict } = examination.diagnosis;
    const says = leadOf(examination.diagnosis)?.says ?? verdict.summary;
    if (isAtFault(verdict)) return { kind: 'fault', says };
    return { kind: isWorking(verdict) ? 'well' : 'unknown', says };
  } catch (error) {
    if (error instanceof Problem) return { kind: 'unknown', says: `${error.message} ${error.remedy}` };
    throw error;
  }
}
