// From YAML text to playbooks: everything that names something unknown is a complaint with file and line.

import { type Cause, causeInfo, isCause } from '../domain/causes.js';
import { factsByName, isFact } from '../facts/catalogue.js';
import { madeOf, noteMade } from '../support/madeOfYaml.js';
import type { Condition } from './condition.js';
import { expandEnds } from './eachEnd.js';
import { placeholdersIn, readPlaceholder } from './placeholders.js';
import type { Breaks, Complaint, FindingText, Playbook, Step } from './playbook.js';
import { readCondition, type Trouble } from './readCondition.js';
import { playbookSchema, type RawFinding, type RawStep } from './schema.js';
import { checked, didYouMean, parseYaml, type Suggest, type YamlFile } from './yamlFile.js';

/** Reads one file. Never throws for what is written in it. */
export function loadPlaybook(
  file: string,
  text: string,
  suggest: Suggest,
): { playbook: Playbook | null; complaints: Complaint[] } {
  const made = madeOf('playbook', text) as MadePlaybook | null;
  if (made !== null) return { playbook: placed(made, file, text), complaints: [] };
  const yaml = parseYaml(file, text);
  if (Array.isArray(yaml)) return { playbook: null, complaints: yaml };
  const raw = checked(yaml, playbookSchema);
  if (Array.isArray(raw)) return { playbook: null, complaints: raw };
  const trouble: Trouble[] = [];
  const condition = (value: unknown, path: readonly PropertyKey[]): Condition | null =>
    value === undefined ? null : readCondition(value, path, suggest, trouble);
  const applies = condition(raw.applies, ['applies']);
  const steps = raw.steps.flatMap((written, index) =>
    expandEnds(written).map(({ raw: one, end }): MadeStep => {
      const path = ['steps', index];
      checkStep(one, path, suggest, trouble);
      return {
        id: one.id,
        look: one.look,
        end,
        given: condition(one.given, [...path, 'given']),
        when: condition(one.when, [...path, 'when']),
        finding: one.finding ? readFinding(one.finding) : null,
        call: one.call ?? null,
        ask: one.ask ?? null,
        written: index,
      };
    }),
  );
  repeated(steps.map((step) => step.id)).forEach((id) => {
    trouble.push({
      path: ['steps'],
      detail: `two steps are called "${id}"`,
      hint: 'Give each step its own id.',
    });
  });
  const complaints = located(yaml, trouble);
  if (complaints.length > 0) return { playbook: null, complaints };
  const playbook: MadePlaybook = {
    id: raw.id,
    title: raw.title,
    about: raw.about,
    entry: raw.entry === 'yes',
    applies,
    steps,
    references: raw.references ?? [],
  };
  noteMade('playbook', text, playbook);
  return { playbook: placed(playbook, file, text), complaints };
}

/** What the build can make. `written`: the index of the step in the file, where one that counts for each end stands once. */
type MadeStep = Omit<Step, 'line'> & { readonly written: number };
type MadePlaybook = Omit<Playbook, 'file' | 'steps'> & { readonly steps: readonly MadeStep[] };

/** Only who complains asks for a line: it makes the file be parsed. */
function placed(made: MadePlaybook, file: string, text: string): Playbook {
  const lineOf = (index: number): number => {
    const yaml = parseYaml(file, text);
    return Array.isArray(yaml) ? 1 : yaml.lineOf(['steps', index]);
  };
  return {
    ...made,
    steps: made.steps.map(({ written, ...step }) => ({
      ...step,
      get line() {
        return lineOf(written);
      },
    })),
    file,
  };
}

/** Steps of `for: each-end` are read twice; their complaints are told once, in the words of the file. */
function located(yaml: YamlFile, trouble: readonly Trouble[]): Complaint[] {
  const all = trouble.map(({ path, detail, hint }) => ({
    file: yaml.file,
    line: yaml.lineOf(path),
    detail,
    hint,
  }));
  const seen = new Set<string>();
  return all.filter((one) => {
    const key = `${one.line} ${one.detail.replace(/\b(ours|theirs)\b/g, '')}`;
    return !seen.has(key) && seen.add(key);
  });
}

function repeated(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}

function checkStep(step: RawStep, path: readonly PropertyKey[], suggest: Suggest, trouble: Trouble[]): void {
  const does = [step.finding, step.call, step.ask].filter((one) => one !== undefined).length;
  if (does !== 1) trouble.push({ path, detail: 'a step has exactly one of finding, call and ask', hint: '' });
  if (step.finding && step.when === undefined) {
    trouble.push({
      path,
      detail: 'a step with a finding needs "when"',
      hint: 'Say which facts make it true.',
    });
  }
  if (step.finding?.explains && step.finding.kind === undefined) {
    trouble.push({
      path: [...path, 'finding', 'explains'],
      detail: 'only a finding of `kind: posture` has "explains"',
      hint: 'Add `kind: posture`, or say it with "confused-with".',
    });
  }
  const facts = [
    ...(step.finding?.evidence ?? []).map((fact, index) => ({ fact, at: ['finding', 'evidence', index] })),
    ...(typeof step.finding?.confidence === 'object'
      ? [{ fact: step.finding.confidence.fact, at: ['finding', 'confidence'] }]
      : []),
    ...(step.finding?.rather === undefined ? [] : [{ fact: step.finding.rather, at: ['finding', 'rather'] }]),
    ...(step.ask ? [{ fact: step.ask.fact, at: ['ask', 'fact'] }] : []),
  ];
  for (const { fact, at } of facts) {
    if (isFact(fact)) continue;
    trouble.push({
      path: [...path, ...at],
      detail: `there is no fact called "${fact}"`,
      hint: didYouMean(fact, [...factsByName.keys()], suggest) || 'playbooks/FACTS.md lists the facts.',
    });
  }
  const texts: [PropertyKey[], string | undefined][] = [
    [['look'], step.look],
    [['finding', 'says'], step.finding?.says],
    [['finding', 'would-change'], step.finding?.['would-change']],
    [['ask', 'text'], step.ask?.text],
    ...Object.entries(step.finding?.next ?? {}).map(([end, text]): [PropertyKey[], string | undefined] => [
      ['finding', 'next', end],
      text,
    ]),
  ];
  for (const [at, text] of texts) checkText(text ?? '', [...path, ...at], trouble);
}

function checkText(text: string, path: readonly PropertyKey[], trouble: Trouble[]): void {
  for (const inside of placeholdersIn(text)) {
    if (readPlaceholder(inside) === null) {
      trouble.push({
        path,
        detail: `{${inside}} is neither a fact nor a setting`,
        hint: 'playbooks/README.md lists what may stand in braces.',
      });
    }
  }
  if (/[{}]/.test(text.replace(/\{[^{}]*\}/g, ''))) {
    trouble.push({ path, detail: 'a brace is not closed', hint: 'Write placeholders as {name}.' });
  }
}

const byKind: Readonly<Record<string, Breaks>> = {
  'phase-1': 'ike',
  'phase-2': 'child',
  established: 'traffic',
};

function readFinding(raw: RawFinding): FindingText {
  const cause: Cause | null = raw.cause !== undefined && isCause(raw.cause) ? raw.cause : null;
  const confidence =
    typeof raw.confidence === 'object'
      ? { fact: raw.confidence.fact, atMost: raw.confidence['at-most'] ?? ('certain' as const) }
      : (raw.confidence ?? 'certain');
  return {
    cause,
    severity: raw.severity,
    posture: raw.kind === undefined ? null : { explains: (raw.explains ?? []).filter(isCause) },
    confidence,
    acts: raw.acts === 'this' || raw.acts === 'other' ? 'unknown' : raw.acts,
    says: raw.says,
    next: { ours: raw.next?.ours ?? '', theirs: raw.next?.theirs ?? '' },
    confusedWith: (raw['confused-with'] ?? []).filter(isCause),
    breaks: raw.breaks ?? (cause ? (byKind[causeInfo(cause).kind] ?? 'always') : 'always'),
    evidence: raw.evidence ?? [],
    wouldChange: raw['would-change'] ?? null,
    either: raw.either === 'yes',
    rather: raw.rather ?? null,
    stop: raw.stop === 'yes',
    unsettles: raw.unsettles === 'yes',
  };
}
