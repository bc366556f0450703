// Every sentence of the playbooks and every title of a cause, as an engineer who did not write it reads them.

import { describe, expect, it } from 'vitest';
import { causeCodes, causeInfo } from '../../../src/domain/causes.js';
import { loadOwnPlaybooks } from '../../../src/playbook/folder.js';
import { bannedIn, type Told } from './plainWords.js';

const steps = loadOwnPlaybooks(() => []).flatMap((playbook) =>
  playbook.steps.map((step) => ({ where: `${playbook.id} ${step.id}`, step })),
);
const says: readonly Told[] = steps.flatMap(({ where, step }) =>
  step.finding ? [{ where, text: step.finding.says }] : [],
);
const acts: readonly Told[] = steps.flatMap(({ where, step }) =>
  step.finding ? [step.finding.next.ours, step.finding.next.theirs].map((text) => ({ where, text })) : [],
);
const questions: readonly Told[] = steps.flatMap(({ where, step }) => [
  { where, text: step.look },
  { where, text: step.ask?.text ?? '' },
  { where, text: step.finding?.wouldChange ?? '' },
]);
const titles: readonly Told[] = causeCodes.map((cause) => ({ where: cause, text: causeInfo(cause).title }));

/** A placeholder reads as one word. */
const wordsOf = (text: string) =>
  text
    .replace(/\{[^{}]*\}/g, 'x')
    .split(/\s+/)
    .filter((word) => /\w/.test(word)).length;

const longer = (told: readonly Told[], most: number) =>
  told
    .filter(({ text }) => wordsOf(text) > most)
    .map(({ where, text }) => `${where}: ${wordsOf(text)} words`);

describe('the sentences', () => {
  it('hold no phrase that no engineer says', () => {
    expect(bannedIn([...says, ...acts, ...questions, ...titles])).toEqual([]);
  });

  it('of a finding have at most 32 words, a title at most 8', () => {
    expect(longer(says, 32)).toEqual([]);
    expect(longer(titles, 8)).toEqual([]);
  });

  it('that say what to do have at most 45 words, the first of them at most 26', () => {
    const first = ({ where, text }: Told) => ({ where, text: text.split(/(?<=[.?])\s+/)[0] ?? '' });
    expect(longer(acts, 45)).toEqual([]);
    expect(longer(acts.map(first), 26)).toEqual([]);
  });
});
