// Cisco IOS and IOS XE: the running configuration, or the crypto part of it.

import { readSelector, selectorText } from '../../domain/selector.js';
import { Notes, tunnelFrom } from '../../vendors/tunnelDraft.js';
import {
  boundedTunnels,
  type ConfigReader,
  type ConfigText,
  type ReadTunnel,
  UnreadLines,
} from '../configText.js';
import { type Objects, objectsOf, type Protected } from './access.js';
import { iosPairs } from './accessList.js';
import { begins, behind, type CiscoBlock, ciscoBlocks, listUnused } from './blocks.js';
import { childrenOf, iosSeconds } from './children.js';
import { iosPhaseOne } from './iosGateway.js';
import { type IosEntry, iosEntries } from './iosMap.js';
import { iosObjects } from './names.js';

export const ios: ConfigReader = { product: 'cisco-ios', recognizes, read };

const signs: readonly RegExp[] = [
  /^crypto map \S+ \d+ ipsec-isakmp/,
  /^crypto isakmp (?:policy|key) /,
  /^crypto ipsec transform-set /,
  /^crypto ikev2 (?:proposal|profile|keyring) /,
  /^tunnel protection ipsec profile /,
  /^interface (?:Gigabit|TenGigabit|Fast)?Ethernet\d/,
];

function recognizes(lines: readonly string[]): number {
  const found = signs.filter((sign) => lines.some((line) => sign.test(line.trim())));
  return found.some((sign) => sign !== signs[5]) ? 22 * found.length : 0;
}

function read(lines: readonly string[]): ConfigText {
  const blocks = ciscoBlocks(lines);
  const unread = new UnreadLines();
  const objects = objectsOf(blocks);
  const tunnels = boundedTunnels(iosEntries(blocks, unread), blocks.length, unread).map(
    (entry): ReadTunnel => {
      const notes = new Notes(entry.isWhole);
      const ike = iosPhaseOne(blocks, entry, notes);
      const config = tunnelFrom({
        product: 'cisco-ios',
        name: entry.name,
        disabled: entry.isShut,
        ike,
        children: childrenOf(
          {
            ...{ blocks, entry, named: 1, passive: ike.passive, defaultSeconds: iosSeconds },
            pairs: pairsOf(blocks, entry, objects, notes),
          },
          notes,
        ),
        interface: entry.interface,
        routed: routesInto(blocks, entry),
        objects: iosObjects(blocks, entry),
        notes,
      });
      return { config, forIke: null };
    },
  );
  listUnused(blocks, (block) => begins(block, 'crypto'), ignored, aboutOf, unread);
  return { product: 'cisco-ios', tunnels, unread: unread.all() };
}

function pairsOf(
  blocks: readonly CiscoBlock[],
  entry: IosEntry,
  objects: Objects,
  notes: Notes,
): readonly Protected[] | null {
  if (entry.acl !== null) return iosPairs(blocks, entry.acl, objects, notes);
  if (!entry.isGre) return null;
  const gateway = (address: string | null) => {
    const selector = readSelector(address ?? '');
    return selector && { ...selector, protocol: 47 };
  };
  const [local, remote] = [gateway(entry.address), gateway(entry.peer)];
  if (local && remote) return [{ local, remote }];
  notes.cannotTell(
    'child.selectors',
    'GRE between the two gateways is protected, and their addresses are not both in the text.',
  );
  return [];
}

function aboutOf(block: CiscoBlock): string | null {
  const [, , name = '', number = ''] = block.words;
  return begins(block, 'crypto', 'map') && /^\d+$/.test(number) ? `${name} ${number}` : null;
}

const ignored =
  /^(?:crypto (?:pki|key|ca|logging|call|ikev2 (?:keyring|http-url|diagnose|nat|limit|window)|isakmp (?:key|nat|invalid-spi-recovery|fragmentation)|keyring|ipsec (?:df-bit|fragmentation|security-association (?:idle|replay)|profile default)|engine)|description|peer |address |hostname |identity (?:address|key-id|fqdn)|pre-shared-key|enrollment|revocation-check|rsakeypair|subject-name|certificate|quit|[0-9A-F ]+$|reverse-route|set security-association (?:replay|idle)|set df-bit|match fvrf|no )/;

/** Static routes whose interface is the tunnel; a crypto map has none of its own. */
function routesInto(blocks: readonly CiscoBlock[], entry: IosEntry): readonly string[] | null {
  const { interface: unit } = entry;
  if (unit === null || !blocks.some((block) => begins(block, 'ip', 'route'))) return null;
  return blocks.flatMap((block) => {
    const [network = '', mask = '', by] = behind(block, 'ip', 'route') ?? [];
    const selector = by === unit ? readSelector(`${network} ${mask}`) : null;
    return selector ? [selectorText(selector)] : [];
  });
}
