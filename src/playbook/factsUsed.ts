// Which facts a playbook can look at: what to collect is computed from it.

import { factsOf } from './condition.js';
import { factsAsked, factsInText } from './placeholders.js';
import type { Playbook } from './playbook.js';

/** Every fact that a playbook can look at, in conditions, texts, evidence and questions. */
export function factsUsed(playbook: Playbook): readonly string[] {
  const steps = playbook.steps.flatMap((step) => [
    ...factsOf(step.given),
    ...factsOf(step.when),
    ...factsInText(step.look),
    ...(step.ask ? [step.ask.fact, ...factsInText(step.ask.text)] : []),
    ...(step.finding
      ? [
          ...step.finding.evidence,
          ...factsInText(step.finding.says),
          ...factsInText(step.finding.next.ours),
          ...factsInText(step.finding.next.theirs),
          ...factsAsked(step.finding.next.ours),
          ...factsAsked(step.finding.next.theirs),
          ...(step.finding.rather === null ? [] : [step.finding.rather]),
          ...(typeof step.finding.confidence === 'object' ? [step.finding.confidence.fact] : []),
        ]
      : []),
  ]);
  return [...new Set([...factsOf(playbook.applies), ...steps])];
}
