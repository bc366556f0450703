import { describe, expect, it } from 'vitest';
import type { HaState } from '../../../src/domain/device.js';
import type { EventWord } from '../../../src/domain/eventWords.js';
import type { TunnelLive } from '../../../src/domain/live.js';
import type { LogEvent, LogReading } from '../../../src/domain/log.js';
import { gap, known, type Observation } from '../../../src/domain/observation.js';
import { combineEnds, underMaintenance } from '../../../src/fleet/combine.js';
import { deriveEndState } from '../../../src/fleet/state.js';
import { silentReading } from '../doubles/engine.js';
import { logEvent } from '../doubles/logEvents.js';
import { childSa, counters, ikeSa, tunnelConfig, tunnelLive } from '../doubles/tunnels.js';

const source = { device: 'fw-a', request: 'x', at: '2026-03-01T12:00:00Z', fromCache: false, calls: 1 };
const missing = gap({
  reason: 'not-asked',
  says: 'not asked',
  remedy: '',
  device: 'fw-a',
  request: 'x',
  at: '',
});

interface Seen {
  readonly config?: Parameters<typeof tunnelConfig>[0];
  readonly live?: Partial<TunnelLive> | null;
  readonly later?: Partial<TunnelLive>;
  readonly ha?: Partial<HaState>;
  readonly log?: Partial<LogReading>;
}

function stateOf(seen: Seen) {
  const reading = silentReading({ vendor: 'v', lines: [], from: null, to: null, truncated: false });
  const ha: HaState = {
    enabled: true,
    local: 'active',
    peer: null,
    synchronized: null,
    seconds: null,
    activeAddress: null,
    asked: [],
  };
  const live: Observation<TunnelLive> =
    seen.live === null
      ? { ...missing, reason: 'unreachable', says: 'fw-a does not answer.' }
      : known(tunnelLive(seen.live), source);
  return deriveEndState({
    config: known(tunnelConfig(seen.config), source),
    live,
    later: seen.later ? known(tunnelLive(seen.later), source) : missing,
    ha: seen.ha ? known({ ...ha, ...seen.ha }, source) : missing,
    log: seen.log ? known({ ...reading, ...seen.log }, source) : missing,
  });
}

const nothing = { ike: [], children: [], missingChildren: ['tunnel-x'] };
const withAcquires = (count: bigint) => ({
  ike: [],
  children: [childSa({ state: 'down', counters: counters({ acquires: count }) })],
});

describe('child SAs without phase 1', () => {
  const basis = (version: 'ikev1' | 'ikev2' | 'ikev2-preferred' | null) =>
    stateOf({ config: { ike: { version } }, live: { ike: [], children: [childSa()] } });

  it('are normal with IKEv1 and unusual with IKEv2, and never "both phases are up"', () => {
    expect(basis('ikev1')).toMatchObject({
      state: 'up',
      basis: expect.stringContaining('normal with IKEv1'),
    });
    expect(basis('ikev2').basis).toContain('unusual: with IKEv2');
    for (const version of ['ikev1', 'ikev2', 'ikev2-preferred', null] as const)
      expect(basis(version).basis).toMatch(/^Phase 2 is up\./);
  });

  it('are not judged where the version is not known', () => {
    for (const version of ['ikev2-preferred', null] as const)
      expect(basis(version).basis).toContain(
        'normal with IKEv1, which renews phase 1 when phase 2 needs it, unusual',
      );
  });

  it('are said nothing of where phase 1 stands', () => {
    expect(stateOf({ live: { ike: [ikeSa()], children: [childSa()] } }).basis).toBe('Both phases are up.');
  });
});

describe('the state of one end', () => {
  it('is up when every child is installed, since its oldest SA', () => {
    expect(stateOf({})).toEqual({
      state: 'up',
      since: '2026-03-01T09:00:00.000Z',
      basis: 'Both phases are up.',
    });
  });

  it('stays up during a rekey, with the old SA beside the new one', () => {
    const children = [childSa({ state: 'rekeying', beingReplaced: true }), childSa({ id: 'c2' })];
    expect(stateOf({ live: { children } }).state).toBe('up');
    expect(stateOf({ live: { children: [childSa({ state: 'rekeying' })] } }).state).toBe('up');
  });

  it('is down when no phase is up, and says which one is', () => {
    expect(stateOf({ live: nothing })).toMatchObject({
      state: 'down',
      since: null,
      basis: 'No IKE SA, no IPsec SA.',
    });
    expect(stateOf({ live: { ...nothing, ike: [ikeSa()] } }).basis).toBe('IKE SA up, no IPsec SA.');
    expect(stateOf({ live: { ...nothing, ike: [ikeSa({ state: 'connecting' })] } }).basis).toContain(
      'negotiating',
    );
  });

  it('is degraded when some proxy IDs are down, and names them', () => {
    const config = { children: [{ name: 'a' }, { name: 'b' }] };
    const seen = stateOf({ config, live: { children: [childSa({ name: 'a' })], missingChildren: ['b'] } });
    expect(seen).toMatchObject({ state: 'degraded', basis: '1 of 2 IPsec SAs are up; down: b.' });
  });

  it('is degraded when the monitor is down though the SAs are up', () => {
    const monitor = {
      enabled: true,
      state: 'down' as const,
      source: null,
      destination: '10.9.9.9',
      sent: null,
      answered: null,
    };
    expect(stateOf({ live: { monitor } })).toMatchObject({
      state: 'degraded',
      basis: 'The SAs are up, but 10.9.9.9 does not answer the monitor.',
    });
    expect(stateOf({ live: { monitor: { ...monitor, enabled: false } } }).state).toBe('up');
    expect(stateOf({ live: { monitor: { ...monitor, state: 'unknown' } } }).state).toBe('up');
  });

  it('says nothing of phase 1 where the device tells no state of it', () => {
    const untold = ikeSa({ state: 'unknown', establishedAt: null });
    expect(stateOf({ live: { ...nothing, ike: [untold] } }).basis).toBe(
      'No IPsec SA; the device does not tell its IKE SA.',
    );
  });

  it('is idle where no request for keys is counted, by what starts it and by a log without an attempt', () => {
    const idle = (start: 'at-once' | 'on-traffic' | 'never' | null, log: Partial<LogReading> | null = {}) =>
      stateOf({
        config: { children: [{ start }] },
        live: { ...nothing, ike: [ikeSa({ state: 'unknown' })] },
        ...(log === null ? {} : { log }),
      }).state;
    expect([idle('on-traffic'), idle('never')]).toEqual(['idle', 'idle']);
    expect([idle('at-once'), idle(null), idle('on-traffic', null)]).toEqual(['down', 'down', 'down']);
    expect(idle('on-traffic', { endsUp: false })).toBe('down');
  });

  it('is not one-way by the few bytes of the packets that asked for the tunnel', () => {
    const bytes = (bytesOut: bigint) =>
      childSa({ counters: counters({ packetsIn: null, packetsOut: null, bytesIn: 0n, bytesOut }) });
    expect(stateOf({ live: { children: [bytes(168n)] } }).state).toBe('up');
    expect(stateOf({ live: { children: [bytes(50_000n)] } })).toMatchObject({
      state: 'degraded',
      basis: 'The SAs are up; packets went out, none ever came in.',
    });
  });

  it('is not one-way where one direction is not told', () => {
    const half = counters({ packetsIn: null, packetsOut: null, bytesIn: null, bytesOut: 50_000n });
    expect(stateOf({ live: { children: [childSa({ counters: half })] } }).state).toBe('up');
  });

  it('is idle when a policy waits for traffic, and down when the device says that none does', () => {
    expect(stateOf({ live: { ...nothing, waitsForTraffic: true } }).state).toBe('idle');
    expect(stateOf({ live: { ...nothing, waitsForTraffic: false } }).state).toBe('down');
  });

  it('is idle where nobody tells only when no traffic asked and the log shows no failure', () => {
    expect(stateOf({ live: withAcquires(0n), log: {} }).state).toBe('idle');
    expect(stateOf({ live: withAcquires(0n) }).state).toBe('down');
    expect(stateOf({ live: withAcquires(0n), log: { endsUp: false } }).state).toBe('down');
    expect(stateOf({ live: withAcquires(7n), log: {} }).state).toBe('down');
    expect(stateOf({ live: withAcquires(7n), later: withAcquires(7n), log: {} }).state).toBe('idle');
    expect(stateOf({ live: withAcquires(7n), later: withAcquires(9n), log: {} }).state).toBe('down');
  });

  it('is never idle when a monitor always asks, or the end starts by itself', () => {
    const monitor = {
      enabled: true,
      destination: null,
      child: null,
      profile: null,
      action: null,
      intervalSeconds: null,
      threshold: null,
    };
    expect(stateOf({ config: { monitor }, live: withAcquires(0n), log: {} }).state).toBe('down');
    expect(
      stateOf({ config: { children: [{ start: 'at-once' }] }, live: withAcquires(0n), log: {} }).state,
    ).toBe('down');
  });

  it('is never down when it is not known', () => {
    expect(stateOf({ live: null })).toEqual({
      state: 'unknown',
      since: null,
      basis: 'fw-a does not answer.',
    });
    expect(stateOf({ live: { ...nothing, partial: true } }).state).toBe('unknown');
    expect(stateOf({ live: { children: [childSa({ state: 'unknown' })] } }).state).toBe('unknown');
  });

  it('is never down on the standby unit of a pair', () => {
    expect(stateOf({ ha: { local: 'passive' }, live: nothing })).toMatchObject({ state: 'unknown' });
    expect(stateOf({ ha: { local: 'active' }, live: nothing }).state).toBe('down');
    expect(stateOf({ ha: { enabled: false, local: 'passive' }, live: nothing }).state).toBe('down');
  });

  it('is disabled when it is switched off, even when the device cannot be asked for more', () => {
    expect(stateOf({ config: { disabled: true }, live: null }).state).toBe('disabled');
    expect(stateOf({ config: { ike: { disabled: true } }, live: nothing }).state).toBe('disabled');
    expect(stateOf({ config: { disabled: null }, live: nothing }).state).toBe('down');
  });

  it('takes the younger of two looks', () => {
    expect(stateOf({ live: nothing, later: {} }).state).toBe('up');
  });
});

describe('since when it is down', () => {
  const event = (says: EventWord, minute: number, phase: 1 | 2 | null = 1): LogEvent =>
    logEvent(says, `2026-03-01T11:${String(minute).padStart(2, '0')}:00.000Z`, phase);
  const since = (...events: LogEvent[]) => stateOf({ live: nothing, log: { events } }).since;

  it('is the first trouble after it last worked', () => {
    expect(
      since(
        event('auth-failed', 1),
        event('child-up', 5),
        event('deleted', 6),
        event('auth-failed', 10),
        event('auth-failed', 20),
      ),
    ).toBe('2026-03-01T11:10:00.000Z');
  });

  it('is not moved by phase 1 when phase 2 is what fails', () => {
    expect(
      since(
        event('child-up', 1, 2),
        event('proposal-refused', 10, 2),
        event('authenticated', 20),
        event('proposal-refused', 30, 2),
      ),
    ).toBe('2026-03-01T11:10:00.000Z');
  });

  it('is not claimed when the log never saw it work', () => {
    expect(since(event('auth-failed', 10), event('auth-failed', 20))).toBe(null);
    expect(since()).toBe(null);
  });
});

describe('two ends', () => {
  const end = (
    device: string,
    state: 'up' | 'down' | 'idle' | 'unknown' | 'disabled' | 'degraded',
    since: string | null = null,
  ) => ({ device, state, since, basis: `${state}.` });

  it('that agree are what both say, since the earlier time', () => {
    expect(combineEnds(end('a', 'up', '2026-01-02'), end('b', 'up', '2026-01-01'))).toEqual({
      state: 'up',
      since: '2026-01-01',
      basis: 'up.',
    });
  });

  it('of which one cannot tell are what the other says', () => {
    expect(combineEnds(end('a', 'down'), end('b', 'unknown')).state).toBe('down');
    expect(combineEnds(end('a', 'unknown'), end('b', 'up'))).toMatchObject({ state: 'up', basis: 'b: up.' });
    expect(combineEnds(end('a', 'unknown'), end('b', 'unknown')).state).toBe('unknown');
    expect(combineEnds(end('a', 'up'), null).state).toBe('up');
  });

  it('of which only one is up lose packets', () => {
    expect(combineEnds(end('a', 'up'), end('b', 'down'))).toMatchObject({
      state: 'degraded',
      basis: 'a: up. b: down.',
    });
    expect(combineEnds(end('a', 'idle'), end('b', 'down')).state).toBe('down');
    expect(combineEnds(end('a', 'down'), end('b', 'degraded')).state).toBe('degraded');
  });

  it('of which one starts on traffic and the other only answers are idle, unless an attempt failed', () => {
    const nothing = { ike: [], children: [], missingChildren: ['main'], waitsForTraffic: false };
    const base = tunnelConfig().ike;
    const passive = { live: nothing, config: { ike: { ...base, passive: true } } };
    const answers = { ...stateOf({ ...passive, log: { endsUp: null, candidates: [] } }), device: 'b' };
    const refused = { ...stateOf({ ...passive, log: { endsUp: false } }), device: 'b' };
    expect(combineEnds(end('a', 'idle'), answers).state).toBe('idle');
    expect(combineEnds(end('a', 'idle'), refused).state).toBe('down');
    expect(combineEnds({ ...end('a', 'idle'), triedInVain: true }, answers).state).toBe('down');
  });

  it('of which one is switched off are switched off', () => {
    expect(combineEnds(end('a', 'down'), end('b', 'disabled'))).toMatchObject({
      state: 'disabled',
      basis: 'b: disabled.',
    });
  });

  it('are never called broken during planned work', () => {
    const window = { from: '2026-03-01T11:00:00Z', to: '2026-03-01T13:00:00Z', why: 'upgrade' };
    const inside = new Date('2026-03-01T12:00:00Z');
    expect(underMaintenance(end('a', 'down'), window, inside)).toMatchObject({
      state: 'disabled',
      basis: 'Planned maintenance until 13:00 UTC: upgrade. Seen: down.',
    });
    expect(underMaintenance(end('a', 'up'), window, inside).state).toBe('up');
    expect(underMaintenance(end('a', 'down'), window, new Date('2026-03-01T13:00:00Z')).state).toBe('down');
  });
});
