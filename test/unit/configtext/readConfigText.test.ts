import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isConfigText, readConfigText } from '../../../src/configtext/read.js';
import { neutral } from './neutral.js';

const folder = new URL('../../fixtures/config/', import.meta.url);
const fixture = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const expected = JSON.parse(fixture('expected.json')) as Readonly<Record<string, unknown>>;
const names = readdirSync(folder).filter((name) => name !== 'expected.json');

function told(text: string) {
  const read = readConfigText(text);
  return (
    read && {
      product: read.product,
      unread: read.unread.map(({ line, text: quoted }) => `${line}: ${quoted}`),
      tunnels: read.tunnels.map(({ config }) => neutral(config)),
    }
  );
}

describe('a configuration text', () => {
  it.each(names)('of %s is read into neutral words, and what was not read is listed', (name) => {
    expect(told(fixture(name))).toEqual(expected[name]);
  });

  it('reads the same with the line ends of Windows', () => {
    for (const name of names) expect(told(fixture(name).replaceAll('\n', '\r\n'))).toEqual(expected[name]);
  });

  it('is no log, no letter and no empty text', () => {
    for (const text of [
      '',
      'roses are red',
      '09[IKE] received NO_PROPOSAL_CHOSEN notify error',
      '<a/>',
      '{}',
    ])
      expect(readConfigText(text)).toBeNull();
  });
});

describe('what a setting is called', () => {
  it.each([
    ['fortios.conf', 'to-acme', 'ike.proposals', 'set proposal, set dhgrp in phase1-interface "to-acme"'],
    ['fortios.conf', 'to-acme', 'child.pfs', 'set pfs, set dhgrp in phase2-interface "to-acme-lan"'],
    ['asa.conf', 'outside_map 10', 'child.pfs', 'set pfs of crypto map outside_map 10'],
    ['asa.conf', 'outside_map 20', 'ike.proposals', 'crypto ikev1 policy 10'],
    ['asa.conf', 'outside_map 10', 'child.selectors', 'access-list acme_acl, match address of crypto map'],
    ['ios.conf', 'CM 20', 'child.pfs', 'set pfs of crypto map CM 20'],
    ['ios.conf', 'Tunnel7', 'ike.peer-id', 'match identity remote of crypto ikev2 profile TO-PARIS'],
    ['swanctl.conf', 'acme', 'child.pfs', 'connections.acme.children.lan.esp_proposals'],
    ['ipsec.conf', 'globex', 'ike.proposals', 'ike= of conn globex'],
    ['libreswan.conf', 'acme', 'child.proposals', 'esp= of conn acme'],
    ['junos-set.conf', 'ACME', 'child.pfs', 'security ipsec policy EPOL perfect-forward-secrecy'],
    ['panos-set.conf', 'to-acme', 'ike.peer-id', 'IKE Gateways > gw-acme'],
    ['mikrotik.rsc', 'acme', 'child.pfs', '/ip ipsec proposal esp-acme pfs-group'],
    ['mikrotik.rsc', 'acme', 'ike.peer-id', 'remote-id of peer acme'],
    ['pfsense.xml', 'to Acme', 'child.pfs', 'VPN > IPsec > Tunnels > to Acme > Phase 2 > PFS key group'],
    ['opnsense.xml', 'acme', 'ike.peer-id', 'Connections > acme > Remote Authentication > Id'],
    ['vyos-set.conf', 'GLOBEX', 'child.pfs', 'vpn ipsec esp-group ESP-GLOBEX pfs'],
    ['vyos-set.conf', 'ACME', 'ike.proposals', 'vpn ipsec ike-group IKE-ACME proposal'],
    ['vyos-braces.conf', '192.0.2.10', 'ike.peer-id', 'peer 192.0.2.10 authentication remote-id'],
  ] as const)(
    'in %s carries the name of the object that %s is made of: %s',
    (name, tunnel, setting, words) => {
      const found = readConfigText(fixture(name))?.tunnels.find(({ config }) => config.tunnel === tunnel);
      expect(found?.config.places[setting]).toContain(words);
    },
  );

  it('names no child where a tunnel has several, as nobody knows which one is meant', () => {
    const second = `${fixture('fortios.conf')}\nconfig vpn ipsec phase2-interface\n    edit "to-acme-dmz"\n        set phase1name "to-acme"\n    next\nend\n`;
    const [first] = readConfigText(second)?.tunnels ?? [];
    expect(first?.config.places['child.pfs']).toContain('phase2-interface of the tunnel to 192.0.2.10');
  });
});

describe('an ipsec.conf', () => {
  const conn = (left: string, right: string) =>
    `conn x\n  ikev2=insist\n  left=${left}\n  leftsubnet=10.2.0.0/24\n  right=${right}\n  rightsubnet=10.1.0.0/24\n  ike=aes256-sha2;dh14\n`;

  it.each([
    ['203.0.113.20', '192.0.2.10', '192.0.2.10', '203.0.113.20'],
    ['%defaultroute', '192.0.2.10', '192.0.2.10', null],
    ['192.0.2.10', '%defaultroute', '192.0.2.10', null],
  ])('of left=%s and right=%s leads to %s; its sides may be exchanged: %s', (left, right, peer, turned) => {
    const [read] = readConfigText(conn(left, right))?.tunnels ?? [];
    expect(read && neutral(read.config).peer).toBe(peer);
    expect(read?.turned ? neutral(read.turned).peer : null).toBe(turned);
  });

  it('exchanges the networks with the sides', () => {
    const [read] = readConfigText(conn('203.0.113.20', '192.0.2.10'))?.tunnels ?? [];
    expect(read?.turned && neutral(read.turned).networks).toEqual(['10.1.0.0/24 to 10.2.0.0/24']);
  });
});

/** Values of a setting that the whole text has, by tunnel. */
function settingsOf(text: string): ReadonlyMap<string, ReturnType<typeof neutral>> {
  return new Map(
    (readConfigText(text)?.tunnels ?? []).map(({ config }) => [config.tunnel, neutral(config)] as const),
  );
}

describe('a text that was cut', () => {
  it.each([
    'fortios.conf',
    'asa.conf',
    'ios.conf',
    'swanctl.conf',
    'junos-braces.conf',
    'vyos-set.conf',
    'vyos-braces.conf',
    'mikrotik.rsc',
    'pfsense.xml',
    'opnsense.xml',
    'opnsense-phases.xml',
  ])('of %s never claims another value than the whole one', (name) => {
    const text = fixture(name);
    const lines = text.split('\n');
    const whole = settingsOf(text);
    for (let length = 1; length < lines.length; length += 1) {
      for (const [tunnel, part] of settingsOf(lines.slice(0, length).join('\n'))) {
        const full = whole.get(tunnel);
        if (!full) continue;
        for (const key of ['version', 'phase1', 'phase2', 'pfs', 'auth', 'localId', 'peerId'] as const) {
          const value = part[key];
          if (value === null || isUnread(part, key) || String(value).endsWith('(unknown)')) continue;
          expect({ length, tunnel, [key]: value }).toEqual({ length, tunnel, [key]: full[key] });
        }
      }
    }
  });
});

const settings = {
  version: 'ike.version',
  phase1: 'ike.proposals',
  phase2: 'child.proposals',
  pfs: 'child.pfs',
  auth: 'ike.auth',
  localId: 'ike.local-id',
  peerId: 'ike.peer-id',
} as const;

function isUnread(part: ReturnType<typeof neutral>, key: keyof typeof settings): boolean {
  return part.unread.includes(settings[key]);
}

describe('a hostile text', () => {
  it('is read to its end, whatever it holds', () => {
    const lines = names.flatMap((name) => fixture(name).split('\n'));
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...lines), fc.string()), { maxLength: 60 }), (mixed) => {
        const text = mixed.join('\n');
        expect(isConfigText(text)).toBe(readConfigText(text) !== null);
      }),
      { numRuns: 150 },
    );
  });
});
