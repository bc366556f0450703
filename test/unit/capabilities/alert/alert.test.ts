import { describe, expect, it } from 'vitest';
import type { TunnelState } from '../../../../src/domain/live.js';
import { ManualClock } from '../../../support/manualClock.js';
import { alertmanager, pagerduty } from '../../alerts/bodies.js';
import { DoubleDevice } from '../../doubles/device.js';
import { engineOver, onTerminal } from '../../doubles/engine.js';
import { tunnelConfig } from '../../doubles/tunnels.js';

const fleet: Record<string, readonly [tunnel: string, peer: string][]> = {
  'fw-paris': [
    ['paris-hq', '203.0.113.9'],
    ['paris-acme', '203.0.113.20'],
  ],
  'fw-oslo': [['oslo-hq', '203.0.113.30']],
};

async function test(body: unknown, states: Readonly<Record<string, TunnelState>> = {}) {
  const clock = new ManualClock();
  const devices = Object.entries(fleet).map(
    ([name, tunnels], index) =>
      new DoubleDevice({
        clock,
        name,
        answers: {
          inventory: tunnels.map(([tunnel, peer]) =>
            tunnelConfig({ device: name, tunnel, peer, local: `198.51.100.${index + 1}` }),
          ),
          overview: tunnels.map(([tunnel]) => {
            const state = states[tunnel] ?? 'down';
            return { tunnel, state, since: null, peer: null, basis: `seen ${state}` };
          }),
        },
      }),
  );
  const { dispatcher } = engineOver({ clock, devices });
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const report = await clock.finish(
    dispatcher.run('alert test', {
      ...onTerminal,
      signal: new AbortController().signal,
      attachments: [{ name: 'body.json', bytes: Buffer.from(text) }],
    }),
  );
  return { report };
}

function firing(labels: Record<string, string>) {
  return {
    status: 'firing',
    labels: { alertname: 'VPN', ...labels },
    annotations: {},
    fingerprint: JSON.stringify(labels),
  };
}

describe('alert test', () => {
  it('names the tunnel of each alert, and opens an incident only for what burns', async () => {
    const { report } = await test(alertmanager);
    expect(report.json).toEqual({
      schema: 1,
      source: 'alertmanager',
      alerts: [
        {
          name: 'IPsecTunnelDown',
          status: 'firing',
          tunnels: ['paris-hq'],
          means: 'one',
          why: 'its label tunnel is "paris-hq"',
          looked: [{ tunnel: 'paris-hq', state: 'down', leads: 'opening', says: 'seen down' }],
        },
        {
          name: 'IPsecTunnelDown',
          status: 'resolved',
          tunnels: ['oslo-hq'],
          means: 'one',
          why: 'its label tunnel is "oslo-hq"',
          looked: [{ tunnel: 'oslo-hq', state: 'down', leads: 'look', says: 'seen down' }],
        },
      ],
      incidents: [{ tunnels: ['paris-hq'], shares: null, joins: null }],
    });
  });

  it('joins what shares a line into one incident that says what is shared', async () => {
    const alerts = ['paris-hq', 'paris-acme', 'oslo-hq'].map((tunnel) => firing({ tunnel }));
    const { report } = await test({ ...alertmanager, alerts });
    expect(report.json).toMatchObject({
      incidents: [
        { tunnels: ['paris-acme', 'paris-hq'], shares: 'leave fw-paris by ethernet1/1' },
        { tunnels: ['oslo-hq'], shares: null },
      ],
    });
  });

  it('opens nothing for what is idle, and for what is up only after a diagnosis', async () => {
    const alerts = ['paris-hq', 'paris-acme'].map((tunnel) => firing({ tunnel }));
    const { report } = await test({ ...alertmanager, alerts }, { 'paris-hq': 'idle', 'paris-acme': 'up' });
    expect(report.json).toMatchObject({ incidents: [] });
    expect(JSON.stringify(report.summary)).toContain('It opens nothing: seen idle');
    expect(JSON.stringify(report.summary)).toContain(
      'it is diagnosed, and opens an incident only for a fault',
    );
  });

  it('says how to map what names no tunnel', async () => {
    const { report } = await test({ ...alertmanager, alerts: [firing({ site: 'x' })] });
    expect(JSON.stringify(report.summary)).toContain(
      'VPN (firing): no tunnel; no label, address, pattern or word of it names a tunnel; its labels are alertname, site. Map it: alerts.labels or alerts.patterns in the configuration.',
    );
  });

  it('says that a note of PagerDuty is about no tunnel', async () => {
    const { report } = await test({ event: { ...pagerduty.event, event_type: 'incident.annotated' } });
    expect(report.json).toMatchObject({ alerts: [], incidents: [] });
  });

  it('refuses what is no alert in one sentence with the remedy', async () => {
    const { report } = await test('not json');
    expect(JSON.stringify(report)).toContain('body.json is no alert that can be read: it is not JSON.');
  });
});
