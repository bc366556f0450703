// The lines of a Cisco configuration as commands with the commands of their submode; what was used is marked, so that the rest can be listed.

import type { UnreadLines } from '../configText.js';
import { wordsOf } from '../words.js';

export interface CiscoLine {
  readonly line: number;
  readonly text: string;
  readonly words: readonly string[];
  /** A reader took it into account, or knows that it says nothing about what the ends must agree on. */
  used: boolean;
}

export interface CiscoBlock extends CiscoLine {
  readonly inside: readonly CiscoLine[];
}

/** Commands of a submode, for texts that lost their indentation on the way through a chat or a mail. */
const submode =
  /^(?:encr|encryption|integrity|hash|group \d|prf|lifetime|authentication (?:pre-share|rsa|ecdsa|local|remote|crack)|protocol esp|set |match |mode (?:tunnel|transport)|ikev[12] |isakmp keepalive|peer-id-validate|nameif|security-level|ip address|tunnel (?:source|destination|mode|protection|vrf)|subnet|host|range|network-object|group-object|permit|deny|remark|address|pre-shared-key|identity|keyring|dpd|proposal|peer |description|pki|default-group-policy|vpn-tunnel-protocol|trust-point|chain|responder-only|shutdown|no shutdown|crypto map \S+$|\d+ (?:permit|deny) )/;

export function ciscoBlocks(lines: readonly string[]): readonly CiscoBlock[] {
  const blocks: { head: CiscoLine; inside: CiscoLine[] }[] = [];
  lines.forEach((raw, index) => {
    const text = raw.trim();
    if (text === '' || text.startsWith('!') || text.startsWith(':')) return;
    const read: CiscoLine = { line: index + 1, text, words: wordsOf(text), used: false };
    const current = blocks.at(-1);
    if (current && /^(?:exit|exit-address-family)$/.test(text)) return;
    if (current && (/^\s/.test(raw) || submode.test(text))) current.inside.push(read);
    else blocks.push({ head: read, inside: [] });
  });
  return blocks.map(({ head, inside }) => Object.assign(head, { inside }));
}

/** Whether the words begin like this; a used line is marked. */
export function begins(line: CiscoLine, ...words: readonly string[]): boolean {
  for (let index = 0; index < words.length; index += 1) if (line.words[index] !== words[index]) return false;
  return true;
}

/** What stands behind these words; null when the line begins otherwise. Marks the line. */
export function behind(line: CiscoLine, ...words: readonly string[]): readonly string[] | null {
  if (!begins(line, ...words)) return null;
  line.used = true;
  return line.words.slice(words.length);
}

/** The first line inside that begins like this, what stands behind it; null when there is none. */
export function inside(block: CiscoBlock, ...words: readonly string[]): readonly string[] | null {
  for (const line of block.inside) {
    const rest = behind(line, ...words);
    if (rest !== null) return rest;
  }
  return null;
}

/** The text ends with this line. */
export function isLastLine(blocks: readonly CiscoBlock[], line: CiscoLine | undefined): boolean {
  const block = blocks.at(-1);
  const last = block?.inside.at(-1) ?? block;
  return line !== undefined && last?.line === line.line;
}

/** Lists every line of IPsec that nothing used. */
export function listUnused(
  blocks: readonly CiscoBlock[],
  isIpsec: (block: CiscoBlock) => boolean,
  ignored: RegExp,
  aboutOf: (block: CiscoBlock) => string | null,
  unread: UnreadLines,
): void {
  for (const block of blocks) {
    if (!isIpsec(block)) continue;
    const all: readonly CiscoLine[] = [block, ...block.inside];
    for (const line of all)
      if (!line.used && !ignored.test(line.text))
        unread.add(line.line, line.text, 'this line is not read', aboutOf(block));
  }
}
