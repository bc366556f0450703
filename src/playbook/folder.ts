// Reads playbooks and their tests from files and folders, and knows where our own are.

import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Problem } from '../domain/problem.js';
import { fileTrouble, readSmallFileNow } from '../support/files.js';
import { ownPath } from '../support/ownFiles.js';
import { loadPlaybook } from './load.js';
import { loadTest, type PlaybookTest } from './loadTest.js';
import type { Complaint, Playbook } from './playbook.js';
import type { Suggest } from './yamlFile.js';

/** The playbooks that come with the product. */
export const ownPlaybooks = ownPath('playbooks');

export interface PlaybookFolder {
  readonly playbooks: readonly Playbook[];
  readonly tests: readonly PlaybookTest[];
  readonly complaints: readonly Complaint[];
}

/**
 * Reads `*.yml` beside each other (no subfolders: signatures have their own), with their `*.test.yml`.
 * @param paths files or folders; a path that is not there is a Problem, what is wrong inside a file is a complaint.
 */
export function readPlaybooks(paths: readonly string[], suggest: Suggest): PlaybookFolder {
  return readFiles(paths.flatMap(filesIn), suggest);
}

function readFiles(files: readonly string[], suggest: Suggest): PlaybookFolder {
  const playbooks: Playbook[] = [];
  const tests: PlaybookTest[] = [];
  const complaints: Complaint[] = [];
  for (const file of files) {
    const content = readSmallFileNow(file);
    if (!content.ok) {
      complaints.push({
        file,
        line: 1,
        detail: `the file cannot be read: ${fileTrouble[content.why]}`,
        hint: '',
      });
      continue;
    }
    const { text } = content;
    if (isTest(file)) {
      const read = loadTest(file, text, suggest);
      complaints.push(...read.complaints);
      if (read.test) tests.push(read.test);
      continue;
    }
    const read = loadPlaybook(file, text, suggest);
    complaints.push(...read.complaints);
    if (read.playbook) playbooks.push(read.playbook);
  }
  complaints.push(...repeatedIds(playbooks));
  return { playbooks, tests, complaints };
}

function filesIn(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new Problem('input-missing', { file: path });
  if (!stats.isDirectory()) return isPlaybook(path) ? [path] : [];
  return readdirSync(path)
    .filter(isPlaybook)
    .sort()
    .map((name) => join(path, name));
}

function isTest(path: string): boolean {
  return path.endsWith('.test.yml');
}

function isPlaybook(path: string): boolean {
  return basename(path).endsWith('.yml');
}

function repeatedIds(playbooks: readonly Playbook[]): Complaint[] {
  return playbooks.flatMap((playbook, index) => {
    const first = playbooks.findIndex((other) => other.id === playbook.id);
    if (first === index) return [];
    const hint = `${playbooks[first]?.file ?? 'Another file'} has that id.`;
    return [{ file: playbook.file, line: 1, detail: `a second playbook called "${playbook.id}"`, hint }];
  });
}

let own: readonly Playbook[] | null = null;

/** The playbooks that come with the product, read once. @throws Problem `playbook-invalid` as `loadOwnPlaybooks`. */
export function ownPlaybookSet(): readonly Playbook[] {
  own ??= loadOwnPlaybooks(() => []);
  return own;
}

/** Our own playbooks, for a diagnosis. @throws Problem `playbook-invalid` with the first complaint: a broken one never runs. */
export function loadOwnPlaybooks(
  suggest: Suggest,
  paths: readonly string[] = [ownPlaybooks],
): readonly Playbook[] {
  // Tests are for who writes playbooks; a diagnosis need not wait for them.
  const files = paths.flatMap(filesIn).filter((file) => !isTest(file));
  const { playbooks, complaints } = readFiles(files, suggest);
  const [first] = complaints;
  if (first) throw new Problem('playbook-invalid', { ...first });
  return playbooks;
}
