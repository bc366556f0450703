import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../src/alerts/alert.js';
import { type AlertMapping, matchAlert } from '../../../src/alerts/matching.js';
import { known } from '../../../src/domain/observation.js';
import { assembleFleet } from '../../../src/fleet/assemble.js';
import { type DeclaredTunnel, nothingDeclared } from '../../../src/fleet/fleetTunnel.js';
import { type ConfigOptions, tunnelConfig } from '../doubles/tunnels.js';

const mapping: AlertMapping = {
  labels: {
    tunnel: ['tunnel', 'vpn'],
    device: ['device', 'instance'],
    interface: ['interface', 'ifName'],
    peer: ['peer_ip'],
  },
  patterns: [/^VPN (?<tunnel>\S+) lost/i],
};

type Drawn = ConfigOptions & { readonly unit: string };

const inventories: Record<string, readonly Drawn[]> = {
  'fw-paris': [
    { tunnel: 'paris-hq', local: '198.51.100.1', peer: '203.0.113.9', unit: 'tunnel.1' },
    { tunnel: 'paris-oslo', local: '198.51.100.1', peer: '203.0.113.20', unit: 'tunnel.2' },
    { tunnel: 'backup', local: '198.51.100.2', peer: '203.0.113.30', unit: 'tunnel.3' },
  ],
  'fw-oslo': [{ tunnel: 'backup', local: '203.0.113.40', peer: '203.0.113.30', unit: 'tunnel.3' }],
};

const declared: readonly DeclaredTunnel[] = [
  { name: 'paris-hq', ends: [], declaration: { ...nothingDeclared, aliases: ['erp'] } },
];

const view = assembleFleet(
  Object.entries(inventories).map(([device, tunnels]) => ({
    device,
    vendor: 'panos',
    inventory: known(
      tunnels.map(({ unit, ...options }) => ({ ...tunnelConfig({ device, ...options }), interface: unit })),
      { device, request: 'inventory', at: '2026-03-01T12:00:00Z', fromCache: false, calls: 1 },
    ),
  })),
  declared,
);

function match(labels: Record<string, string>, texts: readonly string[] = [], name = 'TunnelDown') {
  const alert: Alert = {
    source: 'alertmanager',
    name,
    status: 'firing',
    key: 'k',
    startsAt: null,
    endsAt: null,
    labels: new Map(Object.entries(labels)),
    texts,
    link: null,
  };
  const { kind, tunnels, why } = matchAlert(alert, view, mapping);
  return { kind, tunnels: tunnels.map((tunnel) => tunnel.name), why };
}

describe('which tunnel an alert means', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['by its name in a label', { tunnel: 'paris-hq' }, ['paris-hq']],
    ['by an alias, and the name of the label in other letters', { VPN: 'ERP' }, ['paris-hq']],
    [
      'by a name that two firewalls know, and the firewall',
      { vpn: 'backup', instance: 'fw-oslo:9116' },
      ['fw-oslo/backup'],
    ],
    ['by firewall and interface', { ifName: 'tunnel.2', device: 'fw-paris.corp.example' }, ['paris-oslo']],
    ['by the address of the peer', { peer_ip: '203.0.113.20' }, ['paris-oslo']],
  ])('is found %s', (_, labels, tunnels) => {
    const found = match(labels);
    expect([found.kind, found.tunnels]).toEqual(['one', tunnels]);
  });

  it('is found by a pattern of the configuration, before a word in the text', () => {
    expect(match({}, ['paris-hq is in the log'], 'VPN paris-oslo lost').tunnels).toEqual(['paris-oslo']);
  });

  it('is found by a whole word of its text, never by a part of a longer name', () => {
    expect(match({}, ['The tunnel paris-hq is down.']).tunnels).toEqual(['paris-hq']);
    expect(match({}, ['The tunnel paris-hq-2 is down.']).kind).toBe('none');
    expect(match({}, ['comparison of erpX']).kind).toBe('none');
  });

  it('means each tunnel of a peer that several lead to', () => {
    const found = match({ peer_ip: '203.0.113.30' });
    expect([found.kind, found.tunnels.length]).toEqual(['all', 2]);
    expect(match({ peer_ip: '203.0.113.30', device: 'fw-oslo' }).kind).toBe('one');
  });

  it('asks which, where two are called so and nothing tells them apart', () => {
    const found = match({ vpn: 'backup' });
    expect([found.kind, found.tunnels.length]).toEqual(['several', 2]);
  });

  it('is none where only the firewall is known: a busy firewall is no broken tunnel', () => {
    const found = match({ device: 'fw-paris', alertname: 'HighCPU' });
    expect(found).toMatchObject({ kind: 'none', tunnels: [] });
    expect(found.why).toBe(
      'it is about fw-paris and names no tunnel of it; its labels are device, alertname',
    );
  });

  it('takes no interface without the firewall that it is on', () => {
    expect(match({ unit: 'tunnel.3' }).kind).toBe('none');
  });
});
