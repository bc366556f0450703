// `playbook lint|test|list|facts [PATH…]`: checks playbooks and signatures; asks no device and needs no configuration.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Declaration, plain } from '../commands/declaration.js';
import { plural } from '../commands/phrases.js';
import { Problem } from '../domain/problem.js';
import { checkConcepts } from '../logs/concept/check.js';
import { ownConcepts } from '../logs/concept/set.js';
import { checkSignatures, lintSignatures } from '../logs/signature/check.js';
import { ownSignatures } from '../logs/signature/load.js';
import { factTable } from '../playbook/factTable.js';
import { ownPlaybooks, readPlaybooks } from '../playbook/folder.js';
import { lintPlaybooks } from '../playbook/lint.js';
import type { Complaint } from '../playbook/playbook.js';
import { runTest } from '../playbook/runTest.js';
import { checkProducts } from '../products/check.js';
import { ownProducts } from '../products/load.js';
import { closeMatches } from '../support/textDistance.js';
import { type TerminalCommand, terminalHelp } from './terminal.js';

/** What to print on stdout, and the exit code: 2 when something is wrong in a file. */
export interface PlaybookAnswer {
  readonly text: string;
  readonly exit: 0 | 2;
}

const actions = ['lint', 'test', 'list', 'facts'] as const;

const declaration: Declaration = {
  ...plain,
  name: 'playbook',
  words: `${actions.join('|')} [PATH…]`,
  positionals: { least: 0, most: 1000 },
  options: [],
  summary: 'Checks playbooks and signatures: lint, test, list or facts.',
  examples: ['playbook lint', 'playbook test playbooks/phase1-psk.yml'],
  right: 'none',
};

export const playbookCommand: TerminalCommand = {
  declaration,
  answers: 'text',
  async run({ positionals }) {
    return runPlaybook(positionals);
  },
};

/** @param words the action and paths; without paths our own playbooks and signatures. @throws Problem for bad usage. */
export function runPlaybook(words: readonly string[]): PlaybookAnswer {
  const [typed = '', ...paths] = words;
  const action = actions.find((one) => one === typed);
  if (!action) {
    const [close] = closeMatches(typed, actions, 1);
    const detail = `"${typed.slice(0, 40)}" is not lint, test, list or facts.${close ? ` Did you mean "${close}"?` : ''}`;
    throw new Problem('usage', { detail, help: terminalHelp(declaration) });
  }
  if (action === 'facts') return { text: factTable(), exit: 0 };
  const where = places(paths);
  if (action === 'list') return list(where);
  return action === 'lint' ? lint(where) : test(where);
}

interface Places {
  readonly playbooks: readonly string[];
  readonly signatures: readonly string[];
  readonly concepts: readonly string[];
  readonly vendors: readonly string[];
}

/** Folders called `signatures`, `concepts` and `vendors`, and those below a folder that was named, hold these; everything else playbooks. */
function places(paths: readonly string[]): Places {
  if (paths.length === 0)
    return {
      playbooks: [ownPlaybooks],
      signatures: [ownSignatures],
      concepts: [ownConcepts],
      vendors: [ownProducts],
    };
  const playbooks: string[] = [];
  const concepts: string[] = [];
  const vendors: string[] = [];
  const signatures: string[] = [];
  for (const path of paths) {
    if (!existsSync(path)) throw new Problem('input-missing', { file: path });
    const folder = statSync(path).isDirectory() ? path : dirname(path);
    if (basename(folder) === 'signatures') {
      signatures.push(folder);
      continue;
    }
    if (basename(folder) === 'concepts') {
      concepts.push(...filesOf(path));
      continue;
    }
    if (basename(folder) === 'vendors') {
      vendors.push(folder);
      continue;
    }
    playbooks.push(path);
    const below = join(path, 'signatures');
    if (folder === path && existsSync(below)) signatures.push(below);
    const words = join(path, 'concepts');
    if (folder === path && existsSync(words)) concepts.push(...filesOf(words));
    const products = join(path, 'vendors');
    if (folder === path && existsSync(products)) vendors.push(products);
  }
  return {
    playbooks,
    signatures: [...new Set(signatures)],
    concepts: [...new Set(concepts)],
    vendors: [...new Set(vendors)],
  };
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith('.yml'))
    .map((name) => join(path, name));
}

function suggest(typed: string, candidates: readonly string[]): readonly string[] {
  return closeMatches(typed, candidates, 1);
}

/** What `prints` of a product may name. */
const signatureNames = readdirSync(ownSignatures).map((name) => basename(name, '.yml'));

function signaturesText({ signatures }: Places): string {
  return `${plural(signatures.length, 'folder')} of signatures`;
}

function lint(where: Places): PlaybookAnswer {
  const { playbooks, tests, complaints } = readPlaybooks(where.playbooks, suggest);
  const all = [
    ...complaints,
    ...(complaints.length === 0 ? lintPlaybooks(playbooks, tests, suggest) : []),
    ...fromSignatures(where, lintSignatures),
    ...asComplaints(where.concepts.flatMap(checkConcepts)),
    ...asComplaints(where.vendors.flatMap((folder) => checkProducts(folder, signatureNames))),
  ];
  return answer(
    all,
    `${plural(playbooks.length, 'playbook')} and ${signaturesText(where)}: nothing to complain about.`,
  );
}

function test(where: Places): PlaybookAnswer {
  const { playbooks, tests, complaints } = readPlaybooks(where.playbooks, suggest);
  const results = tests.flatMap((one) => {
    const playbook = playbooks.find((candidate) => candidate.id === one.playbook);
    return playbook ? runTest(one, playbook) : [];
  });
  const all = [
    ...complaints,
    ...results.flatMap((result) => result.complaints),
    ...fromSignatures(where, checkSignatures),
    ...asComplaints(where.concepts.flatMap(checkConcepts)),
  ];
  return answer(
    all,
    `${plural(results.length, 'case')} of ${plural(tests.length, 'playbook')} hold, and the examples of ${signaturesText(where)} match.`,
  );
}

function fromSignatures(where: Places, check: typeof lintSignatures): Complaint[] {
  return asComplaints(where.signatures.flatMap((folder) => check(folder)));
}

function asComplaints(problems: ReturnType<typeof lintSignatures>): Complaint[] {
  return problems.map(({ file, line, says, hint }) => ({ file, line, detail: says, hint }));
}

function answer(complaints: readonly Complaint[], good: string): PlaybookAnswer {
  if (complaints.length === 0) return { text: `${good}\n`, exit: 0 };
  const lines = complaints.map(
    ({ file, line, detail, hint }) =>
      `${file}:${line}: ${detail}${detail.endsWith('.') ? '' : '.'}${hint === '' ? '' : ` ${hint}`}`,
  );
  return { text: `${lines.join('\n')}\n${complaints.length} to correct.\n`, exit: 2 };
}

function list(where: Places): PlaybookAnswer {
  const { playbooks, complaints } = readPlaybooks(where.playbooks, suggest);
  const width = Math.max(0, ...playbooks.map((playbook) => playbook.id.length));
  const lines = playbooks.map(
    (playbook) => `${playbook.id.padEnd(width)}  ${playbook.entry ? 'entry' : '     '}  ${playbook.title}`,
  );
  return {
    text: `${lines.join('\n')}\n${complaints.length > 0 ? `${complaints.length} files cannot be read; run lint.\n` : ''}`,
    exit: 0,
  };
}
