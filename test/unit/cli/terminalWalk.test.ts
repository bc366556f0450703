import { describe, expect, it } from 'vitest';
import { walkOnTerminal } from '../../../src/cli/terminalWalk.js';
import type { AskForm } from '../../../src/domain/ask.js';
import type { Cause } from '../../../src/domain/causes.js';
import { Problem } from '../../../src/domain/problem.js';
import type { Report } from '../../../src/domain/report.js';
import type { Confidence } from '../../../src/domain/verdict.js';

function report(cause: Cause, confidence: Confidence, ...asks: readonly [string, AskForm][]): Report {
  return {
    kind: 'diagnose',
    tone: 'bad',
    title: '',
    summary: [],
    detail: [],
    actions: [],
    choice: null,
    files: [],
    audience: 'everyone',
    json: null,
    walk: {
      verdict: { cause, confidence },
      asks: asks.map(([fact, form]) => ({
        fact,
        form,
        question: `${fact}?`,
        choices: ['panos', 'other'],
        step: 'walk/ask',
        why: 'No device tells it.',
      })),
    },
  };
}

interface Played {
  readonly said: string;
  readonly runs: readonly string[];
}

/** Types the lines in order; each run of the diagnosis answers with the next report. */
async function play(
  first: Report,
  lines: readonly (string | null)[],
  next: readonly (Report | Problem)[],
): Promise<Played> {
  const said: string[] = [];
  const runs: string[] = [];
  const typed = [...lines];
  const answers = [...next];
  await walkOnTerminal(first, ['diagnose', 'x'], 'answer', [], {
    ask: async (question) => {
      said.push(question);
      return typed.shift() ?? null;
    },
    say: (text) => void said.push(text),
    run: async (words, files) => {
      runs.push([...words, ...files.map((file) => `[${file.name}]`)].join(' '));
      const answer = answers.shift();
      if (!answer) throw new Error('nothing left to answer');
      if (answer instanceof Problem) throw answer;
      return answer;
    },
    readFile: async (path) => ({ name: path, bytes: new Uint8Array() }),
  });
  return { said: said.join(''), runs };
}

describe('the walk on a terminal', () => {
  it('asks, diagnoses again with the answer, and says what was revised', async () => {
    const played = await play(
      report('peer-unreachable', 'possible', ['answer.changed', 'yes-no']),
      ['Y'],
      [report('psk-mismatch', 'likely')],
    );
    expect(played.runs).toEqual(['diagnose x --answer answer.changed=yes']);
    expect(played.said).toContain('answer.changed? [yes, no, Enter for I don’t know]');
    expect(played.said).toContain(
      'Was possible “no answer from the peer”; now likely “pre-shared key mismatch”, because of this answer.',
    );
  });

  it('goes to the next question after "I don’t know", and asks again after nonsense', async () => {
    const first = report('other', 'possible', ['answer.changed', 'yes-no'], ['peer.vendor', 'choice']);
    const played = await play(first, ['maybe', '', 'panos'], [report('other', 'possible')]);
    expect(played.said).toContain('That is not an answer');
    expect(played.runs).toEqual(['diagnose x --answer peer.vendor=panos']);
  });

  it('takes the path of a log, and survives a file that is none', async () => {
    const first = report('other', 'possible', ['answer.theirs-log', 'log']);
    const bad = new Problem('input-unreadable', {
      file: 'a.png',
      detail: 'it is not text',
      hint: 'Send text.',
    });
    const played = await play(first, ['a.png', null], [bad]);
    expect(played.said).toContain('a.png cannot be read as a log: it is not text. Send text.');
    const good = await play(first, ['peer.log'], [report('psk-mismatch', 'certain')]);
    expect(good.runs).toEqual(['diagnose x [peer.log]']);
    expect(good.said).toContain('now confirmed “pre-shared key mismatch”, because of this log');
  });

  it('ends when the person gives up', async () => {
    const played = await play(report('other', 'possible', ['answer.changed', 'yes-no']), [null], []);
    expect(played.runs).toEqual([]);
  });
});
