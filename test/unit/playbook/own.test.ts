// Our own playbooks: they lint clean, their tests hold, their documents are fresh, and each point of practice is in one of them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runPlaybook } from '../../../src/cli/playbook.js';
import { factTable } from '../../../src/playbook/factTable.js';
import { ownPlaybooks, readPlaybooks } from '../../../src/playbook/folder.js';
import { lintPlaybooks } from '../../../src/playbook/lint.js';
import { loadPlaybook } from '../../../src/playbook/load.js';
import { loadTest } from '../../../src/playbook/loadTest.js';
import { runTest } from '../../../src/playbook/runTest.js';

const folder = readPlaybooks([ownPlaybooks], () => []);

describe('our own playbooks', () => {
  it('load and lint without a complaint', () => {
    expect(folder.complaints).toEqual([]);
    expect(lintPlaybooks(folder.playbooks, folder.tests, () => [])).toEqual([]);
  });

  it.each(folder.tests.map((test) => [test.playbook, test] as const))('%s keeps its test', (id, test) => {
    const playbook = folder.playbooks.find((one) => one.id === id);
    expect(playbook && runTest(test, playbook).flatMap((result) => result.complaints)).toEqual([]);
  });

  it('have a fresh table of facts: `tunnelmedic playbook facts > playbooks/FACTS.md`', () => {
    expect(readFileSync(join(ownPlaybooks, 'FACTS.md'), 'utf8')).toBe(factTable());
  });

  it('are all named in README.md', () => {
    const readme = readFileSync(join(ownPlaybooks, 'README.md'), 'utf8');
    expect(folder.playbooks.map((one) => one.id).filter((id) => !readme.includes(`\`${id}\``))).toEqual([]);
  });
});

/** The points of practice, and the steps where each shows. */
const practice: Readonly<Record<string, readonly string[]>> = {
  'two phases': ['log-phase1', 'log-phase2'],
  'IKEv1 and IKEv2': ['ikev1/in-use'],
  'a new tunnel differs in its configurations': [
    'config-check/ike-proposal',
    'config-check/cannot-compare-ours',
  ],
  'logs of both devices': ['log-phase1/key-ours', 'log-phase1/key-theirs'],
  'initiator and responder': ['responder-logs/responder-is-foreign', 'responder-logs/initiator-is-thin'],
  'an established tunnel with an outage': ['outage/changed-lately-ours'],
  'no acknowledgement': ['dpd/nothing-watches-ours'],
  'DPD and monitor': ['log-established/peer-lost-ours', 'dpd/important-without-monitor-ours'],
  'SA mismatch': ['traffic/spis-differ'],
  'the monitored address': [
    'tunnel-monitor/no-source-address-ours',
    'tunnel-monitor/not-covered-ours',
    'tunnel-monitor/address-does-not-answer-ours',
  ],
  'what happens when the monitor fails': [
    'tunnel-monitor/fail-over-without-backup-ours',
    'tunnel-monitor/backup-never-used-ours',
    'tunnel-monitor/decision-shown-ours',
  ],
  'NAT traversal': ['nat-t/switched-off-ours', 'nat-t/private-address-ours'],
  'peer identification': ['peer-ids/identity-differs-ours', 'peer-ids/dynamic-without-identity-ours'],
  'a guided walk for the hard cases': ['new-tunnel', 'outage'],
};

describe('each point of practice', () => {
  const places = new Set(
    folder.playbooks.flatMap((one) => [one.id, ...one.steps.map((step) => `${one.id}/${step.id}`)]),
  );
  it.each(Object.entries(practice))('%s is in a playbook', (_point, steps) => {
    expect(steps.filter((step) => !places.has(step))).toEqual([]);
  });
  it('counts fourteen', () => expect(Object.keys(practice)).toHaveLength(14));
});

describe('lint', () => {
  const lint = (steps: string, test = '') => {
    const { playbook } = loadPlaybook(
      'x.yml',
      `id: x\ntitle: X\nabout: x\nentry: yes\nsteps:\n${steps}`,
      () => [],
    );
    const loaded = test === '' ? null : loadTest('x.test.yml', test, () => []).test;
    return lintPlaybooks(playbook ? [playbook] : [], loaded ? [loaded] : [], () => []).map(
      (one) => one.detail,
    );
  };
  const step =
    '  - id: a\n    look: Is it off?\n    when: { ours.dpd: { is: off } }\n    finding: { cause: dpd-timeout, severity: fault, acts: ours, says: "It is off.", next: { ours: "Turn it on: {ours.setting.ike.dpd}." } }\n';

  it('wants a test, a case that fires and a case that stays quiet', () => {
    expect(lint(step)).toContain('there is no test beside it');
    expect(
      lint(step, 'playbook: x\ncases:\n  - { name: off, facts: { ours.dpd: off }, finds: [a] }\n'),
    ).toEqual(['step "a" lacks a case in which it is asked and stays quiet']);
    expect(
      lint(
        step,
        'playbook: x\ncases:\n  - { name: off, facts: { ours.dpd: off }, finds: [a] }\n  - { name: on, facts: { ours.dpd: on } }\n',
      ),
    ).toEqual([]);
  });

  it('wants plain words and the place of the setting', () => {
    expect(lint(step.replace('It is off.', 'It is off!'))).toContain('step "a": an exclamation mark');
    expect(lint(step.replace('{ours.setting.ike.dpd}', 'somewhere'))).toContain(
      'step "a": the next steps name no setting',
    );
    expect(lint(step.replace('Is it off?', 'See whether it is off'))).toContain(
      'step "a": "look" is no question',
    );
    expect(lint(step.replace('It is off.', `It ${'really '.repeat(40)}is off.`)).join()).toContain(
      'a sentence of more than',
    );
  });

  it('sees a step that can never hold and a call into nothing', () => {
    expect(
      lint(step.replace('    when:', '    given: { ours.dpd: { is: on } }\n    when:')).join(),
    ).toContain('can never hold');
    expect(lint('  - { id: b, look: "More?", call: nowhere }\n').join()).toContain(
      'no playbook called "nowhere"',
    );
  });
});

describe('the command', () => {
  it('lists, and refuses what it does not know', () => {
    expect(runPlaybook(['list', ownPlaybooks]).text).toContain('new-tunnel');
    expect(() => runPlaybook(['lnt'])).toThrow('Did you mean "lint"?');
    expect(() => runPlaybook(['lint', '/nowhere/at/all'])).toThrow('is not there');
  });
});

describe('the example of README.md', () => {
  const blocks = [
    ...readFileSync(join(ownPlaybooks, 'README.md'), 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g),
  ].map((match) => match[1] ?? '');

  it('loads, lints and keeps its test as it is printed', () => {
    const [written = '', test = ''] = blocks;
    const { playbook, complaints } = loadPlaybook('backup-path.yml', written, () => []);
    const loaded = loadTest('backup-path.test.yml', test, () => []);
    expect([...complaints, ...loaded.complaints]).toEqual([]);
    if (!playbook || !loaded.test) throw new Error('not read');
    expect(lintPlaybooks([playbook], [loaded.test], () => [])).toEqual([]);
    expect(runTest(loaded.test, playbook).flatMap((result) => result.complaints)).toEqual([]);
  });
});
