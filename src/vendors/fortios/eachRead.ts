// Each request of the adapter once: what it is filled with on this FortiGate, and its reply as it came.

import type { Observation } from '../../domain/observation.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { type FilledRead, filledReads, type Values } from '../https/filledReads.js';
import { knownInventory } from './fetchInventory.js';
import { fetchStore } from './fetchLogRows.js';
import { localHost, remoteTargets } from './normalizePath.js';
import type { Question } from './question.js';
import { isIpv6 } from './readRoute.js';
import { type ReadName, reads } from './reads.js';
import type { FortiReply } from './reply.js';
import type { LogStore } from './settings.js';

/** What the requests that name something are filled with. */
interface Known {
  /** Some tunnel; null where there is none. */
  readonly tunnel: TunnelConfig | null;
  readonly store: LogStore;
}

/** Those that need more than the path; null: it cannot be asked, for want of what it names. */
const filled: { readonly [R in ReadName]?: (known: Known) => Values | null } = {
  'ipsec-of': ({ tunnel }) => (tunnel === null ? null : { tunnel: tunnel.ike.name }),
  'interface-of': ({ tunnel }) => (tunnel === null ? null : { name: tunnel.interface ?? tunnel.ike.name }),
  'route-lookup': (known) => peerOf(known, false),
  'route-lookup-6': (known) => peerOf(known, true),
  'policy-lookup': (known) => packetOf(known, false),
  'policy-lookup-6': (known) => packetOf(known, true),
  'event-log': ({ store }) => ({ store, subtype: 'vpn', rows: 50, start: 0 }),
  // Only a search that is worked on has a number.
  'event-log-more': () => null,
};

function peerOf({ tunnel }: Known, six: boolean): Values | null {
  const peer = tunnel?.ike.peer;
  return peer?.kind === 'address' && isIpv6(peer.address) === six ? { ip: peer.address } : null;
}

function packetOf({ tunnel }: Known, six: boolean): Values | null {
  const source = tunnel && localHost(tunnel);
  const destination = tunnel && (remoteTargets(tunnel, [])[0]?.address ?? null);
  if (source === null || destination === null || isIpv6(destination) !== six) return null;
  return { from: tunnel?.ike.localInterface ?? '', source, destination };
}

export async function eachRead(question: Question): Promise<readonly FilledRead<ReadName>[]> {
  return filledReads(reads, filled, await learn(question));
}

export function replyTo(
  question: Question,
  { name, values }: FilledRead<ReadName>,
): Promise<Observation<FortiReply>> {
  return question.read(name, values, { slow: true });
}

async function learn(question: Question): Promise<Known> {
  const tunnels = await knownInventory(question);
  const store = await fetchStore(question);
  return {
    tunnel: tunnels.known ? (tunnels.value[0] ?? null) : null,
    store: store.known ? store.value : 'memory',
  };
}
