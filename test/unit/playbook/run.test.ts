import { describe, expect, it } from 'vitest';
import { givenFacts } from '../../../src/facts/book.js';
import type { FactValue } from '../../../src/facts/fact.js';
import { loadPlaybook } from '../../../src/playbook/load.js';
import { fill } from '../../../src/playbook/placeholders.js';
import type { Playbook } from '../../../src/playbook/playbook.js';
import { walk } from '../../../src/playbook/run.js';

function read(id: string, steps: string, head = ''): Playbook {
  const { playbook, complaints } = loadPlaybook(
    `${id}.yml`,
    `id: ${id}\ntitle: ${id}\nabout: test\n${head}steps:\n${steps}`,
    () => [],
  );
  if (!playbook) throw new Error(JSON.stringify(complaints));
  return playbook;
}

const finding = (id: string, when: string, more = '') =>
  `  - id: ${id}\n    look: Is it so?\n${more}    when: ${when}\n    finding: { severity: note, acts: ours, says: "DPD is {ours.dpd}." }\n`;

function run(playbooks: readonly Playbook[], facts: Readonly<Record<string, FactValue>>) {
  return walk(playbooks.slice(0, 1), {
    book: givenFacts(facts),
    playbooks: new Map(playbooks.map((one) => [one.id, one])),
    words: {
      placeOf: (end, setting) => `${setting} of ${end}`,
      commandOf: (end, command) => `${command} of ${end}`,
    },
  });
}

const outcomes = (result: ReturnType<typeof run>) =>
  result.steps.map((step) => `${step.playbook}/${step.step} ${step.outcome}`);

describe('a sentence that asks for a setting to be on', () => {
  const words = {
    placeOf: (end: string, setting: string) => `${setting} of ${end}`,
    commandOf: (end: string, command: string) => `${command} of ${end}`,
  };
  const said = (facts: Readonly<Record<string, FactValue>>) =>
    fill('{enable:ours.setting.ike.dpd}. Then wait.', givenFacts(facts), words);

  it('is left out where it is on, and first a question where nobody knows', () => {
    expect(said({ 'ours.dpd': 'off' })).toBe('Enable DPD: ike.dpd of ours. Then wait.');
    expect(said({ 'ours.dpd': 'on' })).toBe('Then wait.');
    expect(said({})).toBe('Check that DPD is on: ike.dpd of ours. Then wait.');
  });
});

describe('walking a playbook', () => {
  it('ends each step as found, cleared, unclear or skipped, with the reason', () => {
    const playbook = read(
      'one',
      [
        finding('found', '{ ours.dpd: { is: off } }'),
        finding('cleared', '{ ours.dpd: { is: on } }'),
        finding('unclear', '{ theirs.dpd: { is: off } }'),
        finding('skipped', '{ ours.dpd: { is: off } }', '    given: { ours.passive: { is: yes } }\n'),
      ].join(''),
    );
    const result = run([playbook], { 'ours.dpd': 'off', 'ours.passive': 'no' });
    expect(outcomes(result)).toEqual([
      'one/found found',
      'one/cleared cleared',
      'one/unclear unclear',
      'one/skipped skipped',
    ]);
    expect(result.steps.map((step) => step.why)).toEqual([
      'DPD is off.',
      'our end: ours.dpd: off.',
      'theirs.dpd is not given.',
      'Does not apply: our end: ours.passive: no.',
    ]);
  });

  it('keeps each question that missing evidence stops, with the cause that it would find', () => {
    const playbook = read(
      'one',
      finding('a', '{ theirs.dpd: { is: off } }') +
        finding('b', '{ theirs.dpd: { is: on } }').replace('Is it so?', 'And this?'),
    );
    expect(run([playbook], { 'ours.dpd': 'on' }).unchecked).toEqual([
      { what: 'Is it so?', why: 'theirs.dpd is not given.', how: 'Give theirs.dpd.', cause: null },
      { what: 'And this?', why: 'theirs.dpd is not given.', how: 'Give theirs.dpd.', cause: null },
    ]);
  });

  it('quotes the lines of the facts that decided', () => {
    const result = run([read('one', finding('a', '{ ours.dpd: { is: off } }'))], { 'ours.dpd': 'off' });
    expect(result.findings[0]?.finding.evidence).toEqual([
      { device: 'our end', source: 'test', at: null, text: 'ours.dpd: off' },
    ]);
  });

  it('calls each playbook once, also in a circle', () => {
    const first = read('one', '  - { id: go, look: "More?", call: two }\n');
    const second = read(
      'two',
      `${finding('a', '{ ours.dpd: { is: off } }')}  - { id: back, look: "More?", call: one }\n`,
    );
    expect(outcomes(run([first, second], { 'ours.dpd': 'off' }))).toEqual(['two/a found']);
  });

  it('follows a call whose condition is unknown, because unknown is never no', () => {
    const first = read(
      'one',
      '  - { id: go, look: "More?", when: { theirs.dpd: { is: off } }, call: two }\n',
    );
    const second = read('two', finding('a', '{ ours.dpd: { is: off } }'));
    expect(outcomes(run([first, second], { 'ours.dpd': 'off' }))).toEqual(['two/a found']);
    expect(outcomes(run([first, second], { 'ours.dpd': 'off', 'theirs.dpd': 'on' }))).toEqual([
      'one/go skipped',
    ]);
  });

  it('skips the rest once a finding ends the walk', () => {
    const stop = finding('stop', '{ ours.dpd: { is: off } }').replace(
      'acts: ours,',
      'acts: ours, stop: yes,',
    );
    expect(
      outcomes(
        run([read('one', stop + finding('after', '{ ours.dpd: { is: off } }'))], { 'ours.dpd': 'off' }),
      ),
    ).toEqual(['one/stop found', 'one/after skipped']);
  });

  it('asks people only for what is not known', () => {
    const playbook = read(
      'one',
      '  - id: ask\n    look: Which product?\n    ask: { fact: peer.vendor, text: "Which product is it?" }\n',
    );
    expect(run([playbook], {}).asks).toMatchObject([{ fact: 'peer.vendor' }]);
    expect(run([playbook], {}).unchecked[0]?.how).toBe('Give peer.vendor.');
    expect(outcomes(run([playbook], { 'peer.vendor': 'fortios' }))).toEqual(['one/ask cleared']);
  });
});

describe('texts', () => {
  const book = givenFacts({ 'ours.dpd': 'on', 'ours.weak': [] });
  const words = { placeOf: () => 'Network > DPD', commandOf: () => '`test vpn`' };

  it('leave out a sentence that names something unknown, but never the first', () => {
    expect(fill('DPD is {ours.dpd}. Theirs is {theirs.dpd}. Weak: {ours.weak}.', book, words)).toBe(
      'DPD is on. Weak: none.',
    );
    expect(fill('Theirs is {theirs.dpd}.', book, words)).toBe('Theirs is (not known).');
  });

  it('name the place of a setting, and where a fact was seen', () => {
    expect(fill('Change {ours.setting.ike.dpd} ({seen:ours.dpd}).', book, words)).toBe(
      'Change Network > DPD (our end, test).',
    );
  });

  it('name the command that a person runs', () => {
    expect(fill('Run {ours.command.test-ike}.', book, words)).toBe('Run `test vpn`.');
  });

  it('keep what devices wrote as it is', () => {
    const hostile = givenFacts({ 'log.line': 'x. {ours.name} <!channel> & more' });
    expect(fill('It says: {log.line}', hostile, words)).toBe('It says: x. {ours.name} <!channel> & more');
  });
});
