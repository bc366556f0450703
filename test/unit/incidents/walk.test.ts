// Which question stands: what decides most, and nothing that would change nothing.

import { describe, expect, it } from 'vitest';
import { recordedVerdict, revisionText } from '../../../src/capabilities/incident/record.js';
import { rankAsks } from '../../../src/diagnosis/asks.js';
import type { OpenAsk } from '../../../src/domain/ask.js';
import type { Cause } from '../../../src/domain/causes.js';
import type { Decision } from '../../../src/domain/decision.js';
import { notAnswered, tellingAnswers } from '../../../src/domain/given.js';
import type { Confidence, Diagnosis } from '../../../src/domain/verdict.js';
import { everybody, shiftFrame } from '../../../src/shifts/team.js';

function diagnosis(cause: Cause, confidence: Confidence, theirs = ''): Diagnosis {
  return {
    tunnel: 'x',
    state: 'down',
    verdict: { cause, confidence, side: 'unknown', summary: 'the end is silent.' },
    alternatives: [{ cause: 'psk-mismatch', confidence: 'possible' }],
    findings: [
      {
        id: 'f',
        playbook: 'p',
        severity: 'fault',
        cause,
        says: '',
        evidence: [],
        next: { ours: '', theirs },
      },
    ],
    unchecked: [],
    steps: [],
    wouldChange: [],
  };
}

function ask(fact: string, form: OpenAsk['form'], choices: readonly string[] = []): OpenAsk {
  return { fact, question: fact, step: 's', form, choices, why: '' };
}

const now = diagnosis('peer-unreachable', 'possible', 'look');
const asks = [
  ask('words', 'choice', ['a', 'b']),
  ask('log', 'log'),
  ask('nothing', 'yes-no'),
  ask('text', 'text'),
  ask('unused', 'text'),
  ask('one', 'yes-no'),
  ask('two', 'yes-no'),
];
const imagine = (fact: string, value: string): Diagnosis => {
  if (fact === 'words' && value === 'b') return diagnosis('peer-unreachable', 'possible', 'look there');
  if (fact === 'one' && value === 'yes') return diagnosis('psk-mismatch', 'likely');
  if (fact === 'two') return diagnosis('psk-mismatch', value === 'yes' ? 'likely' : 'possible');
  return now;
};
const options = { imagine, isUsed: (fact: string) => fact === 'text' };

const undecided: Decision = {
  state: 'down',
  since: null,
  cause: null,
  trigger: null,
  untriggered: '',
  remedies: [],
  acts: 'unknown',
};

describe('the questions of a walk', () => {
  it('stand in the order of what they decide, and those that decide nothing do not stand at all', () => {
    expect(rankAsks(now, asks, options).map((one) => one.fact)).toEqual([
      'two',
      'one',
      'words',
      'log',
      'text',
    ]);
  });

  it('are fewer once the cause is certain: only what would overturn it or word it better', () => {
    const sure = diagnosis('peer-unreachable', 'certain', 'look');
    const left = rankAsks(sure, asks, { ...options, imagine: () => sure });
    expect(left).toEqual([]);
  });

  it('are not asked again after any answer, and "I don’t know" tells the diagnosis nothing', () => {
    const answers = [
      { fact: 'one', value: 'unknown', by: 'Ada', at: '' },
      { fact: 'two', value: 'yes', by: 'Ada', at: '' },
    ];
    expect(notAnswered(asks, answers).map((one) => one.fact)).not.toContain('one');
    expect(tellingAnswers(answers).map((one) => one.fact)).toEqual(['two']);
  });
});

describe('a recorded verdict', () => {
  it('calls ruled out only what a step cleared, nothing saw, and the negotiation reached', () => {
    const causes: Readonly<Record<string, Cause>> = {
      a: 'both-passive',
      b: 'routing-missing',
      c: 'routing-missing',
      d: 'psk-mismatch',
      e: 'pfs-mismatch',
      f: 'nat-t-problem',
    };
    const step = (id: string, outcome: 'cleared' | 'unclear', playbook = 'p') => ({
      playbook,
      step: id,
      look: '',
      area: '',
      outcome,
      why: '',
    });
    const seen: Diagnosis = {
      ...now,
      steps: [
        step('a', 'cleared'),
        step('b', 'cleared'),
        step('c', 'unclear'),
        step('d', 'cleared'),
        step('e', 'cleared'),
        step('f', 'cleared', 'log-phase1'),
      ],
    };
    const verdict = recordedVerdict(
      seen,
      ({ playbook, step: id }) => {
        const cause = causes[id];
        return cause ? { cause, needsLog: playbook === 'log-phase1' } : null;
      },
      undecided,
      null,
    );
    expect(verdict.ruledOut).toEqual(['neither end initiates']);
    expect(verdict.summary).toBe('The end is silent.');
  });

  it('is revised openly', () => {
    const record = (cause: Cause, confidence: Confidence) =>
      recordedVerdict(diagnosis(cause, confidence), () => null, undecided, null);
    expect(
      revisionText(record('psk-mismatch', 'likely'), record('peer-id-mismatch', 'certain'), 'of this answer'),
    ).toBe('Was likely “pre-shared key mismatch”; now confirmed “IKE ID mismatch”, because of this answer.');
    expect(revisionText(null, record('psk-mismatch', 'likely'), '')).toBe('');
    expect(revisionText(record('insufficient-data', 'none'), record('psk-mismatch', 'likely'), '')).toContain(
      'Was no cause; now likely',
    );
    const path = { ...record('peer-unreachable', 'likely'), side: 'path' } as const;
    expect(revisionText(path, path, '')).toBe('');
    expect(revisionText(path, { ...path, side: 'theirs' }, 'of this answer')).toMatch(
      /^Was likely “.*”, the network between the ends is at fault; now likely “.*”, their side acts, because of this answer\.$/,
    );
  });
});

describe('the frame of a shift', () => {
  it('follows the plan of the team, summer time included, and is twelve hours without one', () => {
    const team = { ...everybody, zone: 'Europe/Paris', starts: ['06:00', '18:00'] };
    const frame = shiftFrame(team, new Date('2026-03-29T03:30:00Z'));
    expect(frame.from.toISOString()).toBe('2026-03-28T17:00:00.000Z');
    expect(frame.to.toISOString()).toBe('2026-03-29T04:00:00.000Z');
    expect(frame.nextEnds.toISOString()).toBe('2026-03-29T16:00:00.000Z');
    const now = new Date('2026-03-01T12:00:00Z');
    expect(shiftFrame(everybody, now).from.toISOString()).toBe('2026-03-01T00:00:00.000Z');
  });
});
