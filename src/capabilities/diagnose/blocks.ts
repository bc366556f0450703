// The parts of a diagnosis as people read them: findings with their evidence, next steps, what else is possible, what was not checked.

import { verdictTitle } from '../../domain/causes.js';
import type { Block, ShownStep, Text } from '../../domain/report.js';
import type { Diagnosis, EvidenceLine, Finding, StepResult } from '../../domain/verdict.js';

/** The lines and the next steps of a finding; what it says already stands in the callout. */
export function findingBlocks(finding: Finding): Block[] {
  return [...evidenceBlock(finding.evidence), ...nextBlocks(finding)];
}

function evidenceBlock(lines: readonly EvidenceLine[]): Block[] {
  if (lines.length === 0) return [];
  return [
    {
      kind: 'log',
      lines: lines.slice(0, 6).map((line, index) => ({
        device: line.device,
        at: line.at,
        text: line.isLog ? line.text : `${line.source}: ${line.text}`,
        marked: index === 0,
      })),
    },
  ];
}

function nextBlocks({ next, either }: Finding): Block[] {
  const rows: { label: string; value: Text }[] = [
    ...(next.ours === '' ? [] : [{ label: either ? 'Do one of' : 'On our side', value: next.ours }]),
    ...(next.theirs === '' ? [] : [{ label: either ? 'or' : 'On their side', value: next.theirs }]),
  ];
  return rows.length === 0 ? [] : [{ kind: 'fields', rows }];
}

const severityWords = { fault: 'Fault', warning: 'Warning', note: 'Note' } as const;

export function otherFindings(findings: readonly Finding[]): Block[] {
  if (findings.length === 0) return [];
  const heading: Block = { kind: 'heading', text: 'Also found' };
  return [
    heading,
    ...findings.flatMap((finding): Block[] => [
      { kind: 'paragraph', text: [{ strong: `${severityWords[finding.severity]}. ` }, finding.says] },
      ...(finding.severity === 'note' ? [] : evidenceBlock(finding.evidence.slice(0, 3))),
      ...nextBlocks(finding),
    ]),
  ];
}

export function possibleBlocks({ alternatives, wouldChange }: Diagnosis): Block[] {
  const items = alternatives.map(
    (one): Text => [`${verdictTitle(one)} (`, { code: one.cause }, `, ${one.confidence})`],
  );
  return [
    ...(items.length === 0
      ? []
      : [
          { kind: 'heading' as const, text: 'What else it can be' },
          { kind: 'list' as const, items },
        ]),
    ...(wouldChange.length === 0
      ? []
      : [
          { kind: 'heading' as const, text: 'What would change this' },
          { kind: 'list' as const, items: [...wouldChange] },
        ]),
  ];
}

const mostUnchecked = 12;

export function uncheckedBlocks({ unchecked }: Diagnosis): Block[] {
  if (unchecked.length === 0) return [];
  const items = unchecked
    .slice(0, mostUnchecked)
    .map((one): Text => [{ strong: one.what }, ` ${one.why} ${one.how}`]);
  const more =
    unchecked.length > mostUnchecked
      ? [`And ${unchecked.length - mostUnchecked} more; --json lists all of them.`]
      : [];
  return [
    { kind: 'heading', text: 'What I could not check' },
    { kind: 'list', items: [...items, ...more] },
  ];
}

/** One line for each playbook: what it found or could not see; the questions that were cleared only count. --json has every step. */
export function shownSteps(steps: readonly StepResult[]): readonly ShownStep[] {
  const byPlaybook = new Map<string, StepResult[]>();
  for (const step of steps) byPlaybook.set(step.playbook, [...(byPlaybook.get(step.playbook) ?? []), step]);
  return [...byPlaybook].map(([playbook, all]) => {
    const of = (outcome: StepResult['outcome']) => all.filter((step) => step.outcome === outcome);
    const state =
      (['found', 'unclear', 'cleared', 'skipped'] as const).find((outcome) => of(outcome).length > 0) ??
      'skipped';
    const counts = [
      ...of('found').map((step) => `found: ${step.step}`),
      ...(of('unclear').length > 0 ? [`${of('unclear').length} unclear`] : []),
      ...(of('cleared').length > 0 ? [`${of('cleared').length} cleared`] : []),
      ...(state === 'skipped' && all[0] ? [all[0].why] : []),
    ];
    return { title: playbook, state, why: counts.join(', ') };
  });
}
