// What a row of the configuration log is about, as an engineer calls it: the kind by the web interface's name, and the object's own name.

/** By the element around the entry; the web interface's words (PAN-OS web interface help, Network and Policies). */
const kinds: Readonly<Record<string, string>> = {
  gateway: 'IKE gateway',
  'ike-crypto-profiles': 'IKE Crypto profile',
  'ipsec-crypto-profiles': 'IPSec Crypto profile',
  ipsec: 'IPSec tunnel',
  'monitor-profile': 'Monitor profile',
  units: 'interface',
  'virtual-router': 'virtual router',
  'logical-router': 'logical router',
  'static-route': 'static route',
  certificate: 'certificate',
  zone: 'zone',
};

const entry = /\/([\w-]+)\/entry\[@name='([^']+)'\]/g;

/**
 * @param fullPath `full-path` of the row: `/config/devices/entry[@name='localhost.localdomain']/network/ike/gateway/entry[@name='gw']`
 * @returns `IKE gateway gw`, by the innermost entry of a kind that is known; null where there is none.
 */
export function changedObject(fullPath: string): string | null {
  const found = [...fullPath.matchAll(entry)].findLast(([, element = '']) => Object.hasOwn(kinds, element));
  return found ? `${kinds[found[1] ?? '']} ${found[2]}` : null;
}
