// Address objects that a configuration names instead of addresses, and what they stand for.

import { addressNumber, readSelector } from '../../domain/selector.js';
import type { NetworkWords } from './configWords.js';
import { child, entryName, findAll, text } from './words.js';
import type { XmlNode } from './xml.js';

/** Names → address or prefix; of other kinds (range, FQDN, wildcard mask) no one address can be told. */
export type AddressObjects = ReadonlyMap<string, string>;

/** An object of the vsys hides a shared one of the same name. */
export function parseAddressObjects(shared: XmlNode | null, vsys: XmlNode | null): AddressObjects {
  return new Map([...entriesOf(shared), ...entriesOf(vsys)]);
}

function entriesOf(reply: XmlNode | null): readonly (readonly [string, string])[] {
  const entries = findAll(reply ?? undefined, (node) => node.name === 'entry' && !!child(node, 'ip-netmask'));
  return entries.flatMap((entry): (readonly [string, string])[] => {
    const value = text(entry, 'ip-netmask');
    return value === null ? [] : [[entryName(entry), value]];
  });
}

function isName(written: string | null): written is string {
  return (
    written !== null && written !== '' && addressNumber(addressOf(written)) === null && !readSelector(written)
  );
}

function addressOf(written: string): string {
  return written.split('/')[0] ?? '';
}

/** Whether the configuration names any object where an address may stand. A template variable (`$name`) is no object. */
export function namesObjects(network: NetworkWords): boolean {
  let found = false;
  mapAddresses(network, (written) => {
    found ||= isName(written) && !written.startsWith('$');
    return written;
  });
  return found;
}

/** What is not in the list stays as it is written, so that the normalizer can say that it was not resolved. */
export function withAddresses(network: NetworkWords, objects: AddressObjects): NetworkWords {
  return mapAddresses(network, (written) => (isName(written) ? (objects.get(written) ?? written) : written));
}

type Change = <T extends string | null>(written: T) => T | string;

function mapAddresses(network: NetworkWords, change: Change): NetworkWords {
  return {
    ...network,
    gateways: network.gateways.map((gateway) => ({
      ...gateway,
      localIp: change(gateway.localIp),
      peerIp: change(gateway.peerIp),
    })),
    tunnels: network.tunnels.map((tunnel) => ({
      ...tunnel,
      proxyIds: tunnel.proxyIds.map((proxyId) => ({
        ...proxyId,
        local: change(proxyId.local),
        remote: change(proxyId.remote),
      })),
      monitor: tunnel.monitor && { ...tunnel.monitor, destination: change(tunnel.monitor.destination) },
    })),
    routers: network.routers.map((router) => ({
      ...router,
      staticRoutes: router.staticRoutes.map((route) => ({
        ...route,
        destination: change(route.destination),
        nextHop: change(route.nextHop),
      })),
    })),
  };
}
