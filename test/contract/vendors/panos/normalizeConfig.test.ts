import { describe, expect, it } from 'vitest';
import { selectorText } from '../../../../src/domain/selector.js';
import {
  namesObjects,
  parseAddressObjects,
  withAddresses,
} from '../../../../src/vendors/panos/addressObjects.js';
import { normalizeNetwork } from '../../../../src/vendors/panos/normalizeConfig.js';
import { keepNetwork, parseNetwork } from '../../../../src/vendors/panos/parseConfig.js';
import { itsOwn, originsOf } from '../../../../src/vendors/panos/provenance.js';
import { fixtureText, result, resultOf, tunnel, tunnels } from '../../../unit/vendors/panos/fixture.js';
import { ok } from './scriptedFirewall.js';

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
          // AES-GCM has no hash that it could follow.
          impliedPrf: ['sha256', 'sha384'],
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

  it('says how it compares the identity of the peer, and whether the certificate must carry it', () => {
    const words = fixtureText('network')
      .replace('<peer-id><type>ipaddr</type>', '<peer-id><matching>wildcard</matching><type>ipaddr</type>')
      .replace(
        '<authentication><certificate>',
        '<authentication><certificate><allow-id-payload-mismatch>yes</allow-id-payload-mismatch>',
      );
    const network = parseNetwork(resultOf(words));
    if (!network) throw new Error('no network');
    const [first, second] = normalizeNetwork('fw', network, itsOwn);
    expect(first?.ike.peerId).toMatchObject({ matching: 'up-to-star' });
    expect(first?.ike.idMayDifferFromCertificate, 'with a key there is no certificate').toBeNull();
    expect(second?.ike.idMayDifferFromCertificate).toBe(true);
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

  it('says of an address object that was not resolved where it stands, and takes one that was', () => {
    expect(tunnel('lyon:r&d:lab').unreadable['ike.local-address']).toContain('$wan-address');
    const text = fixtureText('network')
      .replace('<ip>198.51.100.7/24</ip>', '<ip>wan</ip>')
      .replace('<ip>203.0.113.77</ip>', '<ip>partner</ip>')
      .replace('<destination>10.5.0.0/24</destination>', '<destination>remote-net</destination>');
    const network = parseNetwork(resultOf(text));
    if (!network) throw new Error('no network');
    expect(namesObjects(network)).toBe(true);
    const [before] = normalizeNetwork('fw', network, itsOwn);
    expect(before?.ike.localAddress).toBeNull();
    expect(before?.unreadable).toMatchObject({
      'ike.local-address': expect.stringContaining('"wan"'),
      'ike.peer-address': expect.stringContaining('"partner"'),
      route: expect.stringContaining('"remote-net"'),
    });
    const shared = resultOf(
      ok(
        '<address><entry name="wan"><ip-netmask>192.0.2.99/24</ip-netmask></entry><entry name="partner"><ip-netmask>203.0.113.78</ip-netmask></entry><entry name="net-object"><ip-range>10.0.0.1-10.0.0.9</ip-range></entry></address>',
      ),
    );
    const vsys = resultOf(
      ok(
        '<address><entry name="wan"><ip-netmask>198.51.100.7/24</ip-netmask></entry><entry name="remote-net"><ip-netmask>10.5.0.0/24</ip-netmask></entry></address>',
      ),
    );
    const [after] = normalizeNetwork('fw', withAddresses(network, parseAddressObjects(shared, vsys)), itsOwn);
    expect(after?.ike.localAddress, 'that of the vsys hides the shared one').toBe('198.51.100.7');
    expect(after?.ike.peer).toEqual({ kind: 'address', address: '203.0.113.78' });
    expect(after?.routed).toEqual(['10.5.0.0/24']);
    expect(Object.keys(after?.unreadable ?? {})).toEqual(['child.selectors']);
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

  it('name the template of each object, which need not be one, and what the firewall overrides itself', () => {
    const text = fixtureText('network')
      .replace('<entry name="lyon">', '<entry name="lyon" ptpl="branch" src="tpl">')
      .replace('<entry name="gw &amp; lyon">', '<entry name="gw &amp; lyon" ptpl="hub" src="tpl">')
      .replace('<entry name="gcm"><esp>', '<entry name="gcm"><esp ptpl="crypto" src="tpl">')
      .replace('<entry name="strong">', '<entry name="strong" ptpl="crypto">');
    const merged = parseNetwork(resultOf(text));
    const own = parseNetwork(
      resultOf(
        ok(
          '<network><ike><crypto-profiles><ike-crypto-profiles><entry name="strong"/></ike-crypto-profiles></crypto-profiles></ike></network>',
        ),
      ),
    );
    if (!merged || !own) throw new Error('no network');
    const [lyon] = normalizeNetwork('fw', merged, originsOf(merged, own, merged.marks));
    expect(lyon?.managedBy).toBe('branch, hub, crypto');
    expect(lyon?.places.tunnel).toBe('Panorama (template branch) > Network > IPSec Tunnels > lyon');
    expect(lyon?.places['ike.peer-id']).toMatch(/^Panorama \(template hub\) > .* > gw & lyon > General/);
    expect(lyon?.places['child.pfs']).toMatch(/^Panorama \(template crypto\) > .* > gcm > DH Group/);
    expect(lyon?.places['ike.proposals']).toBe(
      'Network > Network Profiles > IKE Crypto > strong > Encryption, Authentication, DH Group (here it overrides the template crypto)',
    );
    expect(lyon?.places['monitor.action'], 'without a mark in a marked reply').toMatch(/^Network > /);
  });

  it('say Panorama where the marks could not be read', () => {
    const network = parseNetwork(result('network'));
    if (!network) throw new Error('no network');
    const [first] = normalizeNetwork('fw', network, originsOf(network, null, new Map()));
    expect(first?.managedBy).toBe('Panorama');
    expect(first?.places['ike.peer-id']).toMatch(/^Panorama \(template Panorama\) > Network/);
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
