// Where each setting of a strongSwan tunnel is found: the paths of swanctl.conf.

import type { SettingName } from '../../domain/tunnelConfig.js';

/** Paths for one connection and its first child; operators know them from `man swanctl.conf`. */
export function placesOf(connection: string, child: string): Readonly<Partial<Record<SettingName, string>>> {
  const conn = `connections.${connection}`;
  const net = `${conn}.children.${child}`;
  return {
    gateway: conn,
    tunnel: conn,
    'ike.version': `${conn}.version`,
    'ike.exchange-mode': `${conn}.aggressive`,
    'ike.peer-address': `${conn}.remote_addrs`,
    'ike.local-id': `${conn}.local.id`,
    'ike.peer-id': `${conn}.remote.id`,
    'ike.auth': `${conn}.local.auth and ${conn}.remote.auth`,
    'ike.psk': 'secrets.ike-<name>.secret (with its id entries)',
    'ike.certificate': `${conn}.local.certs`,
    'ike.proposals': `${conn}.proposals`,
    'ike.lifetime': `${conn}.rekey_time`,
    'ike.dpd': `${conn}.dpd_delay`,
    'ike.nat-traversal': `${conn}.encap`,
    'ike.passive': `${net}.start_action`,
    'ike.fragmentation': `${conn}.fragmentation`,
    'child.proposals': `${net}.esp_proposals`,
    'child.pfs': `${net}.esp_proposals (the DH group at its end)`,
    'child.lifetime': `${net}.rekey_time`,
    'child.selectors': `${net}.local_ts and ${net}.remote_ts`,
    'child.mode': `${net}.mode`,
    'child.start': `${net}.start_action`,
  };
}
