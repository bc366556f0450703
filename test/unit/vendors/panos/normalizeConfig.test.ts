import { describe, expect, it } from 'vitest';
import { selectorText } from '../../../../src/domain/selector.js';
import { normalizeNetwork } from '../../../../src/vendors/panos/normalizeConfig.js';
import { keepNetwork, parseNetwork } from '../../../../src/vendors/panos/parseConfig.js';
import { fixtureText, result, resultOf, tunnel, tunnels } from './fixture.js';

describe('a configured tunnel', () => {
  it('is listed in the order of the device, whatever its kind', () => {
    expect(tunnels().map((one) => one.tunnel)).toEqual(['lyon', 'lyon:r&d:lab', 'dangling', 'by-hand']);
  });

  it('carries its gateway in neutral words', () => {
    expect(tunnel('lyon').ike).toEqual({
      name: 'gw & lyon',
      disabled: false,
      version: 'ikev2',
      exchangeMode: null,
      localAddress: '198.51.100.7',
      localInterface: 'ethernet1/1',
      peer: { kind: 'address', address: '203.0.113.77' },
      localId: { type: 'email', value: 'vpn@example.com' },
      peerId: { type: 'ipv4', value: '203.0.113.77', matching: 'exact' },
      auth: 'psk',
      peerAuth: 'psk',
      proposals: [
        {
          protocol: 'ike',
          encryption: ['aes-256-cbc', 'aes-256-gcm'],
          integrity: ['sha256'],
          prf: [],
          dh: ['group14', 'group20'],
        },
      ],
      lifetimeSeconds: 5_400,
      dpd: { enabled: true, intervalSeconds: 10, retries: null },
      natTraversal: 'off',
      passive: true,
      // That of IKEv1 is off; that of IKEv2 is not written.
      fragmentation: null,
      certificate: null,
      idMayDifferFromCertificate: null,
      postQuantum: 'none',
    });
  });

  it('knows the pre-shared key only as a method', () => {
    expect(fixtureText('network')).toContain('never-to-be-seen');
    const all = JSON.stringify(tunnels(), (_, part) => (typeof part === 'bigint' ? String(part) : part));
    expect(all).not.toContain('never-to-be-seen');
    expect(all).not.toContain('-AQ==');
  });

  it('takes the defaults of the schema for what is not written', () => {
    const { ike, children } = tunnel('lyon:r&d:lab');
    expect(ike).toMatchObject({
      version: 'ikev1',
      exchangeMode: 'aggressive',
      peer: { kind: 'dynamic' },
      disabled: true,
      auth: 'certificate',
    });
    expect(children).toHaveLength(1);
    expect(children[0]).toMatchObject({
      name: 'lyon:r&d:lab',
      pfs: ['group2'],
      lifetimeSeconds: 3_600,
      start: 'on-traffic',
    });
    expect(children[0]?.local.map(selectorText)).toEqual(['0.0.0.0/0']);
  });

  it('says what it cannot tell instead of guessing', () => {
    const { ike, unreadable } = tunnel('lyon:r&d:lab');
    expect([ike.proposals, ike.dpd, ike.natTraversal, ike.localAddress]).toEqual([null, null, null, null]);
    expect(unreadable['ike.proposals']).toContain('kyber-9000');
    expect(unreadable['ike.dpd']).toBeTruthy();
    expect(unreadable['ike.nat-traversal']).toBeTruthy();
    expect(tunnel('dangling').unreadable.gateway).toContain('gone');
    expect(tunnel('dangling').unreadable['child.proposals']).toContain('nowhere');
    expect(tunnel('by-hand').unreadable.tunnel).toContain('manual-key');
  });

  it('reads proxy IDs with protocol and port, and objects as unreadable', () => {
    const { children, unreadable } = tunnel('lyon');
    expect(
      children.map((child) => [child.name, child.local.map(selectorText), child.remote.map(selectorText)]),
    ).toEqual([
      ['r&d', ['10.4.0.0/24'], ['10.5.0.0/24']],
      ['web', ['10.4.1.0/24 protocol 6'], ['10.5.1.7/32 protocol 6 ports 443-443']],
      ['odd', [], ['10.5.2.0/24 protocol 47']],
    ]);
    expect(unreadable['child.selectors']).toContain('net-object');
  });

  it('reads AES-GCM, PFS off, lifetime and volume', () => {
    expect(tunnel('lyon').children[0]).toMatchObject({
      proposals: [{ protocol: 'esp', encryption: ['aes-256-gcm'], integrity: ['none'], prf: [], dh: [] }],
      pfs: [],
      lifetimeSeconds: 7_200,
      lifetimeKilobytes: 1_048_576,
      start: 'never',
    });
  });

  it('reads the tunnel monitor with its profile', () => {
    expect(tunnel('lyon').monitor).toEqual({
      enabled: true,
      destination: '10.5.0.1',
      child: 'r&d',
      profile: 'fast',
      action: 'fail-over',
      intervalSeconds: 2,
      threshold: 4,
    });
    expect(tunnel('dangling').monitor).toBeNull();
  });

  it('knows its routers and a static route that would take over', () => {
    expect(tunnel('lyon').vendorKeys).toMatchObject({
      router: 'vr-main',
      outerRouter: 'vr-main',
      backupRoute: 'yes',
    });
    expect(tunnel('dangling').vendorKeys.backupRoute).toBeUndefined();
  });
});

describe('places in the web interface', () => {
  it('carry the names of the objects', () => {
    expect(tunnel('lyon').places).toMatchObject({
      'ike.peer-id': 'Network > Network Profiles > IKE Gateways > gw & lyon > General > Peer Identification',
      'ike.proposals':
        'Network > Network Profiles > IKE Crypto > strong > Encryption, Authentication, DH Group',
      'ike.dpd':
        'Network > Network Profiles > IKE Gateways > gw & lyon > Advanced Options > IKEv2 > Liveness Check',
      'child.pfs': 'Network > Network Profiles > IPSec Crypto > gcm > DH Group',
      'child.selectors': 'Network > IPSec Tunnels > lyon > Proxy IDs',
      'monitor.action': 'Network > Network Profiles > Monitor > fast > Action',
      'tunnel.zone': 'Network > Interfaces > Tunnel > tunnel.4 > Config > Security Zone',
      route:
        'Network > Virtual Routers > vr-main > Static Routes (with advanced routing: Network > Routing > Logical Routers)',
    });
  });

  it('name the template when Panorama pushed it', () => {
    const network = parseNetwork(result('network'));
    if (!network) throw new Error('no network');
    const [first] = normalizeNetwork('fw', network, () => 'branch');
    expect(first?.managedBy).toBe('branch');
    expect(first?.places['ike.peer-id']).toMatch(
      /^Panorama \(template branch\) > Network > Network Profiles > IKE Gateways/,
    );
  });

  it('find the template in the marks of a merged configuration', () => {
    const marked = fixtureText('network').replace(
      '<entry name="lyon">',
      '<entry name="lyon" ptpl="branch" src="tpl">',
    );
    const network = parseNetwork(resultOf(marked));
    expect(network?.tunnels.map((one) => one.template)).toEqual(['branch', null, null, null]);
  });
});

describe('a full effective configuration', () => {
  it('is kept only in the parts that are about tunnels', () => {
    const inner = fixtureText('network')
      .replace(/^.*?<network>/s, '<network>')
      .replace(/<\/result>.*$/s, '');
    const whole = `<response status="success"><result><config><shared><address><entry name="a"/></address></shared><devices><entry name="localhost.localdomain"><vsys><entry name="vsys1"/></vsys>${inner}</entry></devices></config></result></response>`;
    const kept = resultOf(whole, { keep: keepNetwork });
    expect(JSON.stringify(kept)).not.toMatch(/vsys1|"shared"|layer3/);
    const network = parseNetwork(kept);
    expect(network?.tunnels.map((one) => one.name)).toEqual(['lyon', 'lyon:r&d:lab', 'dangling', 'by-hand']);
    expect(network?.routers[0]?.staticRoutes).toHaveLength(3);
  });
});
