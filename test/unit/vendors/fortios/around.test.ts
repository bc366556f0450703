import { describe, expect, it } from 'vitest';
import { anyIpv4 } from '../../../../src/domain/selector.js';
import { normalizeCertificates } from '../../../../src/vendors/fortios/normalizeCertificates.js';
import {
  hopOf,
  localInFor,
  policyRoutesInto,
  remoteTargets,
  verdictOf,
} from '../../../../src/vendors/fortios/normalizePath.js';
import { editsIn, failoversIn, revisionsIn } from '../../../../src/vendors/fortios/parseChanges.js';
import {
  parseInterface,
  parseLocalIn,
  parseLookup,
  parsePolicies,
  parsePolicyLookup,
  parsePolicyRoutes,
  parseRoutes,
} from '../../../../src/vendors/fortios/parsePath.js';
import { selectors, tunnelConfig } from '../../doubles/tunnels.js';

describe('changes', () => {
  const row = {
    eventtime: '1772447400339114138',
    logid: '0100044547',
    subtype: 'system',
    user: 'ana',
    ui: 'https(10.0.0.5)',
    action: 'Edit',
    cfgpath: 'vpn.ipsec.phase1-interface',
    cfgobj: 'to-paris',
    cfgattr: 'proposal[aes256-sha256->aes128-sha1]dhgrp[14->5]psksecret[s3cret->n3w]comments[a[1]->b]',
  };

  it('tell who changed which object, with the values of settings and never those of a key', () => {
    expect(editsIn([row], 0)).toEqual([
      {
        kind: 'edit',
        at: '2026-03-02T10:30:00.339Z',
        who: 'ana',
        command: 'edit',
        path: 'vpn.ipsec.phase1-interface to-paris',
        settings: [
          {
            setting: 'ike.proposals',
            child: null,
            before: 'aes256-sha256 14',
            after: 'aes128-sha1 5',
          },
        ],
        keys: true,
      },
    ]);
    expect(JSON.stringify(editsIn([row], 0))).not.toMatch(/s3cret|n3w/);
  });

  it('are oldest first, since a moment, and only rows that changed the configuration', () => {
    const later = { ...row, eventtime: '1772447500000000000', cfgattr: '' };
    const login = { ...row, logid: '0100032001' };
    const edits = editsIn([later, login, row], 0);
    expect(edits.map(({ at }) => at)).toEqual(['2026-03-02T10:30:00.339Z', '2026-03-02T10:31:40.000Z']);
    expect(editsIn([later, row], Date.parse('2026-03-02T10:31:00Z'))).toHaveLength(1);
  });

  it('are told by revisions only where the log does not reach', () => {
    const told = { revisions: [{ id: 7, time: 1772447400, admin: 'ana', comment: 'before the window' }] };
    expect(revisionsIn(told, 0, Number.POSITIVE_INFINITY)).toMatchObject([
      { kind: 'commit', at: '2026-03-02T10:30:00.000Z', who: 'ana', path: 'before the window' },
    ]);
    expect(revisionsIn(told, 0, 1772447400_000)).toEqual([]);
    expect(revisionsIn([{ created: 1772447400, user: 'ben' }], 0, Number.POSITIVE_INFINITY)).toHaveLength(1);
  });

  it('of a cluster tell when the unit became primary', () => {
    const moved = { eventtime: '1772447400000000000', logid: '0108037892', subtype: 'ha' };
    const rows = [
      { ...moved, ha_role: 'primary' },
      { ...moved, eventtime: '1772440000000000000', ha_role: 'master' },
      { ...moved, ha_role: 'secondary' },
    ];
    expect(failoversIn(rows, 0)).toEqual(['2026-03-02T08:26:40.000Z', '2026-03-02T10:30:00.000Z']);
  });
});

describe('routes', () => {
  it('are found, missing by the word of the device, or not told', () => {
    const found = { success: true, network: '10.2.0.0/24', gateway: '0.0.0.0', interface: 'to-paris' };
    expect(hopOf('10.2.0.1', parseLookup(found))).toEqual({
      destination: '10.2.0.1',
      interface: 'to-paris',
      nextHop: null,
      found: true,
    });
    expect(hopOf('10.2.0.1', parseLookup({ success: false })).found).toBe(false);
    expect(hopOf('10.2.0.1', parseLookup({ success: true, interface: 'Null' })).found).toBe(false);
    expect(hopOf('10.2.0.1', parseLookup({})).found).toBeNull();
    expect(parseLookup({ success: true, entries: [{ interface: 'wan1', gateway: '192.0.2.1' }] })).toEqual({
      success: true,
      interface: 'wan1',
      gateway: '192.0.2.1',
    });
  });

  it('name the remote networks of a tunnel that selects everything', () => {
    const any = { local: selectors('0.0.0.0/0'), remote: selectors('0.0.0.0/0') };
    const tunnel = { ...tunnelConfig({ children: [any] }), interface: 'to-paris' };
    const routes = parseRoutes([
      { ip_version: 4, type: 'static', ip_mask: '10.2.0.0/24', gateway: '0.0.0.0', interface: 'to-paris' },
      { ip_version: 4, type: 'connect', ip_mask: '10.255.1.0/30', interface: 'to-paris' },
      { ip_version: 4, type: 'static', ip_mask: '0.0.0.0/0', gateway: '192.0.2.1', interface: 'wan1' },
    ]);
    expect(remoteTargets(tunnel, routes)).toEqual([{ address: '10.2.0.1', shown: '10.2.0.0/24' }]);
    expect(remoteTargets({ ...tunnel, routed: ['10.7.0.0/16'] }, routes)).toEqual([
      { address: '10.7.0.1', shown: '10.7.0.0/16' },
    ]);
    expect(remoteTargets(tunnelConfig(), routes)).toEqual([{ address: '10.2.0.1', shown: '10.2.0.1' }]);
  });

  it('yield to policy routes that are enabled and forward', () => {
    const rules = parsePolicyRoutes([
      { 'seq-num': 3, status: 'enable', action: 'permit', 'output-device': 'to-paris' },
      { 'seq-num': 4, status: 'disable', action: 'permit', 'output-device': 'to-paris' },
      { 'seq-num': 5, status: 'enable', action: 'deny', 'output-device': 'to-paris' },
    ]);
    expect(policyRoutesInto('to-paris', rules)).toEqual([{ rule: 'policy route 3', interface: 'to-paris' }]);
  });
});

describe('policies', () => {
  const policies = parsePolicies([
    { policyid: 7, name: 'branch to headquarters', action: 'accept', status: 'enable', nat: 'enable' },
    { policyid: 9, name: '', action: 'deny', status: 'enable', nat: 'disable' },
  ]);

  it('are named with the number that the device decides by', () => {
    expect(verdictOf(parsePolicyLookup({ success: true, policy_id: 7 }), policies)).toEqual({
      rule: '7 (branch to headquarters)',
      allowed: true,
      translatedBy: '7 (branch to headquarters)',
    });
    expect(verdictOf(parsePolicyLookup({ success: true, policy_id: 9 }), policies)).toEqual({
      rule: '9',
      allowed: false,
      translatedBy: null,
    });
  });

  it('deny by default where none matches, and tell nothing where the answer does not', () => {
    const none = { rule: null, allowed: false, translatedBy: null };
    expect(verdictOf(parsePolicyLookup({ success: false }), policies)).toEqual(none);
    expect(verdictOf(parsePolicyLookup({ success: true, policy_id: 0 }), policies)).toEqual(none);
    expect(verdictOf(parsePolicyLookup({}), policies)).toBeNull();
    expect(verdictOf(parsePolicyLookup({ success: true, policy_id: 12 }), [])).toBeNull();
  });

  const rules = (rows: readonly Readonly<Record<string, unknown>>[]) =>
    localInFor(
      parseLocalIn(rows),
      { peer: '203.0.113.9', outside: 'wan1' },
      new Map([
        ['all', [anyIpv4()]],
        ['peers', selectors('203.0.113.0/24')],
        ['others', selectors('192.0.2.0/24')],
        ['by-name', null],
      ]),
    );
  const rule = (more: Readonly<Record<string, unknown>>) => ({
    policyid: 4,
    status: 'enable',
    action: 'deny',
    intf: [{ name: 'wan1' }],
    srcaddr: [{ name: 'all' }],
    service: [{ name: 'IKE' }],
    ...more,
  });

  it('for what ends on the device: the first that is about IKE of the peer decides', () => {
    expect(rules([])).toEqual({ rule: null });
    expect(rules([rule({})])).toMatchObject({ rule: { id: 4, allows: false } });
    expect(rules([rule({ srcaddr: [{ name: 'peers' }], intf: 'any' })])).toMatchObject({ rule: { id: 4 } });
    expect(rules([rule({ policyid: 3, action: 'accept' }), rule({})])).toMatchObject({
      rule: { id: 3, allows: true },
    });
    for (const other of [
      { status: 'disable' },
      { intf: 'wan2' },
      { srcaddr: [{ name: 'others' }] },
      { service: [{ name: 'HTTPS' }] },
    ])
      expect(rules([rule(other)])).toEqual({ rule: null });
  });

  it('for what ends on the device decide nothing where an object is not known', () => {
    expect(rules([rule({ srcaddr: [{ name: 'by-name' }] })])).toEqual({ undecided: 4 });
    expect(rules([rule({ service: [{ name: 'our-vpn' }] })])).toEqual({ undecided: 4 });
  });
});

it('the interface of a tunnel tells its link', () => {
  const printed = { 'to-paris': { id: 'to-paris', name: 'to-paris', ip: '0.0.0.0', mask: 0, link: false } };
  expect(parseInterface(printed, 'to-paris')).toEqual({ name: 'to-paris', address: null, link: false });
  expect(parseInterface({}, 'to-paris')).toBeNull();
});

describe('certificates', () => {
  it('are own, of authorities and of peers, with times in seconds', () => {
    const common = { valid_from: 1735689600, valid_to: 1767225600, status: 'valid' };
    expect(
      normalizeCertificates([
        {
          ...common,
          name: 'gw-paris',
          type: 'local-cer',
          subject_raw: 'C = FR, O = Example, CN = gw.example',
          issuer: { O: 'Example', CN: 'Example CA' },
          has_valid_cert_key: true,
          ext: [{ name: 'X509v3 Subject Alternative Name', data: 'DNS:gw.example, IP Address:203.0.113.9' }],
        },
        { ...common, name: 'CA_1', type: 'remote-ca', subject: { O: 'Example', CN: 'Example CA' } },
        { name: 'request', type: 'local-cer', status: 'pending' },
      ]),
    ).toEqual([
      {
        name: 'gw-paris',
        subject: 'C=FR, O=Example, CN=gw.example',
        issuer: 'O=Example, CN=Example CA',
        alternativeNames: ['gw.example', '203.0.113.9'],
        notBefore: '2025-01-01T00:00:00.000Z',
        notAfter: '2026-01-01T00:00:00.000Z',
        hasPrivateKey: true,
        use: 'own',
      },
      {
        name: 'CA_1',
        subject: 'O=Example, CN=Example CA',
        issuer: '',
        alternativeNames: [],
        notBefore: '2025-01-01T00:00:00.000Z',
        notAfter: '2026-01-01T00:00:00.000Z',
        hasPrivateKey: false,
        use: 'authority',
      },
    ]);
  });
});
