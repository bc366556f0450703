// Asking how the packets of a tunnel travel: its interface, the way to the peer, the way to the remote networks, and what is dropped.

import type { EvidenceScope } from '../../domain/device.js';
import type { Gap, Observation } from '../../domain/observation.js';
import type { RouteHop, TunnelPath } from '../../domain/path.js';
import { addressText, isAny, readSelector, type Selector } from '../../domain/selector.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { fetchFib } from './fetchFib.js';
import { readOuterPolicy, readStrayed } from './fetchOutside.js';
import { readInnerPolicy, readPolicyRoutes } from './fetchPolicies.js';
import { readInterface, readSessions } from './fetchShared.js';
import { readFlows } from './fetchTables.js';
import type { InterfaceWords } from './parsePath.js';
import { parseRoutes, type SessionWords } from './parsePath.js';
import type { Question } from './question.js';
import type { ReadName } from './reads.js';
import { childOfRow } from './rowNames.js';

const rowsFreshMs = 900_000;
const mostRemotes = 8;
const mostDenied = 20;

interface Ends {
  readonly peer: string | null;
  readonly local: string | null;
  readonly outerInterface: string | null;
}

export async function fetchPath(question: Question, scope: EvidenceScope): Promise<Observation<TunnelPath>> {
  const { tunnel } = scope;
  if (!tunnel) throw new TypeError('path needs a tunnel');
  const [ends, inside] = await Promise.all([
    readEnds(question, tunnel),
    readInterfaceOf(question, tunnel.interface),
  ]);
  if (!inside.known && inside.reason !== 'not-supported' && inside.reason !== 'not-present') return inside;
  const interfaceWords = inside.known ? inside.value : null;
  const router = interfaceWords?.router ?? tunnel.vendorKeys.router ?? null;
  const outer = await readInterfaceOf(question, ends.outerInterface);
  const outerWords = outer.known ? outer.value : null;
  // The peer is reached in the router of the outer interface, which may be another one than the tunnel's.
  const outerRouter = tunnel.vendorKeys.outerRouter ?? outerWords?.router ?? router;
  const asked = await remoteAddresses(question, tunnel);
  const remotes = asked.known ? asked.value.slice(0, mostRemotes) : [];
  const zone = interfaceWords?.zone ?? null;
  const [toPeer, toRemote, denied, byPolicy, innerPolicy, outerPolicy] = await Promise.all([
    ends.peer === null ? null : lookUp(question, outerRouter, ends.peer, ends.peer),
    Promise.all(remotes.map(([address, shown]) => lookUp(question, router, address, shown))),
    readDenied(question, tunnel, ends.peer, zone),
    readPolicyRoutes(question, tunnel.interface),
    readInnerPolicy(question, {
      source: firstLocal(tunnel),
      destination: remotes[0]?.[0] ?? null,
      zone,
      router,
      outside: ends.outerInterface,
    }),
    readOuterPolicy(question, {
      peer: ends.peer,
      local: ends.local,
      interface: ends.outerInterface,
      words: outer,
    }),
  ]);
  const strayed = await readStrayed(question, ends.peer, toPeer);
  if (!denied.known) return denied;
  return question.known({
    interface:
      tunnel.interface === null
        ? null
        : {
            name: tunnel.interface,
            zone,
            router,
            address: interfaceWords?.address ?? null,
            up: upWord(interfaceWords?.state ?? null),
          },
    outside:
      ends.outerInterface === null
        ? null
        : { name: ends.outerInterface, up: upWord(outerWords?.state ?? null) },
    toPeer,
    toRemote: asked.known ? toRemote : [untold(tunnel.interface ?? 'the tunnel', asked)],
    // Only a static route to the same networks is seen as a backup.
    hasBackupRoute: backupRoute(tunnel),
    denied,
    byPolicy,
    innerPolicy,
    outerPolicy,
    strayed,
  });
}

/** The address in use: what the dataplane has, else what is configured. */
async function readEnds(question: Question, tunnel: TunnelConfig): Promise<Ends> {
  const { memory } = question.session;
  if (memory.rows.get(rowsFreshMs) === null) await readFlows(question);
  const row = memory.rows.get(rowsFreshMs)?.find((candidate) => childOfRow(candidate, tunnel) !== null);
  const seen = row?.peerAddress && row.peerAddress !== '0.0.0.0' ? row.peerAddress : null;
  const configured = tunnel.ike.peer?.kind === 'address' ? tunnel.ike.peer.address : null;
  const own =
    row?.localAddress && row.localAddress !== '0.0.0.0' ? row.localAddress : tunnel.ike.localAddress;
  return {
    peer: seen ?? configured,
    local: own,
    outerInterface: row?.outerInterface ?? tunnel.ike.localInterface,
  };
}

async function readInterfaceOf(
  question: Question,
  name: string | null,
): Promise<Observation<InterfaceWords | null>> {
  if (name === null) return question.known(null);
  return await readInterface(question, name);
}

type Remote = readonly [address: string, shown: string];

/**
 * One address for each remote network: the first host. A selector for everything says nothing about routes, so a route-based tunnel
 * is asked for the networks that static routes lead into it, and for those in its routing table when there are none.
 */
async function remoteAddresses(
  question: Question,
  tunnel: TunnelConfig,
): Promise<Observation<readonly Remote[]>> {
  const selectors = tunnel.children.flatMap((child) => child.remote).filter((selector) => !isAny(selector));
  if (selectors.length > 0)
    return question.known([...new Map(selectors.map((one): Remote => [firstHost(one), firstHost(one)]))]);
  const written = tunnel.routed ?? [];
  if (written.length > 0 || tunnel.interface === null) return question.known(networks(written));
  const reply = await question.read('routes-of-interface', { name: tunnel.interface });
  return reply.known ? question.known(networks(parseRoutes(reply.value))) : reply;
}

function untold(destination: string, gap: Gap): RouteHop {
  return { destination, interface: null, nextHop: null, found: null, gap };
}

function networks(written: readonly string[]): readonly Remote[] {
  return written.flatMap((network): Remote[] => {
    const selector = readSelector(network);
    return selector && !isAny(selector) ? [[firstHost(selector), network]] : [];
  });
}

function firstLocal(tunnel: TunnelConfig): string | null {
  const [selector] = tunnel.children.flatMap((child) => child.local).filter((one) => !isAny(one));
  return selector ? firstHost(selector) : null;
}

function backupRoute({ vendorKeys }: TunnelConfig): boolean | null {
  const { backupRoute: word } = vendorKeys;
  return word === undefined ? null : word === 'yes';
}

function firstHost(selector: Selector): string {
  const inside = selector.end > selector.start ? selector.start + 1n : selector.start;
  return addressText(selector.family, inside);
}

async function lookUp(
  question: Question,
  router: string | null,
  address: string,
  destination: string,
): Promise<RouteHop> {
  const unknown: RouteHop = { destination, interface: null, nextHop: null, found: null };
  if (router === null) return unknown;
  const reply = await fetchFib(question, router, address);
  if (!reply.known) return untold(destination, reply);
  const fib = reply.value;
  if (fib.interface !== null)
    return { destination, interface: fib.interface, nextHop: fib.nextHop, found: true };
  // `none`, `discard`, `unreachable`: the device looked and there is no way; an empty reply tells nothing.
  return { ...unknown, found: fib.kind === null ? null : false };
}

/** Sessions that the firewall throws away: with the peer, and through the tunnel's zone; in both directions, by its own rules. */
async function readDenied(
  question: Question,
  tunnel: TunnelConfig,
  peer: string | null,
  zone: string | null,
): Promise<TunnelPath['denied']> {
  const discarded = (name: ReadName, values: Readonly<Record<string, string>>) =>
    readSessions(question, name, values);
  const replies = await Promise.all([
    ...(peer === null
      ? []
      : [discarded('discarded-from', { ip: peer }), discarded('discarded-to', { ip: peer })]),
    ...(zone === null
      ? []
      : [discarded('discarded-to-zone', { zone }), discarded('discarded-from-zone', { zone })]),
  ]);
  const failure = replies.find((reply) => !reply.known);
  // Without any table of sessions "nothing is dropped" would be a guess.
  if (failure && !failure.known && replies.every((reply) => !reply.known)) return failure;
  const sessions = replies.flatMap((reply) => (reply.known ? reply.value : []));
  const denied = sessions.flatMap((session) => {
    const what = kindOf(session, tunnel, peer);
    return what === null || session.state?.toUpperCase() !== 'DISCARD'
      ? []
      : [{ what, rule: session.rule, text: sessionText(session) }];
  });
  return question.known([...new Map(denied.map((one) => [one.text, one])).values()].slice(0, mostDenied));
}

function kindOf(
  session: SessionWords,
  tunnel: TunnelConfig,
  peer: string | null,
): 'ike' | 'esp' | 'inner' | null {
  if (peer !== null && (session.source === peer || session.destination === peer)) {
    if (session.application === 'ike' || session.port === 500) return 'ike';
    if (session.protocol === 50 || /^ipsec-esp/.test(session.application ?? '') || session.port === 4500)
      return 'esp';
    return null;
  }
  const inside = tunnel.interface;
  return inside !== null && (session.egress === inside || session.ingress === inside) ? 'inner' : null;
}

function sessionText(session: SessionWords): string {
  const way = `${session.source ?? '?'} (${session.from ?? '?'}) to ${session.destination ?? '?'} (${session.to ?? '?'})`;
  const rule = session.rule === null ? '' : `, rule ${session.rule}`;
  return `${session.application ?? 'session'} ${way}: ${session.state ?? ''}${rule}`;
}

function upWord(word: string | null): boolean | null {
  if (word === 'up') return true;
  return word === 'down' ? false : null;
}
