// One tunnel in `show vpn flow tunnel-id`: identity, lifetimes, monitor, security, selectors, options, counters.

import type { Device } from '../device/device.js';
import { otherSide } from '../model/side.js';
import { lifetimeSeconds } from '../model/spec.js';
import { addressOf, proxyIdAt, rangeOf } from '../negotiation/child-sa.js';
import type { ChildSa } from '../pair/state.js';
import { encryptionNames, hashInFlow } from './algorithms.js';
import { hexSpi } from './child-texts.js';
import { dialectOf } from './dialect.js';
import { peerAddress } from './op-vpn.js';
import type { NamedRow } from './rows.js';
import { type Element, el, fields } from './xml.js';

export function identityValues(device: Device, row: NamedRow) {
  const { tunnel, gateway } = device.config(row.end);
  return {
    name: row.name,
    id: row.tunnelId,
    gwid: row.end.gatewayId,
    'inner-if': tunnel.interface,
    'outer-if': device.outsideInterface,
    mode: 'tunnel',
    localip: gateway.localAddress,
    peerip: gateway.peerAddress === 'dynamic' ? '0.0.0.0' : peerAddress(device, row.end),
  };
}

export function identity(device: Device, row: NamedRow): Element[] {
  const { mode, localip, peerip, ...head } = identityValues(device, row);
  return [
    ...fields(head),
    ...(dialectOf(device).ipsecMode ? fields({ 'ipsec-mode': mode }) : []),
    ...fields({ localip, peerip, state: flowState(device, row) }),
    ...(dialectOf(device).ipsecMode
      ? fields({ 'delay-nh-update': 'False', 'request-nh-update': 'False' })
      : []),
  ];
}

function newest(device: Device, row: NamedRow): ChildSa | undefined {
  return device.state(row.end).children.findLast((sa) => sa.index === row.index && !sa.retired);
}

export function flowState(device: Device, row: NamedRow): 'active' | 'init' | 'inactive' {
  if (newest(device, row) === undefined)
    return device.state(row.end).lastSpis.has(row.index) ? 'inactive' : 'init';
  return monitorWord(device, row) === 'down' ? 'inactive' : 'active';
}

export function monitorWord(device: Device, row: NamedRow): 'off' | 'up' | 'down' {
  if (device.config(row.end).tunnel.monitor === undefined) return 'off';
  return device.state(row.end).monitor.up === true ? 'up' : 'down';
}

export function detailEntry(device: Device, row: NamedRow, nowMs: number): Element {
  const sa = newest(device, row);
  const parts = [
    ...identity(device, row),
    ...fields({ sid: 100 + row.tunnelId, mtu: 1436, type: 'IPSec', subtype: 'None' }),
    ...lifetimes(device, row, sa, nowMs),
    monitorBlock(device, row),
    ...security(device, row, sa),
    ...selectors(device, row, sa),
    ...options(device, row, sa),
    ...counters(device, row),
  ];
  // Older releases print the same children in no particular order.
  return el(
    'entry',
    ...(dialectOf(device).older ? parts.toSorted((a, b) => shuffleKey(a.name) - shuffleKey(b.name)) : parts),
  );
}

function shuffleKey(name: string): number {
  return [...name].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 997, 7);
}

function lifetimes(device: Device, row: NamedRow, sa: ChildSa | undefined, nowMs: number): Element[] {
  const installedMs = sa?.installedAtMs ?? device.bootedAtMs;
  const ticks = Math.max(0, Math.floor((installedMs - device.bootedAtMs) / 1000));
  const head = fields({ timestamp: ticks, start: ticks });
  if (sa === undefined) return head;
  const hard = lifetimeSeconds(device.config(row.end).ipsecCrypto.lifetime);
  const age = Math.max(0, Math.floor((nowMs - installedMs) / 1000));
  const remain = Math.max(0, hard - age);
  if (dialectOf(device).older) return [...head, ...fields({ remain, 'last-rekey': age })];
  return [
    ...head,
    ...fields({
      softtime: hard - 12,
      hardtime: hard,
      remaintime: remain,
      remainsize: 'N/A',
      'last-rekey': age,
    }),
  ];
}

function monitorBlock(device: Device, row: NamedRow): Element {
  const monitor = device.config(row.end).tunnel.monitor;
  const state = device.state(row.end).monitor;
  const onHere = monitor !== undefined && row.index === 0;
  const sent = onHere ? Math.floor(state.sent) : 0;
  const received = onHere ? Math.floor(state.received) : 0;
  const head = fields({ on: onHere ? 'True' : 'False', status: onHere && state.up ? 'True' : 'False' });
  const middle = {
    interval: onHere ? monitor.intervalSeconds : 0,
    threshold: onHere ? monitor.threshold : 0,
  };
  const tail = fields({
    'pkt-sent': sent,
    'pkt-recv': received,
    'pkt-seen': received,
    'pkt-reply': received,
  });
  if (dialectOf(device).older) return el('monitor', ...head, ...fields(middle), ...tail);
  const bitmap = onHere && !state.up ? 0 : onHere ? 31 : 0;
  const extra = onHere
    ? fields({
        src: device.config(row.end).tunnel.interfaceAddress?.split('/')[0] ?? '0.0.0.0',
        dst: monitor.destination,
        rtt: state.up ? '4.812' : '0.000',
      })
    : [];
  return el('monitor', ...head, ...fields({ 'ka-status': 0, ...middle, bitmap }), ...tail, ...extra);
}

function security(device: Device, row: NamedRow, sa: ChildSa | undefined): Element[] {
  const { side, pair } = row.end;
  const last = sa?.spis ?? device.state(row.end).lastSpis.get(row.index);
  const natted = sa?.natTraversal ?? false;
  const remotePort = natted ? (pair.state.effective.path.nat?.behind === side ? 4500 : 51_435) : 0;
  return [
    ...fields({ context: 10 + row.tunnelId }),
    ...fields({
      'local-spi': last === undefined ? '00000000' : hexSpi(last[side]),
      'remote-spi': last === undefined ? '00000000' : hexSpi(last[otherSide(side)]),
      keytype: 'auto key',
      'natt-rp': remotePort,
      'natt-lp': natted ? 4500 : 0,
      natt: natted ? 'True' : 'False',
      proto: 'ESP',
    }),
    ...fields({
      enc: sa === undefined ? 'not established' : encryptionNames(sa.encryption).flow,
      auth: sa === undefined ? 'not established' : hashInFlow(sa.authentication),
    }),
  ];
}

function selectors(device: Device, row: NamedRow, sa: ChildSa | undefined): Element[] {
  if (dialectOf(device).older) return [];
  if (sa === undefined) {
    const proxyId = proxyIdAt(row.end.pair.state.effective, row.end.side, row.index);
    const [lip = '', lprefix = '32'] = proxyId.local.split('/');
    const [rip = '', rprefix = '32'] = proxyId.remote.split('/');
    return [el('proxy-id', ...fields({ lip, lprefix, rip, rprefix, proto: 0, lport: 0, rport: 0 }))];
  }
  const mine = sa.initiator === row.end.side;
  const range = (name: string, prefix: string) => {
    const { start, end } = rangeOf(prefix);
    return el(
      name,
      ...fields({ sip: addressOf(start), eip: addressOf(end), proto: 0, sport: 0, eport: 65535 }),
    );
  };
  const { local, remote } = sa.selectors;
  return [el('ts', range('local', mine ? local : remote), range('remote', mine ? remote : local))];
}

function options(device: Device, row: NamedRow, sa: ChildSa | undefined): Element[] {
  const antiReplay = device.config(row.end).tunnel.antiReplay ? 'True' : 'False';
  if (dialectOf(device).older) return fields({ 'anti-replay': antiReplay, 'copy-tos': 'False' });
  return fields({
    'anti-replay': antiReplay,
    'anti-replay-window': 1024,
    'copy-tos': 'False',
    'enable-gre-encap': 'False',
    'enable-geneve-encap': 'False',
    initiator: sa !== undefined && sa.initiator === row.end.side ? 'True' : 'False',
  });
}

function counters(device: Device, row: NamedRow): Element[] {
  // The passive member has synchronized SAs but moves no packet.
  const passive = device.haState() === 'passive';
  const { traffic } = row.end.pair.state.effective;
  const held = device.state(row.end).counters[row.index];
  const base = held === undefined || passive ? 0n : traffic.counterBase;
  const encap = base + BigInt(Math.floor(passive ? 0 : (held?.encapPackets ?? 0)));
  const decap = base + BigInt(Math.floor(passive ? 0 : (held?.decapPackets ?? 0)));
  const size = BigInt(traffic.bytesPerPacket);
  const short = BigInt(Math.floor(passive ? 0 : (held?.decapShortBytes ?? 0)));
  const plain: Record<string, string> = {
    'pkt-encap': String(encap),
    'pkt-decap': String(decap),
    'byte-encap': String(encap * size),
    'byte-decap': String(decap * size - short),
  };
  const split = dialectOf(device).ipsecMode
    ? [
        ...fields({ 'hw-mode': 'none' }),
        ...fields(Object.fromEntries(Object.entries(plain).map(([name, value]) => [`${name}-v4`, value]))),
        ...fields(Object.fromEntries(Object.keys(plain).map((name) => [`${name}-v6`, '0']))),
      ]
    : [];
  const zero = [
    'auth-err',
    'dec-err',
    'inner-warn',
    'pkt-replay',
    'pkt-lifetime',
    'pkt-lifesize',
    'seq-send',
    'seq-recv',
  ];
  return [
    ...fields(Object.fromEntries(zero.map((name) => [name, '0']))),
    ...fields({ 'owner-state': 0, 'owner-cpuid': 0, owner: 1 }),
    ...fields(plain),
    ...split,
    ...fields({ acquire: passive ? 0 : Math.floor(held?.acquires ?? 0) }),
  ];
}
