// What is said of a situation, examined once for all that is asserted of it.

import { type Examination, examine } from '../../src/diagnosis/diagnose.js';
import { ownPlaybookSet } from '../../src/playbook/folder.js';
import { evidenceOf, type Visible } from './build.js';
import { readSituation, type Situation } from './situation.js';

const examinations = new Map<string, Examination>();

export function examined(name: string, vendor: string, visible: Visible): Examination {
  const key = `${name} ${vendor} ${visible}`;
  const known = examinations.get(key);
  if (known) return known;
  const made = examine(evidenceOf(readSituation(name), vendor, visible), ownPlaybookSet());
  examinations.set(key, made);
  return made;
}

/** Whoever runs after these tests in the same process needs none of it. */
export function forgetAll(): void {
  examinations.clear();
}

/** Whose log lines a situation has; of one without lines, two that say the rest in other words. */
export function vendorsOf({ logs }: Situation): readonly string[] {
  return logs ? Object.keys(logs) : ['panos', 'strongswan'];
}
