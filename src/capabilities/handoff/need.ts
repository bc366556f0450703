// What an open incident needs from the next shift, and the one step that comes first.

import { commandLine, commandNames } from '../../domain/commandLine.js';
import type { Incident } from '../../incidents/incident.js';

/** What an open incident needs next, most urgent first. */
export const needs = [
  'an owner',
  'an answer',
  'a change on our side',
  'a diagnosis',
  'the partner',
  'a look whether it holds',
] as const;
export type Need = (typeof needs)[number];

export function needOf(incident: Incident): Need {
  if (incident.state === 'monitoring' || incident.recovered) return 'a look whether it holds';
  if (incident.state === 'waiting-for-partner') return 'the partner';
  if (incident.owner === null || incident.isOwnedByDefault) return 'an owner';
  return workOf(incident);
}

/** What is to be done by whoever owns it. */
function workOf({ openQuestions, verdict }: Incident): Need {
  if (openQuestions.length > 0) return 'an answer';
  if (verdict === null || verdict.confidence === 'none') return 'a diagnosis';
  return verdict.side === 'theirs' ? 'the partner' : 'a change on our side';
}

export function nextStep(incident: Incident, need: Need, partner: string): string {
  const { verdict } = incident;
  const diagnose = commandLine(commandNames.diagnose, [incident.tunnel]);
  switch (need) {
    case 'an owner': {
      const step = nextStep(incident, workOf(incident), partner);
      return `Take it, then ${step.charAt(0).toLowerCase()}${step.slice(1)}`;
    }
    case 'an answer':
      return `Answer: ${incident.openQuestions[0]?.question ?? ''}`;
    case 'a diagnosis':
      return verdict?.nextOurs || `Run \`${diagnose}\`.`;
    case 'a change on our side':
      return recommended(verdict) || `Read the thread and run \`${diagnose}\`.`;
    case 'the partner': {
      const tell = incident.state === 'waiting-for-partner' ? `Ask ${partner} again` : `Tell ${partner}`;
      return verdict?.nextTheirs ? `${tell}: ${verdict.nextTheirs}` : `${tell}.`;
    }
    case 'a look whether it holds':
      return `Check with \`${commandLine(commandNames.status, [incident.tunnel])}\` that it holds, then close it.`;
  }
}

/** The first of the decision's remedies, by whoever it names; of a verdict from before they were kept, our next step. */
function recommended(verdict: Incident['verdict']): string {
  const [first] = verdict?.remedies ?? [];
  if (!first) return verdict?.nextOurs ?? '';
  return first.byPartner ? `Tell ${first.actor}: ${first.says}` : first.says;
}
