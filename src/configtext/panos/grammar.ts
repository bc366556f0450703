// The IPsec part of a PAN-OS configuration: what may follow what below `network` (PAN-OS CLI, set network ike and set network tunnel ipsec).

import type { Grammar } from '../statements.js';

const value = 'value' as const;
const words = (known: Readonly<Record<string, Grammar>>): Grammar => ({ words: known });
const entries = (known: Readonly<Record<string, Grammar>>): Grammar => ({ entry: words(known) });

const time = words({ seconds: value, minutes: value, hours: value, days: value });
const size = words({ kb: value, mb: value, gb: value, tb: value });
const dpd = words({ enable: value, interval: value, retry: value });
const identity = words({ type: value, id: value, matching: value });

const gateway = entries({
  'local-address': words({ interface: value, ip: value, 'floating-ip': value }),
  'peer-address': words({ ip: value, fqdn: value }),
  'local-id': identity,
  'peer-id': identity,
  protocol: words({
    version: value,
    ikev1: words({ 'exchange-mode': value, 'ike-crypto-profile': value, dpd }),
    ikev2: words({ 'ike-crypto-profile': value, 'require-cookie': value, dpd }),
  }),
  'protocol-common': words({
    'nat-traversal': words({ enable: value }),
    fragmentation: words({ enable: value }),
    'passive-mode': value,
  }),
  disabled: value,
  comment: value,
});

const proxy = entries({
  local: value,
  remote: value,
  protocol: words({ any: words({}), number: value }),
});

export const network: Grammar = words({
  ike: words({
    gateway,
    'crypto-profiles': words({
      'ike-crypto-profiles': entries({ hash: value, 'dh-group': value, encryption: value, lifetime: time }),
      'ipsec-crypto-profiles': entries({
        esp: words({ encryption: value, authentication: value }),
        ah: words({ authentication: value }),
        'dh-group': value,
        lifetime: time,
        lifesize: size,
      }),
    }),
  }),
  tunnel: words({
    ipsec: entries({
      'auto-key': words({
        'ike-gateway': value,
        'ipsec-crypto-profile': value,
        'proxy-id': proxy,
        'proxy-id-v6': proxy,
      }),
      'tunnel-interface': value,
      disabled: value,
      comment: value,
    }),
  }),
});
