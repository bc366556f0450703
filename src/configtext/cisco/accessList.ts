// The lines of one crypto access list of ASA, whether it stands in single lines or as a block of IOS.

import type { SettingName } from '../../domain/tunnelConfig.js';
import type { Notes } from '../../vendors/tunnelDraft.js';
import { aceNetworks, type Objects, type Protected } from './access.js';
import { behind, type CiscoBlock, type CiscoLine } from './blocks.js';

const setting: SettingName = 'child.selectors';

/** What the list protects, line by line; null when it is not in the text or one of its lines cannot be read: a part is not the whole. */
export function aclPairs(
  blocks: readonly CiscoBlock[],
  name: string,
  objects: Objects,
  notes: Notes,
): readonly Protected[] | null {
  const lines = blocks.flatMap((block) => {
    const rest = behind(block, 'access-list', name);
    return rest ? [{ block, rest: rest.filter((word, index) => index > 0 || word !== 'extended') }] : [];
  });
  return pairsOf(
    name,
    lines.map(({ block, rest }) => ({ line: block, words: rest })),
    objects,
    'network',
    notes,
  );
}

/** The same of IOS: `access-list 110 permit …`, or a block with lines that may be numbered; masks are wildcards. */
export function iosPairs(
  blocks: readonly CiscoBlock[],
  name: string,
  objects: Objects,
  notes: Notes,
): readonly Protected[] | null {
  const lines = blocks.flatMap((block): AceLine[] => {
    const single = behind(block, 'access-list', name);
    if (single) return [{ line: block, words: single }];
    if (!behind(block, 'ip', 'access-list', 'extended', name)) return [];
    return block.inside.map((line) => ({
      line,
      words: line.words.slice(/^\d+$/.test(line.words[0] ?? '') ? 1 : 0),
    }));
  });
  return pairsOf(name, lines, objects, 'wildcard', notes);
}

interface AceLine {
  readonly line: CiscoLine;
  readonly words: readonly string[];
}

function pairsOf(
  name: string,
  lines: readonly AceLine[],
  objects: Objects,
  masks: 'network' | 'wildcard',
  notes: Notes,
): readonly Protected[] | null {
  const told = lines.filter(({ words }) => words[0] !== 'remark' && !words.includes('inactive'));
  if (told.length === 0) {
    notes.cannotTell(setting, `The access list ${name} is not in the text.`);
    return null;
  }
  const pairs: Protected[] = [];
  for (const { line, words } of told) {
    const [verb, ...rest] = words;
    const networks = verb === 'permit' ? aceNetworks(rest, objects, masks) : null;
    if (networks === null) {
      notes.cannotTell(
        setting,
        `A line of the access list ${name} cannot be read here: \`${line.text.slice(0, 120)}\`.`,
      );
      return null;
    }
    pairs.push(...networks);
  }
  return pairs;
}
