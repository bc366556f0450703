// The configuration of a device as PAN-OS writes it: gateways, crypto profiles, tunnels, monitors, interfaces, routes.
import { createHash } from 'node:crypto';
import type { ConfiguredEnd, Device } from '../device/device.js';
import { interfacesOf } from '../device/network.js';
import { isMarked } from '../model/apply-fault.js';
import type {
  EndSpec,
  Identity,
  IkeCryptoConfig,
  IpsecCryptoConfig,
  Lifetime,
  MonitorConfig,
} from '../model/spec.js';
import { type Element, el, entry, fields, members } from './xml.js';

const yesNo = (value: boolean) => (value ? 'yes' : 'no');

/** An encrypted key as configurations print it. It is made from names alone: the real key never enters a reply. */
function encryptedKey(device: Device, gateway: string): string {
  const digest = (word: string) =>
    createHash('sha256').update(`${device.spec.name} ${gateway} ${word}`).digest('base64');
  return `-AQ==${digest('check').slice(0, 27)}=${digest('body').slice(0, 43)}=`;
}

/** `network`: the part that holds everything about tunnels. */
export function networkTree(device: Device): Element {
  const configs = device.ends.map((end) => ({ end, config: device.config(end) }));
  return el(
    'network',
    el(
      'interface',
      el('ethernet', entry(device.outsideInterface, el('layer3', ...outsideAddresses(configs)))),
      tunnelUnits(device),
    ),
    profilesTree(configs.map(({ config }) => config)),
    el(
      'ike',
      el(
        'crypto-profiles',
        el(
          'ike-crypto-profiles',
          ...unique([...BUILT_IN_IKE, ...configs.map(({ config }) => config.ikeCrypto)]).map(ikeProfile),
        ),
        el(
          'ipsec-crypto-profiles',
          ...unique([...BUILT_IN_IPSEC, ...configs.map(({ config }) => config.ipsecCrypto)]).map(
            ipsecProfile,
          ),
        ),
      ),
      el('gateway', ...configs.flatMap(({ end, config }) => gateways(device, end, config))),
    ),
    el('tunnel', el('ipsec', ...configs.flatMap(({ config }) => tunnels(config)))),
    routerTree(
      device,
      configs.map(({ config }) => config),
    ),
  );
}

function unique<T extends { readonly name: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.name, item])).values()];
}

function outsideAddresses(configs: readonly { readonly config: EndSpec }[]): Element[] {
  const addresses = new Set(
    configs.map(({ config }) => `${config.gateway.localAddress}/${config.gateway.localPrefixLength}`),
  );
  return [el('ip', ...[...addresses].map((address) => entry(address)))];
}

function tunnelUnits(device: Device): Element {
  const units = interfacesOf(device).filter((held) => held.isTunnel);
  return el(
    'tunnel',
    el(
      'units',
      ...units.map((held) =>
        entry(held.name, ...(held.address === 'N/A' ? [] : [el('ip', entry(held.address))])),
      ),
    ),
  );
}

function profilesTree(configs: readonly EndSpec[]): Element {
  const used = configs.flatMap(({ tunnel }) =>
    tunnel.monitor === undefined ? [] : [{ name: tunnel.monitor.profile, monitor: tunnel.monitor }],
  );
  const profile = ({ action, intervalSeconds, threshold }: MonitorConfig) =>
    fields({ interval: intervalSeconds, threshold, action });
  return el(
    'profiles',
    el('monitor-profile', ...unique(used).map(({ name, monitor }) => entry(name, ...profile(monitor)))),
  );
}

function lifetime({ unit, value }: Lifetime): Element {
  return el('lifetime', el(unit, value));
}

function ikeProfile(profile: IkeCryptoConfig): Element {
  return entry(
    profile.name,
    members('encryption', profile.encryption),
    members('hash', profile.hash),
    members('dh-group', profile.dhGroup),
    lifetime(profile.lifetime),
  );
}

function ipsecProfile(profile: IpsecCryptoConfig): Element {
  return entry(
    profile.name,
    el('esp', members('encryption', profile.encryption), members('authentication', profile.authentication)),
    el('dh-group', profile.dhGroup),
    lifetime(profile.lifetime),
  );
}

function identity(name: string, id: Identity | undefined): Element[] {
  return id === undefined ? [] : [el(name, ...fields({ type: id.type, id: id.id }))];
}

function authentication(device: Device, config: EndSpec): Element {
  const held = config.gateway.authentication;
  if (held.method === 'pre-shared-key') {
    return el('authentication', el('pre-shared-key', el('key', encryptedKey(device, config.gateway.name))));
  }
  return el(
    'authentication',
    el(
      'certificate',
      el('local-certificate', el('name', held.certificate)),
      el('certificate-profile', held.profile),
    ),
  );
}

function gateways(device: Device, end: ConfiguredEnd, config: EndSpec): Element[] {
  const { gateway, ikeCrypto } = config;
  const { dpd } = gateway;
  const v1 = el(
    'ikev1',
    el('ike-crypto-profile', ikeCrypto.name),
    el('exchange-mode', gateway.exchangeMode),
    el('dpd', ...fields({ enable: yesNo(dpd.enabled), interval: dpd.intervalSeconds, retry: dpd.retries })),
  );
  const v2 = el(
    'ikev2',
    el('ike-crypto-profile', ikeCrypto.name),
    el('dpd', ...fields({ enable: yesNo(dpd.enabled), interval: dpd.intervalSeconds })),
  );
  const peer = gateway.peerAddress === 'dynamic' ? el('dynamic') : el('ip', gateway.peerAddress);
  const written = (name: string) =>
    entry(
      name,
      authentication(device, config),
      el(
        'protocol',
        ...(gateway.version === 'ikev2' ? [] : [v1]),
        ...(gateway.version === 'ikev1' ? [] : [v2]),
        el('version', gateway.version),
      ),
      el(
        'protocol-common',
        el('nat-traversal', el('enable', yesNo(gateway.natTraversal))),
        el('fragmentation', el('enable', yesNo(gateway.fragmentation))),
        el('passive-mode', yesNo(gateway.passive)),
      ),
      el(
        'local-address',
        el('interface', device.outsideInterface),
        el('ip', `${gateway.localAddress}/${gateway.localPrefixLength}`),
      ),
      el('peer-address', peer),
      ...identity('local-id', gateway.localId),
      ...identity('peer-id', gateway.peerId),
      ...(gateway.comment === undefined ? [] : [el('comment', gateway.comment)]),
      el('disabled', yesNo(gateway.disabled)),
    );
  const twice = isMarked(end.pair.state.effective, 'duplicate-peer', end.side);
  return twice ? [written(gateway.name), written(`${gateway.name}-dup`)] : [written(gateway.name)];
}

function tunnels(config: EndSpec): Element[] {
  const { tunnel, gateway, ipsecCrypto } = config;
  const proxyIds = tunnel.proxyIds.map(({ name, local, remote }) =>
    entry(name, el('local', local), el('remote', remote), el('protocol', el('any'))),
  );
  const monitor = tunnel.monitor;
  return [
    entry(
      tunnel.name,
      el(
        'auto-key',
        el('ike-gateway', entry(gateway.name)),
        el('ipsec-crypto-profile', ipsecCrypto.name),
        ...(proxyIds.length === 0 ? [] : [el('proxy-id', ...proxyIds)]),
      ),
      el(
        'tunnel-monitor',
        el('enable', yesNo(monitor !== undefined)),
        ...(monitor === undefined
          ? []
          : fields({ 'destination-ip': monitor.destination, 'tunnel-monitor-profile': monitor.profile })),
        ...(monitor?.proxyId === undefined ? [] : [el('proxy-id', monitor.proxyId)]),
      ),
      el('tunnel-interface', tunnel.interface),
      el('anti-replay', yesNo(tunnel.antiReplay)),
      el('disabled', yesNo(tunnel.disabled)),
    ),
  ];
}

function routerTree(device: Device, configs: readonly EndSpec[]): Element {
  const used = [device.outsideInterface, ...configs.map(({ tunnel }) => tunnel.interface)];
  const routes = configs.flatMap(({ tunnel }) =>
    tunnel.routes.map((destination, index) =>
      entry(
        `${tunnel.name}-${index + 1}`,
        ...fields({ destination, interface: tunnel.interface, metric: 10 }),
      ),
    ),
  );
  const fallback = entry(
    'default',
    el('destination', '0.0.0.0/0'),
    el('nexthop', el('ip-address', device.spec.upstreamAddress)),
  );
  return el(
    'virtual-router',
    entry(
      device.spec.virtualRouter,
      el('interface', ...used.map((name) => el('member', name))),
      el('routing-table', el('ip', el('static-route', fallback, ...routes))),
    ),
  );
}

/** Zones and their interfaces, one `vsys` each. */
export function vsysTree(device: Device): Element {
  const held = interfacesOf(device);
  return el(
    'vsys',
    ...device.spec.vsys.map((vsys) => {
      const inside = held.filter((one) => one.vsys === vsys);
      const names = [...new Set(inside.map((one) => one.zone))];
      const layer3 = (zone: string) => inside.filter((one) => one.zone === zone).map((one) => one.name);
      return entry(
        vsys,
        el('zone', ...names.map((zone) => entry(zone, el('network', members('layer3', layer3(zone)))))),
      );
    }),
  );
}

const hours = (value: number): Lifetime => ({ unit: 'hours', value });
const BUILT_IN_IKE: readonly IkeCryptoConfig[] = [
  {
    name: 'default',
    encryption: ['aes-128-cbc', '3des'],
    hash: ['sha1'],
    dhGroup: ['group2'],
    lifetime: hours(8),
  },
  {
    name: 'Suite-B-GCM-128',
    encryption: ['aes-128-cbc'],
    hash: ['sha256'],
    dhGroup: ['group19'],
    lifetime: hours(8),
  },
  {
    name: 'Suite-B-GCM-256',
    encryption: ['aes-256-cbc'],
    hash: ['sha384'],
    dhGroup: ['group20'],
    lifetime: hours(8),
  },
];
const BUILT_IN_IPSEC: readonly IpsecCryptoConfig[] = [
  {
    name: 'default',
    encryption: ['aes-128-cbc', '3des'],
    authentication: ['sha1'],
    dhGroup: 'group2',
    lifetime: hours(1),
  },
  {
    name: 'Suite-B-GCM-128',
    encryption: ['aes-128-gcm'],
    authentication: ['none'],
    dhGroup: 'group19',
    lifetime: hours(1),
  },
  {
    name: 'Suite-B-GCM-256',
    encryption: ['aes-256-gcm'],
    authentication: ['none'],
    dhGroup: 'group20',
    lifetime: hours(1),
  },
];
