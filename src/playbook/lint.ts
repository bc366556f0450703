// What makes a playbook fit for use beyond loading: reachable, tested both ways, worded for people.

import { causeInfo } from '../domain/causes.js';
import type { Condition } from './condition.js';
import type { PlaybookTest } from './loadTest.js';
import { placeholdersIn, readPlaceholder } from './placeholders.js';
import type { Complaint, FindingText, Playbook, Step } from './playbook.js';
import { runTest } from './runTest.js';
import { didYouMean, type Suggest } from './yamlFile.js';

const mostWords = 32;

/** Complaints about playbooks that load. The tests are those of `*.test.yml` beside them. */
export function lintPlaybooks(
  playbooks: readonly Playbook[],
  tests: readonly PlaybookTest[],
  suggest: Suggest,
): readonly Complaint[] {
  return [
    ...playbooks.flatMap((playbook) => [
      ...calls(playbook, playbooks, suggest),
      ...playbook.steps.flatMap((step) => [
        ...contradictions(playbook, step),
        ...postures(playbook, step),
        ...wording(playbook, step),
      ]),
      ...testing(
        playbook,
        tests.find((test) => test.playbook === playbook.id),
      ),
    ]),
    ...unreachable(playbooks),
    ...tests
      .filter((test) => !playbooks.some((playbook) => playbook.id === test.playbook))
      .map((test) => ({
        file: test.file,
        line: 1,
        detail: `there is no playbook called "${test.playbook}"`,
        hint: didYouMean(
          test.playbook,
          playbooks.map((one) => one.id),
          suggest,
        ),
      })),
  ];
}

function calls(playbook: Playbook, all: readonly Playbook[], suggest: Suggest): Complaint[] {
  return playbook.steps.flatMap((step) => {
    const target = step.call;
    if (target === null || all.some((one) => one.id === target)) return [];
    return [
      {
        file: playbook.file,
        line: step.line,
        detail: `there is no playbook called "${target}" to call`,
        hint: didYouMean(
          target,
          all.map((one) => one.id),
          suggest,
        ),
      },
    ];
  });
}

function unreachable(all: readonly Playbook[]): Complaint[] {
  const called = new Set(
    all.flatMap((playbook) => playbook.steps.flatMap((step) => (step.call === null ? [] : [step.call]))),
  );
  // A single file may be checked by itself; only a set with an entry can tell what is never called.
  if (!all.some((playbook) => playbook.entry)) return [];
  return all
    .filter((playbook) => !playbook.entry && !called.has(playbook.id))
    .map((playbook) => ({
      file: playbook.file,
      line: 1,
      detail: `no playbook calls "${playbook.id}"`,
      hint: 'Add a step with `call` to new-tunnel or outage, or mark it with `entry: yes`.',
    }));
}

/** The values that a fact must have for the condition to hold, when only one will do. */
function demands(condition: Condition | null): readonly (readonly [string, string])[] {
  if (!condition) return [];
  if ('all' in condition) return condition.all.flatMap(demands);
  if ('fact' in condition && condition.operator === 'is') return [[condition.fact, String(condition.value)]];
  return [];
}

function contradictions(playbook: Playbook, step: Step): Complaint[] {
  const wanted = [...demands(playbook.applies), ...demands(step.given), ...demands(step.when)];
  const clash = wanted.find(([fact, value]) =>
    wanted.some(
      ([other, second]) => other === fact && second !== value && value !== 'known' && second !== 'known',
    ),
  );
  if (!clash) return [];
  return [
    {
      file: playbook.file,
      line: step.line,
      detail: `step "${step.id}" can never hold: it wants two values of ${clash[0]}`,
      hint: 'Use `any`, or drop one of them.',
    },
  ];
}

/** How a tunnel is set up breaks nothing: with a cause or as a fault it would be the verdict. */
function postures(playbook: Playbook, step: Step): Complaint[] {
  const { id, finding } = step;
  if (!finding?.posture || (finding.severity !== 'fault' && finding.cause === null)) return [];
  return [
    {
      file: playbook.file,
      line: step.line,
      detail: `step "${id}" is a posture and ${finding.cause === null ? 'a fault' : 'has a cause'}`,
      hint: 'Leave out `kind: posture`, or make it a note or a warning without a cause.',
    },
  ];
}

function textsOf(step: Step): readonly string[] {
  const { finding, ask } = step;
  return [
    step.look,
    ask?.text ?? '',
    finding?.says ?? '',
    finding?.next.ours ?? '',
    finding?.next.theirs ?? '',
    finding?.wouldChange ?? '',
  ];
}

function wording(playbook: Playbook, step: Step): Complaint[] {
  const complain = (detail: string, hint: string): Complaint => ({
    file: playbook.file,
    line: step.line,
    detail: `step "${step.id}": ${detail}`,
    hint,
  });
  const texts = textsOf(step);
  const found: Complaint[] = [];
  if (texts.some((text) => text.includes('!')))
    found.push(complain('an exclamation mark', 'Plain sentences.'));
  if (!step.look.trim().endsWith('?'))
    found.push(complain('"look" is no question', 'Ask what the step answers.'));
  const long = texts
    .flatMap((text) => text.split(/(?<=[.?])\s+/))
    .find((sentence) => sentence.split(/\s+/).length > mostWords);
  if (long)
    found.push(
      complain(`a sentence of more than ${mostWords} words: "${long.slice(0, 60)}…"`, 'Cut it in two.'),
    );
  const secret = texts
    .flatMap(placeholdersIn)
    .find(
      (inside) =>
        !['setting', 'command', 'enable'].includes(readPlaceholder(inside)?.kind ?? '') &&
        /secret|password|\bpsk\b|private-key-value/.test(inside),
    );
  if (secret !== undefined)
    found.push(complain(`{${secret}} could reveal a secret`, 'Say where it is set, never its value.'));
  const { finding } = step;
  if (
    finding &&
    needsSetting(finding) &&
    !/\.(?:setting|command)\./.test(`${finding.next.ours}${finding.next.theirs}`)
  ) {
    found.push(
      complain(
        'the next steps name no setting',
        'Use {ours.setting.…} or {ours.command.…} (or of theirs), so that people know where.',
      ),
    );
  }
  if (finding && finding.severity === 'fault' && finding.next.ours === '' && finding.next.theirs === '')
    found.push(complain('a fault without a next step', 'Say who does what.'));
  return found;
}

function needsSetting({ severity, cause, acts }: FindingText): boolean {
  if (severity !== 'fault' || !cause || acts === 'path' || acts === 'unknown') return false;
  return ['phase-1', 'phase-2', 'established'].includes(causeInfo(cause).kind);
}

/** Every finding needs a case in which it fires and one in which it was asked and stayed quiet. */
function testing(playbook: Playbook, test: PlaybookTest | undefined): Complaint[] {
  const steps = playbook.steps.filter((step) => step.finding);
  if (!test)
    return [
      {
        file: playbook.file,
        line: 1,
        detail: 'there is no test beside it',
        hint: `Write ${playbook.file.replace(/\.yml$/, '.test.yml')}.`,
      },
    ];
  const results = runTest(test, playbook).flatMap((result) => result.steps);
  // A step of `for: each-end` is written once, so a case for either end is enough.
  const written = (id: string) =>
    steps.find((step) => step.id === id && step.end)?.id.replace(/-(ours|theirs)$/, '') ?? id;
  return [...new Set(steps.map((step) => written(step.id)))].flatMap((id) => {
    const outcomes = results.filter((result) => written(result.step) === id).map((result) => result.outcome);
    const missing = [
      ...(outcomes.includes('found') ? [] : ['a case in which it is found']),
      ...(outcomes.includes('cleared') ? [] : ['a case in which it is asked and stays quiet']),
    ];
    return missing.map((what) => ({
      file: test.file,
      line: 1,
      detail: `step "${id}" lacks ${what}`,
      hint: 'Add the case to the test.',
    }));
  });
}
