// Cisco ASA and FTD: the running configuration, or the crypto part of it, with crypto maps and tunnel interfaces.

import { readSelector, selectorText } from '../../domain/selector.js';
import { Notes, tunnelFrom } from '../../vendors/tunnelDraft.js';
import {
  boundedTunnels,
  type ConfigReader,
  type ConfigText,
  type ReadTunnel,
  UnreadLines,
} from '../configText.js';
import { objectsOf } from './access.js';
import { aclPairs } from './accessList.js';
import { phaseOneOf } from './asaGateway.js';
import { entriesOf } from './asaMap.js';
import { begins, behind, type CiscoBlock, ciscoBlocks, inside, listUnused } from './blocks.js';
import { asaSeconds, childrenOf } from './children.js';
import type { MapEntry } from './mapEntry.js';
import { asaObjects } from './names.js';

export const asa: ConfigReader = { product: 'cisco-asa', recognizes, read };

const signs: readonly RegExp[] = [
  /^(?:: Saved|: Hardware:|ASA Version )/,
  /^crypto map \S+ \d+ (?:match|set) /,
  /^crypto ikev[12] (?:policy|enable) /,
  /^tunnel-group \S+ (?:type ipsec-l2l|ipsec-attributes)/,
  /^crypto ipsec ikev[12] (?:transform-set|ipsec-proposal) /,
];

/** IOS writes `crypto ikev2 policy` too, but nothing else of these. */
function recognizes(lines: readonly string[]): number {
  const found = signs.filter((sign) => lines.some((line) => sign.test(line.trim())));
  return found.some((sign) => sign !== signs[0]) && found.length > 0 ? 20 * found.length : 0;
}

function read(lines: readonly string[]): ConfigText {
  const blocks = ciscoBlocks(lines);
  const unread = new UnreadLines();
  // What a tunnel is looked up in; the entries of crypto maps are taken once, and may be many.
  const others = blocks.filter((block) => !begins(block, 'crypto', 'map'));
  const objects = objectsOf(others);
  const tunnels = boundedTunnels(entriesOf(blocks, unread), blocks.length, unread).flatMap(
    (entry): ReadTunnel[] =>
      versionsOf(entry).map((version, _index, all) => {
        const notes = new Notes(entry.isWhole);
        const ike = phaseOneOf(others, entry, version, all.length > 1, notes);
        const pairs = entry.acl === null ? null : aclPairs(others, entry.acl, objects, notes);
        return {
          forIke: all.length > 1 ? version : null,
          config: tunnelFrom({
            product: 'cisco-asa',
            name: entry.name,
            disabled: entry.isShut,
            ike,
            children: childrenOf(
              {
                ...{ blocks: others, entry, pairs },
                named: version,
                passive: ike.passive,
                defaultSeconds: asaSeconds,
              },
              notes,
            ),
            interface: entry.interface,
            routed: routesInto(others, entry),
            objects: asaObjects(others, entry, version),
            notes,
          }),
        };
      }),
  );
  const byPeer = new Map(tunnels.map(({ config }) => [config.objects.gateway, config.tunnel]));
  listUnused(blocks, isIpsec, ignored, (block) => tunnelOfLine(block, byPeer), unread);
  return { product: 'cisco-asa', tunnels, unread: unread.all() };
}

/** Both versions where the entry allows both: each has proposals of its own. */
function versionsOf(entry: MapEntry): readonly (1 | 2 | null)[] {
  const versions: (1 | 2)[] = [
    ...(entry.ikev2.length > 0 ? ([2] as const) : []),
    ...(entry.ikev1.length > 0 ? ([1] as const) : []),
  ];
  return versions.length === 0 ? [null] : versions;
}

function isIpsec(block: CiscoBlock): boolean {
  return begins(block, 'crypto') || begins(block, 'tunnel-group');
}

function tunnelOfLine(
  block: CiscoBlock,
  byPeer: ReadonlyMap<string | null | undefined, string>,
): string | null {
  const [, second = '', third = '', fourth = ''] = block.words;
  if (begins(block, 'crypto', 'map') && /^\d+$/.test(fourth)) return `${third} ${fourth}`;
  return begins(block, 'tunnel-group') ? (byPeer.get(second) ?? second) : null;
}

const ignored =
  /^(?:crypto (?:ca|key|isakmp disconnect-notify|isakmp reload-wait|ipsec fragmentation|ipsec df-bit|ikev[12] enable|ipsec profile|engine|ikev2 limit|ipsec security-association pmtu-aging)|tunnel-group \S+ (?:type (?!ipsec-l2l)|webvpn-attributes|ppp-attributes)|address-pool|authentication-server-group|group-alias|chain$|description|set reverse-route|crypto map \S+ \d+ set reverse-route|no crypto isakmp nat-traversal)/;

/** Routes whose interface is that of the tunnel; a crypto map has none of its own. */
function routesInto(blocks: readonly CiscoBlock[], entry: MapEntry): readonly string[] | null {
  if (entry.interface === null) return null;
  const unit = blocks.find((block) => begins(block, 'interface', entry.interface ?? ''));
  const nameif = unit ? inside(unit, 'nameif')?.[0] : undefined;
  if (nameif === undefined) return null;
  return blocks.flatMap((block) => {
    const rest = behind(block, 'route', nameif);
    const selector = rest ? readSelector(rest.slice(0, 2).join(' ')) : null;
    return selector ? [selectorText(selector)] : [];
  });
}
