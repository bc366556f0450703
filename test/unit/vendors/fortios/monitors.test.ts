// What watches a tunnel of a FortiGate: link monitors and health checks of SD-WAN, in the shape of public captures.

import { describe, expect, it } from 'vitest';
import { healthCheck } from '../../../../src/vendors/fortios/normalizeRouting.js';
import { parseHealthChecks, parseProbe } from '../../../../src/vendors/fortios/parseMonitors.js';

const probe = { latency: 5.6, jitter: 0.03, packet_loss: 0, packet_sent: 306_958, packet_received: 306_895 };
const told = {
  'to-paris-mon': { 'to-paris': { status: 'up', ...probe } },
  overlay: { 'to-paris': { status: 'down', ...probe, packet_received: 0 }, wan1: { status: 'error' } },
};

describe('a probe', () => {
  it('is read by its name and the interface that it asks through', () => {
    expect(parseProbe(told, 'to-paris-mon', 'to-paris')).toEqual({
      state: 'up',
      sent: 306_958n,
      answered: 306_895n,
    });
    expect(parseProbe(told, 'overlay', 'to-paris')).toMatchObject({ state: 'down', answered: 0n });
  });

  it('that cannot be sent is down, and one of a word that is not known is unknown', () => {
    expect(parseProbe(told, 'overlay', 'wan1')).toEqual({ state: 'down', sent: null, answered: null });
    expect(parseProbe({ a: { b: { status: 'dying' } } }, 'a', 'b')).toMatchObject({ state: 'unknown' });
  });

  it('that is not there tells nothing', () => {
    expect(parseProbe(told, 'to-paris-mon', 'wan1')).toBeNull();
    expect(parseProbe([], 'to-paris-mon', 'wan1')).toBeNull();
  });
});

describe('a health check of SD-WAN', () => {
  const sdwan = (members: readonly number[]) => ({
    members: [
      { 'seq-num': 1, interface: 'wan1' },
      { 'seq-num': 3, interface: 'to-paris' },
    ],
    'health-check': [
      {
        name: 'overlay',
        server: '"10.255.0.1" "10.255.0.5"',
        interval: 500,
        failtime: 5,
        'update-static-route': 'enable',
        members: members.map((number) => ({ 'seq-num': number })),
      },
    ],
  });

  it('watches the tunnels that it names by their numbers, or all', () => {
    expect(parseHealthChecks(sdwan([3]))[0]?.units).toEqual(['to-paris']);
    expect(parseHealthChecks(sdwan([0]))[0]?.units).toEqual(['wan1', 'to-paris']);
  });

  it('is a tunnel monitor in neutral words', () => {
    const [found] = parseHealthChecks(sdwan([3]));
    expect(found && healthCheck(found)).toEqual({
      enabled: true,
      destination: '10.255.0.1',
      child: null,
      profile: 'overlay',
      action: 'fail-over',
      intervalSeconds: 0.5,
      threshold: 5,
    });
  });
});
