// Every sentence of the playbooks and every title of a cause, as an engineer who did not write it reads them.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { declarations } from '../../../src/app/registry.js';
import { causeCodes, causeInfo } from '../../../src/domain/causes.js';
import { catalogue } from '../../../src/facts/catalogue.js';
import { ownSignatureSet } from '../../../src/logs/signature/set.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';
import { bannedIn, type Told } from './plainWords.js';

const steps = ownPlaybookSet().flatMap((playbook) =>
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

const facts: readonly Told[] = catalogue.map(({ name, says: text }) => ({ where: name, text }));
const commands: readonly Told[] = declarations.flatMap(({ name, summary, options }) => [
  { where: name, text: summary },
  ...options.map((option) => ({ where: `${name} --${option.name}`, text: option.summary })),
]);
const lines: readonly Told[] = ownSignatureSet()
  .files.flatMap(({ signatures }) => signatures)
  .map(({ id, means }) => ({
    where: id,
    text: means,
  }));

/** Every text of more than a word that stands in the code of these rooms; a partner is told of its own side. */
const spoken: readonly Told[] = [
  'facts',
  'incidents',
  'diagnosis',
  'fleet',
  'capabilities',
  'commands',
].flatMap((room) => textsIn(room).filter(({ where }) => !/sheet|partnerMessage/.test(where)));

function textsIn(room: string): readonly Told[] {
  const folder = fileURLToPath(new URL(`../../../src/${room}`, import.meta.url));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => {
      const code = readFileSync(join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|`([^`]*)`/g)]
        .map((found) => ({ where: `${room}/${name}`, text: found[1] ?? found[2] ?? '' }))
        .filter(({ text }) => /\s/.test(text));
    });
}

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
    expect(bannedIn([...facts, ...commands, ...lines, ...spoken])).toEqual([]);
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
