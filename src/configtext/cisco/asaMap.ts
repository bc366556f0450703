// What a tunnel of ASA hangs on: an entry of a crypto map, or a tunnel interface with an IPsec profile.

import type { UnreadLines } from '../configText.js';
import { begins, behind, type CiscoBlock, type CiscoLine, inside, isLastLine } from './blocks.js';
import { type MapEntry, settingOf, settings, valuesOf } from './mapEntry.js';

export function entriesOf(blocks: readonly CiscoBlock[], unread: UnreadLines): readonly MapEntry[] {
  return [...mapEntries(blocks, unread), ...tunnelInterfaces(blocks)];
}

function mapEntries(blocks: readonly CiscoBlock[], unread: UnreadLines): readonly MapEntry[] {
  const entries = new Map<string, CiscoLine[]>();
  const bound = new Map<string, string>();
  for (const block of blocks) {
    if (!begins(block, 'crypto', 'map')) continue;
    const [, , name = '', number = '', ...rest] = block.words;
    if (number === 'interface') {
      block.used = true;
      bound.set(name, rest[0] ?? '');
    } else if (/^\d{1,6}$/.test(number)) {
      if (rest.includes('dynamic')) {
        block.used = true;
        unread.add(block.line, block.text, 'dynamic crypto maps are not read');
        continue;
      }
      const key = `${name} ${number}`;
      const lines = entries.get(key) ?? [];
      lines.push({ ...block, words: rest });
      entries.set(key, lines);
      block.used = settingOf(rest) !== null;
    }
  }
  return [...entries].map(([key, lines]) => {
    const name = key.split(' ')[0] ?? '';
    return {
      ...settings(lines),
      name: key,
      entry: `crypto map ${key}`,
      peer: valuesOf(lines, 'set', 'peer')?.[0] ?? null,
      outside: bound.get(name) ?? null,
      interface: null,
      isShut: null,
      acl: valuesOf(lines, 'match', 'address')?.[0] ?? null,
      trustpoint: valuesOf(lines, 'set', 'trustpoint')?.[0] ?? null,
      isWhole: !isLastLine(blocks, lines.at(-1)),
    };
  });
}

function tunnelInterfaces(blocks: readonly CiscoBlock[]): readonly MapEntry[] {
  return blocks.flatMap((block): MapEntry[] => {
    if (!begins(block, 'interface')) return [];
    const profileName = inside(block, 'tunnel', 'protection', 'ipsec', 'profile')?.[0];
    if (profileName === undefined) return [];
    const profile = blocks.find((one) => begins(one, 'crypto', 'ipsec', 'profile', profileName));
    const lines = profile?.inside ?? [];
    for (const line of lines) if (settingOf(line.words) !== null) line.used = true;
    const name = block.words[1] ?? '';
    return [
      {
        ...settings(lines),
        name,
        entry: `crypto ipsec profile ${profileName}`,
        peer: inside(block, 'tunnel', 'destination')?.[0] ?? null,
        outside: inside(block, 'tunnel', 'source', 'interface')?.[0] ?? null,
        interface: name,
        isShut: block.inside.some((line) => line.text === 'shutdown'),
        acl: null,
        connection: lines.some((line) => behind(line, 'responder-only')) ? 'answer-only' : null,
        trustpoint: valuesOf(lines, 'set', 'trustpoint')?.[0] ?? null,
        isWhole: !isLastLine(blocks, lines.at(-1) ?? profile),
      },
    ];
  });
}
