// The IPsec part of a Junos configuration: what may follow what below `security` (Junos CLI, security ike and security ipsec).

import type { Grammar } from '../statements.js';

const value = 'value' as const;
const words = (known: Readonly<Record<string, Grammar>>): Grammar => ({ words: known });
const entries = (known: Readonly<Record<string, Grammar>>): Grammar => ({ entry: words(known) });

const algorithms = {
  'authentication-algorithm': value,
  'encryption-algorithm': value,
  'lifetime-seconds': value,
} as const;

export const configuration: Grammar = words({
  security: words({
    ike: words({
      proposal: entries({ ...algorithms, 'authentication-method': value, 'dh-group': value }),
      policy: entries({ mode: value, proposals: value, 'proposal-set': value }),
      gateway: entries({
        'ike-policy': value,
        address: value,
        'external-interface': value,
        'local-address': value,
        version: value,
        'local-identity': words({ inet: value, hostname: value, 'user-at-hostname': value }),
        'remote-identity': words({ inet: value, hostname: value, 'user-at-hostname': value }),
        'dead-peer-detection': words({ interval: value, threshold: value }),
      }),
    }),
    ipsec: words({
      proposal: entries({ ...algorithms, protocol: value, 'lifetime-kilobytes': value }),
      policy: entries({
        'perfect-forward-secrecy': words({ keys: value }),
        proposals: value,
        'proposal-set': value,
      }),
      vpn: entries({
        'bind-interface': value,
        'establish-tunnels': value,
        ike: words({
          gateway: value,
          'ipsec-policy': value,
          'proxy-identity': words({ local: value, remote: value, service: value }),
        }),
        'traffic-selector': entries({ 'local-ip': value, 'remote-ip': value }),
      }),
    }),
  }),
});
