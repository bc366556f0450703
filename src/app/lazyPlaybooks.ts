// The playbooks of an installation: those that come along and its own, read once.

import { loadOwnPlaybooks, ownPlaybookSet, ownPlaybooks } from '../playbook/folder.js';
import type { Playbook } from '../playbook/playbook.js';
import { closeMatches } from '../support/textDistance.js';

/** Playbooks are read when the first diagnosis needs them; a service reads them at its start, so that a broken one shows then. */
export function lazyPlaybooks(folders: readonly string[], atOnce: boolean): () => readonly Playbook[] {
  const suggest = (typed: string, candidates: readonly string[]) => closeMatches(typed, candidates, 1);
  const load = () =>
    folders.length === 0 ? ownPlaybookSet() : loadOwnPlaybooks(suggest, [ownPlaybooks, ...folders]);
  let loaded = atOnce ? load() : null;
  return () => {
    loaded ??= load();
    return loaded;
  };
}
