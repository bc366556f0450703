// What people give: settings and knowledge in YAML, logs, configurations of other products, and what they type.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { declarations } from '../../../src/app/registry.js';
import { readDocument } from '../../../src/commands/document.js';
import { commandIn, lacksTunnel, personGiven, readWords } from '../../../src/commands/understand.js';
import { splitWords } from '../../../src/commands/words.js';
import { readSettings } from '../../../src/config/settings.js';
import { readConfigText } from '../../../src/configtext/read.js';
import { examineLog } from '../../../src/diagnosis/pastedLog.js';
import { Problem } from '../../../src/domain/problem.js';
import { scrub } from '../../../src/domain/secrets/index.js';
import { linesOf } from '../../../src/logs/format/text.js';
import { readLines } from '../../../src/logs/readLines.js';
import { readSignatureFile } from '../../../src/logs/signature/load.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';
import { loadPlaybook } from '../../../src/playbook/load.js';
import { buffers, type FuzzTarget, must } from '../target.js';

const path = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const file = (name: string): Buffer => readFileSync(path(name));
const files = (folder: string, ending: RegExp, most: number): readonly Buffer[] =>
  readdirSync(path(folder))
    .filter((name) => ending.test(name))
    .toSorted()
    .slice(0, most)
    .map((name) => file(`${folder}/${name}`));

async function saidAsProblem(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    must(
      error.message.length < 2000 && !/[\r\n]/.test(error.message),
      `no one sentence: ${error.message.slice(0, 300)}`,
    );
  }
}

const settings: FuzzTarget = {
  name: 'settings-yaml',
  seeds: [file('config.example.yml')],
  runs: 150,
  run: (input) => saidAsProblem(() => readSettings(input.toString('utf8'), 'tunnelmedic.yml', {})),
};

const knowledge: FuzzTarget = {
  name: 'knowledge-yaml',
  seeds: [
    ...files('playbooks', /^[a-z-]+\.yml$/, 6),
    ...files('playbooks/signatures', /^(racoon|openbsd|libreswan)\.yml$/, 3),
  ],
  runs: 80,
  run(input) {
    const text = input.toString('utf8');
    loadPlaybook('one.yml', text, () => []);
    readSignatureFile('one.yml', text);
  },
};

const cases = file('test/fixtures/logs/cases.jsonl')
  .toString('utf8')
  .split('\n')
  .slice(0, 60)
  .flatMap((line) => (line === '' ? [] : [String((JSON.parse(line) as { readonly text: string }).text)]));

const logs: FuzzTarget = {
  name: 'logs',
  seeds: buffers(cases),
  runs: 150,
  run(input) {
    const document = readDocument(input, 'peer.log');
    if (!document.ok) return must(document.says !== '', 'refused without a sentence');
    const { text } = scrub(document.text);
    const { verdict, alternatives } = examineLog(
      readLines(linesOf(text)),
      'peer.log',
      ownPlaybookSet(),
    ).diagnosis;
    must(!alternatives.some(({ cause }) => cause === verdict.cause), 'the verdict is its own alternative');
    must(verdict.confidence !== 'certain' || verdict.cause !== 'insufficient-data', 'certain of nothing');
  },
};

const configurations: FuzzTarget = {
  name: 'partner-configuration',
  seeds: files('test/fixtures/config', /\.(conf|xml|rsc|json|txt)$/, 40),
  runs: 150,
  run(input) {
    readConfigText(input.toString('utf8'));
  },
};

const typed: FuzzTarget = {
  name: 'typed-commands',
  seeds: buffers(declarations.flatMap(({ examples }) => examples)),
  runs: 1500,
  async run(input) {
    const text = input.toString('utf8');
    await saidAsProblem(() => {
      lacksTunnel(text, declarations);
      personGiven(text, declarations);
      const [, ...words] = splitWords(text);
      const command = commandIn(text, declarations);
      if (command) readWords(command, words, 'help');
    });
  },
};

export const textTargets: readonly FuzzTarget[] = [settings, knowledge, logs, configurations, typed];
