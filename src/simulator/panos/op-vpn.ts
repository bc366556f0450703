// Answers `show vpn ike-sa`, `ipsec-sa`, `gateway` and `tunnel` in the captured shapes.

import { saTime } from '../device/clock.js';
import type { ConfiguredEnd, Device } from '../device/device.js';
import { isMarked } from '../model/apply-fault.js';
import { otherSide } from '../model/side.js';
import { lifetimeSeconds } from '../model/spec.js';
import { proxyIdAt } from '../negotiation/child-sa.js';
import type { ChildSa, IkeSa } from '../pair/state.js';
import { dhGroupInTable, encryptionNames, hashInTable } from './algorithms.js';
import { dialectOf } from './dialect.js';
import { type Reply, success, unexpected } from './reply.js';
import { type NamedRow, rowsOf } from './rows.js';
import { type Element, el, fields } from './xml.js';

/** Only what is up is listed; on a passive HA member the reply is blank. */
export function showIkeSa(device: Device, gateway?: string): Reply {
  if (gateway !== undefined && !device.ends.some((end) => device.config(end).gateway.name === gateway)) {
    return unexpected(['show', 'vpn', 'ike-sa', 'gateway', gateway]);
  }
  if (device.haState() === 'passive') return success('');
  const entries = device.ends
    .filter((end) => gateway === undefined || device.config(end).gateway.name === gateway)
    .flatMap((end) => ikeRows(device, end));
  return success(...entries);
}

function ikeRows(device: Device, end: ConfiguredEnd): Element[] {
  const held = device.state(end).ikeSas;
  const latest = held.at(-1);
  // During a forced rekey the table holds the successor too, made by the other end.
  const rows =
    latest !== undefined && isMarked(end.pair.state.effective, 'rekey-in-progress')
      ? [latest, mirrored(latest)]
      : held;
  return rows.map((sa) => ikeEntry(device, end, sa));
}

function mirrored(sa: IkeSa): IkeSa {
  return { ...sa, initiator: otherSide(sa.initiator) };
}

function ikeEntry(device: Device, end: ConfiguredEnd, sa: IkeSa): Element {
  const { gateway, ikeCrypto } = device.config(end);
  const zone = device.spec.timezone;
  const createdMs = device.deviceTime(sa.createdAtMs);
  const values = {
    gwid: end.gatewayId,
    name: gateway.name,
    role: sa.initiator === end.side ? 'Init' : 'Resp',
    mode: sa.mode,
    algo: algorithms(device, sa),
    created: saTime(createdMs, zone),
    expires: saTime(createdMs + lifetimeSeconds(ikeCrypto.lifetime) * 1000, zone),
  };
  if (!dialectOf(device).older) return el('entry', ...fields(values));
  const { name, created, expires, gwid, role, mode, algo } = values;
  return el('entry', ...fields({ name, created, expires, gwid, role, mode, algo }));
}

function algorithms(device: Device, sa: IkeSa): string {
  const { method, dhGroup, encryption, hash } = sa.transforms;
  if (dialectOf(device).older && sa.version === 1) {
    return `${method}/${dhGroupInTable(dhGroup).padStart(4)}/${encryptionNames(encryption).older}/${hashInTable(hash)}`;
  }
  return `${method}/${dhGroupInTable(dhGroup)}/${encryptionNames(encryption).ike}/${hashInTable(hash)}`;
}

/** `tunnel` may name a tunnel or one row `tunnel:proxy-id`. */
export function showIpsecSa(device: Device, nowMs: number, tunnel?: string): Reply {
  const wanted = rowsOf(device).filter((row) => {
    return tunnel === undefined || row.name === tunnel || device.config(row.end).tunnel.name === tunnel;
  });
  if (tunnel !== undefined && wanted.length === 0)
    return unexpected(['show', 'vpn', 'ipsec-sa', 'tunnel', tunnel]);
  const entries = wanted.flatMap((row) =>
    device
      .state(row.end)
      .children.filter((sa) => sa.index === row.index)
      .map((sa) => ipsecEntry(device, row, sa, nowMs)),
  );
  const count = el('ntun', entries.length);
  const list = el('entries', ...entries);
  return dialectOf(device).older ? success(count, list) : success(list, count);
}

function spiNumber(device: Device, value: number): string {
  return String(dialectOf(device).older ? value | 0 : value >>> 0);
}

function ipsecEntry(device: Device, row: NamedRow, sa: ChildSa, nowMs: number): Element {
  const config = device.config(row.end);
  const lifetime = lifetimeSeconds(config.ipsecCrypto.lifetime);
  const remain = Math.max(0, lifetime - Math.floor((nowMs - sa.installedAtMs) / 1000));
  const inbound = spiNumber(device, sa.spis[row.end.side]);
  const outbound = spiNumber(device, sa.spis[otherSide(row.end.side)]);
  const remote = peerAddress(device, row.end);
  const enc = encryptionNames(sa.encryption).table;
  const hash = hashInTable(sa.authentication);
  if (dialectOf(device).older) {
    const name =
      config.tunnel.proxyIds.length === 0 ? `${config.tunnel.name}(${config.gateway.name})` : row.name;
    return el(
      'entry',
      ...fields({ kb: 'Unlimited', life: remain, enc, remote: remote.padEnd(22), name, proto: 'ESP' }),
      ...fields({ i_spi: inbound, gwid: row.end.gatewayId, o_spi: outbound, tid: row.tunnelId, hash }),
    );
  }
  const extra = dialectOf(device).extraKeyExchanges
    ? [1, 2, 3, 4, 5, 6, 7].map((number) => el(`pfs_ake${number}`))
    : [];
  const dh = dhGroupInTable(sa.dhGroup);
  return el(
    'entry',
    ...fields({
      gwid: row.end.gatewayId,
      gateway: config.gateway.name,
      tid: row.tunnelId,
      remote: remote.padEnd(39),
    }),
    ...fields({ name: row.name, proto: 'ESP', enc, hash, i_spi: inbound, o_spi: outbound }),
    ...(dh === '' && !dialectOf(device).extraKeyExchanges ? [] : fields({ dh })),
    ...extra,
    ...fields({ kb: 'Unlimited', life: lifetime, remain }),
  );
}

/** Where this end sends: the configured peer address, or the learned one of a dynamic peer. */
export function peerAddress(device: Device, end: ConfiguredEnd): string {
  const configured = device.config(end).gateway.peerAddress;
  return configured === 'dynamic' ? device.peerConfig(end).gateway.localAddress : configured;
}

export function showGateway(device: Device): Reply {
  const entries = device.ends.map((end) => gatewayEntry(device, end));
  return success(el('entries', ...entries), el('all', entries.length), el('ngw', entries.length));
}

function gatewayEntry(device: Device, end: ConfiguredEnd): Element {
  const { gateway, ikeCrypto } = device.config(end);
  const own = gateway.localId ?? { type: 'ipaddr', id: gateway.localAddress };
  const peer = peerAddress(device, end);
  const expected = gateway.peerId ?? { type: 'ipaddr', id: peer };
  const detail = fields({
    'peer-id': `${peer}(${expected.type}:${expected.id})`,
    'local-id': `${gateway.localAddress}(${own.type}:${own.id})`,
    auth: gateway.authentication.method === 'certificate' ? 'CERT' : 'PSK',
    dh: ikeCrypto.dhGroup.map(dhGroupInTable).join(','),
    enc: ikeCrypto.encryption.map((name) => encryptionNames(name).ike).join(','),
    hash: ikeCrypto.hash.map(hashInTable).join(','),
    life: lifetimeSeconds(ikeCrypto.lifetime),
  });
  const version = gateway.version === 'ikev1' ? 'v1' : 'v2';
  const natt = gateway.natTraversal ? 'yes' : 'no';
  return el(
    'entry',
    ...fields({ id: end.gatewayId, name: gateway.name, sock: 500 + end.gatewayId, natt }),
    el(version, ...detail),
  );
}

export function showTunnel(device: Device): Reply {
  const entries = rowsOf(device).map((row) => tunnelEntry(device, row));
  return success(el('ntun', entries.length), el('entries', ...entries));
}

function tunnelEntry(device: Device, row: NamedRow): Element {
  const { gateway, ipsecCrypto } = device.config(row.end);
  const proxyId = proxyIdAt(row.end.pair.state.effective, row.end.side, row.index);
  const [localIp = '', localPrefix = '32'] = proxyId.local.split('/');
  const [remoteIp = '', remotePrefix = '32'] = proxyId.remote.split('/');
  return el(
    'entry',
    ...fields({ id: row.tunnelId, name: row.name, gw: gateway.name, proto: 'ESP', mode: 'tunl' }),
    ...fields({
      enc: ipsecCrypto.encryption.map((name) => encryptionNames(name).table).join(','),
      hash: ipsecCrypto.authentication.map(hashInTable).join(','),
      dh: dhGroupInTable(ipsecCrypto.dhGroup),
      life: lifetimeSeconds(ipsecCrypto.lifetime),
      kb: 0,
    }),
    ...fields({ TSi_ip: localIp, TSi_prefix: localPrefix, TSi_proto: 0, TSi_port: 0 }),
    ...fields({ TSr_ip: remoteIp, TSr_prefix: remotePrefix, TSr_proto: 0, TSr_port: 0 }),
  );
}
