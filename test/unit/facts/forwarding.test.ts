// What facts say about failed rekeys, about the pair of a monitor, and about what decides beside the routes.

import { describe, expect, it } from 'vitest';
import { gap } from '../../../src/domain/observation.js';
import { factsOf, factValue } from './evidence.js';

const failed = (kind: string) =>
  `2026/03/02 09:50:00 critical vpn ikev2-nego-child-fail gw 0 IKEv2 child SA negotiation is failed as initiator, ${kind}. Failed SA: 192.0.2.10[500]-203.0.113.20[500] message id:0x00000004 parent SN:7. Error code 19`;

describe('failed rekeys by the log of PAN-OS', () => {
  it('do not count a first negotiation, which is written "non-rekey"', () => {
    const count = (line: string) =>
      factValue({ vendor: 'panos', logs: { ours: [line] } }, 'ours.log.rekey-failures');
    expect(count(failed('non-rekey'))).toBe(0);
    expect(count(failed('rekey'))).toBe(1);
  });
});

const monitor = (destination: string, action = 'wait-recover') => ({
  enabled: true,
  destination,
  child: null,
  profile: 'default',
  action,
  intervalSeconds: 3,
  threshold: 5,
});

describe('the pair that a monitor uses', () => {
  const at = (source: string) => ({
    interface: { name: 'tunnel.1', zone: 'vpn', router: 'default', address: source, up: true },
  });

  it('is covered when a probe was answered, whatever the proxy IDs say', () => {
    const ours = { config: { monitor: monitor('172.16.0.1') }, monitor: 'up' as const };
    expect(factValue({ ours }, 'ours.monitor.covered')).toBe('yes');
  });

  it('needs the tunnel address in the local side and the monitored address in the remote side', () => {
    const config = { monitor: monitor('10.2.0.250') };
    expect(factValue({ ours: { config, monitor: 'down' } }, 'ours.monitor.covered')).toBe('yes');
    const other = { config: { monitor: monitor('172.16.0.1') }, monitor: 'down' as const };
    expect(factValue({ ours: other }, 'ours.monitor.covered')).toBe('no');
    const state = factsOf({
      ours: { config, monitor: 'down', sa: 'down', path: at('10.255.0.1/30') },
    }).fact('ours.monitor.covered');
    expect(state.known && state.evidence[0]?.text).toContain('10.2.0.250');
  });

  it('says that it failed over only with that action and a monitor that is down', () => {
    const value = (action: string, state: 'up' | 'down') =>
      factValue(
        { ours: { config: { monitor: monitor('10.2.0.250', action) }, monitor: state } },
        'ours.monitor.failed-over',
      );
    expect(value('fail-over', 'down')).toBe('yes');
    expect(value('fail-over', 'up')).toBe('no');
    expect(value('wait-recover', 'down')).toBe('no');
    expect(factValue({}, 'ours.monitor.failed-over')).toBe('no');
  });
});

describe('policy-based forwarding that could not be read', () => {
  it('is unknown and names the permission', () => {
    const byPolicy = gap({
      reason: 'unauthorized',
      says: 'The API user may not run `show pbf rule all`.',
      remedy: 'Give its admin role the XML API right Operational Requests.',
      device: 'fw-paris',
      request: 'show pbf rule all',
      at: '2026-03-02T10:00:00.000Z',
    });
    const state = factsOf({ ours: { path: { byPolicy } } }).fact('ours.route.by-policy');
    expect(state).toEqual({ known: false, why: byPolicy.says, how: byPolicy.remedy });
  });
});
