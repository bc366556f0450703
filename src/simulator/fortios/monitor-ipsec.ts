// `monitor/vpn/ipsec`: a row for each phase 1, as captured from FortiOS 6.0, 6.2 and 7.6.
import { lifetimeSeconds } from '../model/spec.js';
import { proxyIdAt } from '../negotiation/child-sa.js';
import { endpoints, peerSeenBy } from '../negotiation/script.js';
import { currentChild, currentIke } from '../pair/state.js';
import { monitoredRange, monitoredSubnet } from './algorithms.js';
import type { Entry } from './entry.js';
import { phase2Names } from './phases.js';
import { endsOf, type HeldEnd, type World } from './world.js';

interface Bytes {
  readonly incoming_bytes: number;
  readonly outgoing_bytes: number;
}

const NONE: Bytes = { incoming_bytes: 0, outgoing_bytes: 0 };

/** @param tunnel the name of a phase 1: only its rows */
export function ipsecRows(world: World, tunnel: string | null): Entry[] {
  return endsOf(world)
    .filter(({ config }) => tunnel === null || config.gateway.name === tunnel)
    .flatMap((held) =>
      held.config.gateway.peerAddress === 'dynamic' ? dialUpRows(world, held) : [tunnelRow(world, held)],
    );
}

/** The configured phase 1 stays as it is, without selectors; a peer that dialed in has a row of its own. */
function dialUpRows(world: World, held: HeldEnd): Entry[] {
  const { name } = held.config.gateway;
  const template = {
    proxyid: [],
    name,
    comments: held.config.gateway.comment ?? '',
    'wizard-type': 'custom',
    type: '',
    ...NONE,
    rgwy: '0.0.0.0',
    tun_id: `10.0.0.${held.end.gatewayId}`,
    tun_id6: `::10.0.0.${held.end.gatewayId}`,
  };
  if (currentIke(held.end.pair.state, held.end.side) === undefined) return [template];
  return [{ ...tunnelRow(world, held), name: `${name}_0`, parent: name, dialup_index: 0 }, template];
}

function tunnelRow(world: World, held: HeldEnd): Entry {
  const { end, config } = held;
  const { effective } = end.pair.state;
  const peer = peerSeenBy(effective, end.side);
  const selectors = phase2Names(config).map((name, index) => selectorRow(world, held, index, name));
  const total = selectors
    .map(({ counted }) => counted)
    .reduce(
      (sum, one) => ({
        incoming_bytes: sum.incoming_bytes + one.incoming_bytes,
        outgoing_bytes: sum.outgoing_bytes + one.outgoing_bytes,
      }),
      NONE,
    );
  const since = standsSince(world, held);
  const isDialUp = config.gateway.peerAddress === 'dynamic';
  return {
    proxyid: selectors.map(({ row }) => row),
    name: config.gateway.name,
    comments: config.gateway.comment ?? '',
    'wizard-type': 'custom',
    connection_count: since === null ? 0 : 1,
    ...(since === null ? {} : { creation_time: Math.floor((world.nowMs - since) / 1000) }),
    username: peer,
    type: isDialUp ? 'dialup' : 'automatic',
    ...total,
    rgwy: isDialUp ? peer : config.gateway.peerAddress,
    tun_id: isDialUp ? `10.0.0.${end.gatewayId}` : config.gateway.peerAddress,
    tun_id6: `::10.0.0.${end.gatewayId}`,
    ...(currentIke(end.pair.state, end.side)?.port === 4500 ? { rport: portOfPeer(held) } : {}),
  };
}

function portOfPeer({ end }: HeldEnd): number {
  return endpoints(end.pair.state.effective, end.side, 4500).peer.port;
}

/** When the tunnel came up; a rekey does not begin it anew. Null: there is no phase 1. */
function standsSince({ device }: World, { end }: HeldEnd): number | null {
  const sa = currentIke(end.pair.state, end.side);
  if (sa === undefined) return null;
  const begun = device
    .state(end)
    .log.findLast(({ happening }) => happening.what === 'ike-succeeded' && !happening.ike.rekey);
  return Math.max(begun?.atMs ?? sa.createdAtMs, device.state(end).restartedAtMs ?? 0);
}

function selectorRow(
  world: World,
  held: HeldEnd,
  index: number,
  name: string,
): { readonly row: Entry; readonly counted: Bytes } {
  const { end, config } = held;
  const { state } = end.pair;
  const { local, remote } = proxyIdAt(state.effective, end.side, index);
  const sa = currentChild(state, end.side, index);
  const counted = counters(world, held, index);
  const base = { p2name: name, p2serial: end.firstTunnelId + index };
  if (sa === undefined) {
    const row = { ...networks(monitoredSubnet(local), monitoredSubnet(remote)), status: 'down', ...base };
    return { row, counted };
  }
  const own = sa.initiator === end.side;
  const [negotiated, opposite] = own
    ? [sa.selectors.local, sa.selectors.remote]
    : [sa.selectors.remote, sa.selectors.local];
  const ends = sa.installedAtMs + lifetimeSeconds(config.ipsecCrypto.lifetime) * 1000;
  const row = {
    ...networks(monitoredRange(negotiated), monitoredRange(opposite)),
    status: 'up',
    ...base,
    expire: Math.max(0, Math.floor((ends - world.nowMs) / 1000)),
    // A network processor keeps its own counters; those of the selectors then stay where they are (told by users, no capture).
    ...(world.device.spec.offloads === true ? NONE : counted),
  };
  return { row, counted };
}

function networks(source: string, destination: string): Entry {
  const one = (subnet: string) => [{ subnet, port: 0, protocol: 0, protocol_name: '' }];
  return { proxy_src: one(source), proxy_dst: one(destination) };
}

function counters({ device }: World, { end }: HeldEnd, index: number): Bytes {
  const held = device.state(end).counters[index];
  if (held === undefined || device.haState() === 'passive') return NONE;
  const { bytesPerPacket, counterBase } = end.pair.state.effective.traffic;
  const base = Number(counterBase);
  return {
    incoming_bytes:
      (base + Math.floor(held.decapPackets)) * bytesPerPacket - Math.floor(held.decapShortBytes),
    outgoing_bytes: (base + Math.floor(held.encapPackets)) * bytesPerPacket,
  };
}
