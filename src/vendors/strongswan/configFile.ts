// Reads a swanctl.conf with its includes from the file system, bounded, and says why when it cannot.

import { readdir } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { GapReason } from '../../domain/observation.js';
import { type FileTrouble, fileTrouble, readSmallFile } from '../../support/files.js';
import { failed, type Outcome, success } from '../outcome.js';
import { type ConfSection, emptySection, parseConf } from './swanctlConf.js';

const MAX_FILES = 200;
const reasons: Partial<Record<FileTrouble, GapReason>> = {
  missing: 'not-present',
  forbidden: 'unauthorized',
};

/** The whole configuration as one tree. A missing include is no error for strongSwan, so it is none here. */
export async function readConfigFile(path: string): Promise<Outcome<ConfSection>> {
  const root = emptySection();
  const waiting = [path];
  for (let files = 0; waiting.length > 0; files += 1) {
    const file = waiting.shift() ?? path;
    if (files >= MAX_FILES) return unreadable(path, `it includes more than ${MAX_FILES} files`);
    const read = await readSmallFile(file);
    if (!read.ok) {
      // strongSwan passes over an include that is not there, and stops at one that it cannot read.
      if (file !== path && read.why === 'missing') continue;
      if (file !== path) return unreadable(file, fileTrouble[read.why]);
      return failed({
        reason: reasons[read.why] ?? 'unreadable',
        says: `The configuration file ${path} cannot be read: ${fileTrouble[read.why]}.`,
        remedy:
          'Correct configFile in our configuration, or let the bot read the file (its secrets are passed over).',
      });
    }
    const parsed = parseConf(read.text, root);
    if ('says' in parsed) return unreadable(file, `line ${parsed.line}: ${parsed.says}`);
    for (const pattern of parsed.includes) {
      if (waiting.length > MAX_FILES) break;
      for (const name of await filesOf(pattern, dirname(file))) waiting.push(name);
    }
  }
  return success(root);
}

/** Files that an `include` names, sorted as the shell would; only the last part may hold `*`. */
async function filesOf(pattern: string, folder: string): Promise<string[]> {
  const path = isAbsolute(pattern) ? pattern : join(folder, pattern);
  const name = basename(path);
  if (!name.includes('*')) return [path];
  const names = await readdir(dirname(path)).catch(() => []);
  return names
    .filter((candidate) => fits(candidate, name))
    .sort()
    .map((candidate) => join(dirname(path), candidate));
}

function fits(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop() ?? '';
  return name.length >= first.length + last.length && name.startsWith(first) && name.endsWith(last);
}

function unreadable(path: string, why: string): Outcome<never> {
  return failed({
    reason: 'unreadable',
    says: `The configuration file ${path} cannot be understood: ${why}.`,
    remedy: 'Check it with `swanctl --load-conns --file …` on a test system, or leave configFile out.',
  });
}
