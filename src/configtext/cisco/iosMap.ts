// What a tunnel of IOS hangs on: an entry of a crypto map on an interface, or a tunnel interface with an IPsec profile.

import { addressNumber } from '../../domain/selector.js';
import type { UnreadLines } from '../configText.js';
import { begins, behind, type CiscoBlock, type CiscoLine, inside, isLastLine } from './blocks.js';
import { type MapEntry, settingOf, settings, valuesOf } from './mapEntry.js';

export interface IosEntry extends MapEntry {
  readonly ikev2Profile: string | null;
  readonly isakmpProfile: string | null;
  /** The address that it negotiates from, when the text tells it. */
  readonly address: string | null;
  /** The tunnel interface carries GRE: what is protected is GRE between the two gateways. */
  readonly isGre: boolean;
}

export function iosEntries(blocks: readonly CiscoBlock[], unread: UnreadLines): readonly IosEntry[] {
  return [...mapEntries(blocks, unread), ...tunnelInterfaces(blocks)];
}

function use(lines: readonly CiscoLine[]): void {
  for (const line of lines)
    if (
      settingOf(line.words) !== null ||
      begins(line, 'set', 'ikev2-profile') ||
      begins(line, 'set', 'isakmp-profile')
    )
      line.used = true;
}

function mapEntries(blocks: readonly CiscoBlock[], unread: UnreadLines): readonly IosEntry[] {
  return blocks.flatMap((block): IosEntry[] => {
    if (!begins(block, 'crypto', 'map')) return [];
    const [, , name = '', number = '', kind = '', ...rest] = block.words;
    if (number === 'local-address') block.used = true;
    if (!/^\d{1,6}$/.test(number)) return [];
    block.used = true;
    if (kind !== 'ipsec-isakmp' || rest[0] === 'dynamic') {
      unread.add(block.line, block.text, 'only crypto maps with IKE and a peer are read');
      return [];
    }
    const lines = block.inside;
    use(lines);
    const source = blocks
      .map((one) => behind(one, 'crypto', 'map', name, 'local-address'))
      .find((one) => one !== null)?.[0];
    const outside =
      source ??
      blocks.find(
        (one) => begins(one, 'interface') && one.inside.some((line) => behind(line, 'crypto', 'map', name)),
      )?.words[1];
    return [
      {
        ...settings(lines),
        ...profilesOf(lines),
        name: `${name} ${number}`,
        entry: `crypto map ${name} ${number}`,
        peer: valuesOf(lines, 'set', 'peer')?.[0] ?? null,
        outside: outside ?? null,
        address: addressOf(blocks, outside),
        interface: null,
        isShut: lines.some((line) => line.text === 'shutdown') || null,
        isGre: false,
        acl: valuesOf(lines, 'match', 'address')?.[0] ?? null,
        trustpoint: null,
        isWhole: !isLastLine(blocks, lines.at(-1) ?? block),
      },
    ];
  });
}

function tunnelInterfaces(blocks: readonly CiscoBlock[]): readonly IosEntry[] {
  return blocks.flatMap((block): IosEntry[] => {
    if (!begins(block, 'interface')) return [];
    const protection = inside(block, 'tunnel', 'protection', 'ipsec', 'profile');
    if (protection?.[0] === undefined) return [];
    const [profileName, ...further] = protection;
    const profile = blocks.find((one) => begins(one, 'crypto', 'ipsec', 'profile', profileName ?? ''));
    if (profile) profile.used = true;
    const lines = profile?.inside ?? [];
    use(lines);
    const source = inside(block, 'tunnel', 'source')?.[0];
    const mode = inside(block, 'tunnel', 'mode');
    const name = block.words[1] ?? '';
    const shared = further[0] === 'ikev2-profile' ? (further[1] ?? null) : null;
    const profiles = profilesOf(lines);
    return [
      {
        ...settings(lines),
        ...profiles,
        ikev2Profile: shared ?? profiles.ikev2Profile,
        name,
        entry: `crypto ipsec profile ${profileName}`,
        peer: inside(block, 'tunnel', 'destination')?.[0] ?? null,
        outside: source ?? null,
        address: source !== undefined && addressNumber(source) ? source : addressOf(blocks, source),
        interface: name,
        isShut: block.inside.some((line) => line.text === 'shutdown'),
        isGre: mode?.[0] !== 'ipsec',
        acl: null,
        connection: lines.some((line) => behind(line, 'responder-only')) ? 'answer-only' : null,
        trustpoint: null,
        isWhole: !isLastLine(blocks, lines.at(-1) ?? profile),
      },
    ];
  });
}

function profilesOf(lines: readonly CiscoLine[]): Pick<IosEntry, 'ikev2Profile' | 'isakmpProfile'> {
  return {
    ikev2Profile: valuesOf(lines, 'set', 'ikev2-profile')?.[0] ?? null,
    isakmpProfile: valuesOf(lines, 'set', 'isakmp-profile')?.[0] ?? null,
  };
}

function addressOf(blocks: readonly CiscoBlock[], name: string | undefined): string | null {
  const unit = name === undefined ? undefined : blocks.find((block) => begins(block, 'interface', name));
  const address = unit ? inside(unit, 'ip', 'address')?.[0] : undefined;
  return address !== undefined && addressNumber(address) ? address : null;
}
