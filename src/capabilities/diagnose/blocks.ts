// The rest of a diagnosis, for whoever asks: every other finding with its evidence, what else is possible, what was not checked, the steps.

import { checksFor } from '../../diagnosis/checks.js';
import { leadOf } from '../../diagnosis/decision.js';
import type { Examination } from '../../diagnosis/diagnose.js';
import { verdictTitle } from '../../domain/causes.js';
import type { TunnelEvidence } from '../../domain/evidence.js';
import type { Block, ShownStep, Text } from '../../domain/report.js';
import type { Diagnosis, Finding, StepResult } from '../../domain/verdict.js';
import { excerpt, logBlock, pictures, threadEvidence } from './thread.js';

/** What each side has to do for a finding. */
function nextBlocks({ next, either }: Finding): Block[] {
  const rows: { label: string; value: Text }[] = [
    ...(next.ours === '' ? [] : [{ label: either ? 'Do one of' : 'On our side', value: next.ours }]),
    ...(next.theirs === '' ? [] : [{ label: either ? 'or' : 'On their side', value: next.theirs }]),
  ];
  return rows.length === 0 ? [] : [{ kind: 'fields', rows }];
}

/** Everything that the thread leaves out, each once. */
export function detailBlocks(examination: Examination): Block[] {
  const { diagnosis, evidence } = examination;
  const lead = leadOf(diagnosis);
  const others = diagnosis.findings.filter((finding) => finding !== lead);
  const all = excerpt(lead?.evidence ?? [], evidence);
  const more = all.slice(threadEvidence);
  const isCut = lead !== null && lead.says !== diagnosis.verdict.summary;
  return [
    // The card holds its first sentence.
    ...(isCut ? [{ kind: 'paragraph' as const, text: lead.says }] : []),
    ...(more.length === 0 ? [] : [heading('More evidence'), ...logBlock(more)]),
    ...findingBlocks(others, evidence),
    ...possibleBlocks(diagnosis),
    ...uncheckedBlocks(examination),
    { kind: 'steps', title: 'Checks', steps: shownSteps(diagnosis.steps) },
    ...pictures(examination).slice(1),
  ];
}

function heading(text: string): Block {
  return { kind: 'heading', text };
}

const severityWords = { fault: 'Fault', warning: 'Warning', note: 'Note' } as const;

function findingBlocks(findings: readonly Finding[], evidence: TunnelEvidence): Block[] {
  if (findings.length === 0) return [];
  return [
    heading('Also found'),
    ...findings.flatMap((finding): Block[] => [
      { kind: 'paragraph', text: [{ strong: `${severityWords[finding.severity]}. ` }, finding.says] },
      ...(finding.severity === 'note' ? [] : logBlock(excerpt(finding.evidence, evidence).slice(0, 3))),
      ...nextBlocks(finding),
    ]),
  ];
}

function possibleBlocks({ alternatives }: Diagnosis): Block[] {
  const items = alternatives.map((one): Text => `${verdictTitle(one)} (${one.confidence})`);
  return items.length === 0 ? [] : [heading('What else it can be'), { kind: 'list', items }];
}

/** A question that the thread names is not put again, unless getting its answer takes more than the question says. */
function uncheckedBlocks(examination: Examination): Block[] {
  const { unchecked, asks = [] } = examination.diagnosis;
  const told = checksFor(examination).map(({ fact }) => fact);
  const asked = asks
    .filter((ask) => told.includes(ask.fact) && ask.form !== 'log')
    .map((ask) => ask.question);
  const items = unchecked
    .filter((one) => !asked.includes(one.what))
    .map((one): Text => [{ strong: one.what }, ` ${one.why} ${one.how}`]);
  return items.length === 0 ? [] : [heading('What could not be checked'), { kind: 'list', items }];
}

const outcomes = ['found', 'unclear', 'cleared', 'skipped'] as const;

/** One line for each area: what it found; what was cleared only counts. --json has every step. */
function shownSteps(steps: readonly StepResult[]): readonly ShownStep[] {
  const byArea = new Map<string, StepResult[]>();
  for (const step of steps) byArea.set(step.playbook, [...(byArea.get(step.playbook) ?? []), step]);
  return [...byArea.values()].map((all) => {
    const count = (outcome: StepResult['outcome']) => all.filter((step) => step.outcome === outcome).length;
    const state = outcomes.find((outcome) => count(outcome) > 0) ?? 'skipped';
    const [first] = all;
    const words = [
      ...(count('found') > 0 ? [`${count('found')} found`] : []),
      ...(count('unclear') > 0 ? [`${count('unclear')} not known`] : []),
      ...(count('cleared') > 0 ? [`${count('cleared')} OK`] : []),
      ...(state === 'skipped' && first ? [first.why] : []),
    ];
    return { title: first?.area ?? '', state, why: words.join(', ') };
  });
}
