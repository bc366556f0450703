// The configuration of tunnels as PAN-OS writes it: gateways, tunnels, monitor profiles, and the tree around them.
import { createHash } from 'node:crypto';
import type { ConfiguredEnd, Device } from '../device/device.js';
import { isMarked } from '../model/apply-fault.js';
import type { EndSpec, Identity, MonitorConfig } from '../model/spec.js';
import { BUILT_IN_IKE, BUILT_IN_IPSEC, ikeProfile, ipsecProfile } from './config-crypto.js';
import { outsideAddresses, routerTree, tunnelUnits } from './config-network.js';
import { type Element, el, entry, fields } from './xml.js';

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
    // A setting of its own; the one in protocol-common is IKEv1's. Where it stands is documented, no capture shows it.
    el('ikev2-fragment', el('enable', yesNo(gateway.fragmentation))),
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
