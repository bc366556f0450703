// How further products call a setting, in the words of their configuration, for ends of which only a log is known.

import type { SettingName } from '../../domain/tunnelConfig.js';

/** By product, then by setting. */
export const moreProducts: Readonly<Record<string, Readonly<Partial<Record<SettingName, string>>>>> = {
  libreswan: {
    'ike.peer-address': 'left= and right=',
    'ike.version': 'ikev2=',
    'ike.exchange-mode': 'aggressive=',
    'ike.proposals': 'ike=',
    'ike.auth': 'authby=',
    'ike.psk': 'the secrets file',
    'ike.peer-id': 'leftid= and rightid=',
    'ike.nat-traversal': 'encapsulation=',
    'child.start': 'auto=start',
    'child.proposals': 'esp=',
    'child.pfs': 'pfs= and the group in esp=',
    'child.selectors': 'leftsubnet= and rightsubnet=',
    'ike.dpd': 'dpddelay= and dpdtimeout=',
  },
  'cisco-ios': {
    'ike.proposals': 'crypto isakmp policy or crypto ikev2 proposal',
    'ike.psk': 'crypto isakmp key or crypto ikev2 keyring',
    'ike.peer-id': 'crypto ikev2 profile … match identity remote',
    'child.proposals': 'crypto ipsec transform-set',
    'child.pfs': 'crypto map … set pfs',
    'child.selectors': 'the access list of the crypto map',
    'ike.dpd': 'crypto isakmp keepalive or crypto ikev2 dpd',
  },
  juniper: {
    'ike.proposals': 'security ike proposal',
    'ike.psk': 'security ike policy … pre-shared-key',
    'ike.peer-id': 'security ike gateway … remote-identity',
    'child.proposals': 'security ipsec proposal',
    'child.pfs': 'security ipsec policy … perfect-forward-secrecy',
    'child.selectors': 'security ipsec vpn … traffic-selector or proxy-identity',
    'ike.dpd': 'security ike gateway … dead-peer-detection',
    monitor: 'security ipsec vpn … vpn-monitor',
  },
  mikrotik: {
    'ike.proposals': '/ip ipsec profile',
    'ike.psk': '/ip ipsec identity secret',
    'ike.peer-id': '/ip ipsec identity remote-id',
    'child.proposals': '/ip ipsec proposal',
    'child.pfs': '/ip ipsec proposal pfs-group',
    'child.selectors': '/ip ipsec policy src-address and dst-address',
    'ike.dpd': '/ip ipsec profile dpd-interval',
  },
};
