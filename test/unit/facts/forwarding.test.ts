// What facts say about failed rekeys, about the pair of a monitor, and about what decides beside the routes.

import { describe, expect, it } from 'vitest';
import { statesOf } from '../../../src/diagnosis/states.js';
import type { ChangeHistory } from '../../../src/domain/device.js';
import { gap, known } from '../../../src/domain/observation.js';
import { readFacts } from '../../../src/facts/book.js';
import { evidenceOf } from '../../scenarios/build.js';
import { factsOf, factValue, situationOf } from './evidence.js';

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

describe('what a role may not read', () => {
  const refused = gap({
    reason: 'unauthorized',
    says: 'The API user may not run `show pbf rule all`.',
    remedy: 'Switch Operational Requests on in the role of the API user.',
    device: 'fw-paris',
    request: 'show pbf rule all',
    at: '2026-03-02T10:00:00.000Z',
  });
  const unknown = { known: false, why: refused.says, how: refused.remedy };
  const hop = { destination: '10.2.0.1', interface: null, nextHop: null, found: null, gap: refused };

  it('leaves policy-based forwarding unknown and names the permission', () => {
    expect(factsOf({ ours: { path: { byPolicy: refused } } }).fact('ours.route.by-policy')).toEqual(unknown);
  });

  it('leaves a route unknown, which is neither missing nor a silence of the device', () => {
    const facts = factsOf({ ours: { path: { toPeer: hop, toRemote: [hop] } } });
    for (const name of ['route.to-peer', 'route.to-remote', 'route.wrong', 'route.now'])
      expect(facts.fact(`ours.${name}`), name).toEqual(unknown);
  });

  it('leaves commits and waiting changes unknown where one witness is silent and the other found nothing', () => {
    const evidence = evidenceOf(situationOf({}), 'panos', 'both');
    const of = (parts: Partial<ChangeHistory>) => {
      const { ours } = evidence;
      if (!ours.changes.known) throw new Error('no changes');
      const changes = { ...ours.changes, value: { ...ours.changes.value, ...parts } };
      const told = { ...evidence, ours: { ...ours, changes } };
      return readFacts(told, statesOf(told)).fact('ours.changes.not-in-force');
    };
    expect(of({})).toMatchObject({ known: true, value: [] });
    expect(of({ pending: refused })).toEqual(unknown);
    expect(of({ commits: refused })).toEqual(unknown);
    const source = { device: 'fw-paris', request: 'check', at: '', fromCache: false, calls: 1 };
    expect(of({ commits: refused, pending: known(true, source) })).toMatchObject({
      known: true,
      value: ['changes that were not committed'],
    });
  });
});

describe('a push before the outage', () => {
  const now = '2026-03-02T09:49:40.000Z';
  const log = [
    '2026/03/02 09:40:00 informational vpn ikev2-nego-child-succ gw 0 IKEv2 child SA negotiation is succeeded as initiator, non-rekey. Established SA: 192.0.2.10[500]-203.0.113.20[500] message id:0x00000001, SPI:0xC0FFEE01/0xDEADBE02 parent SN:7.',
    failed('rekey'),
  ];
  const pushed = (command: string) => {
    const evidence = evidenceOf(situationOf({ vendor: 'panos', logs: { ours: log } }), 'panos', 'left');
    const { ours } = evidence;
    if (!ours.changes.known) throw new Error('no changes');
    const source = { device: 'fw-paris', request: 'jobs', at: '', fromCache: false, calls: 1 };
    const commits = known([{ kind: 'commit' as const, at: now, who: 'admin', command, path: '' }], source);
    const changes = { ...ours.changes, value: { ...ours.changes.value, commits } };
    const told = { ...evidence, ours: { ...ours, changes } };
    const state = readFacts(told, statesOf(told)).fact('ours.changes.push-before-outage');
    return state.known ? state.value : 'unknown';
  };

  it('is told from a commit of the firewall itself', () => {
    expect([pushed('CommitAll'), pushed('Commit')]).toEqual(['yes', 'no']);
  });
});
