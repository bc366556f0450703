// What a scrape is answered: every tunnel as series, whatever its state, and the bot's own health beside them.

import { describe, expect, it } from 'vitest';
import type { SweepChild, SweepRow } from '../../../src/domain/sweep.js';
import type { FleetTunnel } from '../../../src/fleet/fleetTunnel.js';
import { createMetrics, type MetricsParts } from '../../../src/metrics/index.js';
import { systemClock } from '../../../src/support/clock.js';
import { startListener } from '../../../src/support/listener.js';
import type { WatchedState, WatchedTunnel } from '../../../src/watch/state.js';
import type { Swept } from '../../../src/watch/swept.js';
import { DoubleDevice } from '../doubles/device.js';

const signal = new AbortController().signal;

function metricsOf(states: readonly WatchedTunnel[], more: Partial<MetricsParts> = {}) {
  const metrics = createMetrics({
    version: '1.2.3',
    clock: systemClock,
    slack: () => ({ ready: true, running: 2, waiting: 3 }),
    queues: async () => ({ outbox: 4, inbox: 0, outgoing: 5 }),
    states: async () => states,
    newestEnds: async () => [],
    configured: async () => [],
    askCertificates: async () => undefined,
    ...more,
  });
  const read = async (accept = ''): Promise<{ readonly type: string; readonly text: string }> => {
    const listener = await startListener(
      { host: '127.0.0.1', port: 0 },
      [metrics.route(async () => 'a-secret')],
      () => undefined,
    );
    const answer = await fetch(`http://127.0.0.1:${listener.port}/metrics`, {
      headers: { authorization: 'Bearer a-secret', accept },
    });
    const text = await answer.text();
    await listener.stop();
    return { type: answer.headers.get('content-type') ?? '', text };
  };
  return { metrics, read, series: async () => (await read()).text.split('\n') };
}

function watched(tunnel: string, state: WatchedState): WatchedTunnel {
  const since = '2026-11-29T20:00:00.000Z';
  return { tunnel, state, since, sinceAtLeast: false, basis: '', lookedAt: '2026-11-29T22:00:00.000Z' };
}

function child(name: string, more: Partial<SweepChild> = {}): SweepChild {
  return {
    name,
    state: 'up',
    spiIn: '00000001',
    spiOut: '00000002',
    expiresAt: null,
    counters: null,
    ...more,
  };
}

function swept(name: string, row: Partial<SweepRow>): Swept {
  const end: SweepRow = {
    tunnel: name,
    state: 'up',
    since: null,
    basis: '',
    peer: null,
    monitor: null,
    ike: null,
    children: [],
    ...row,
  };
  const tunnel = { name } as FleetTunnel;
  return {
    device: 'fw-a',
    at: '2026-11-29T22:00:00.000Z',
    unit: null,
    ends: [{ tunnel, row: end, before: null, watched: watched(name, 'up') }],
    beforeAt: null,
    changes: [],
    marks: [],
  };
}

describe('a tunnel', () => {
  it.each(['up', 'degraded', 'down', 'idle', 'disabled', 'unknown', 'flapping'] as const)(
    'that is %s has a series for that and for every other state',
    async (state) => {
      const lines = await metricsOf([watched('tunnel-x', state)]).series();
      const states = lines.filter((line) => line.startsWith('tunnelmedic_tunnel_state{'));
      expect(states).toHaveLength(7);
      expect(states.filter((line) => line.endsWith(' 1'))).toEqual([
        `tunnelmedic_tunnel_state{tunnel="tunnel-x",state="${state}"} 1`,
      ]);
    },
  );

  it('that nobody watches is unknown, and one that is watched is told once', async () => {
    const configured = async () => ['lab-test', 'tunnel-x'];
    const lines = await metricsOf([watched('tunnel-x', 'down')], { configured }).series();
    const states = lines.filter((line) => /^tunnelmedic_tunnel_state\{.* 1$/.test(line));
    expect(states).toEqual([
      'tunnelmedic_tunnel_state{tunnel="lab-test",state="unknown"} 1',
      'tunnelmedic_tunnel_state{tunnel="tunnel-x",state="down"} 1',
    ]);
    expect(lines.filter((line) => line.includes('lab-test'))).toHaveLength(7);
  });

  it('tells since when, in seconds', async () => {
    const lines = await metricsOf([watched('tunnel-x', 'down')]).series();
    expect(lines).toContain('tunnelmedic_tunnel_last_change_timestamp_seconds{tunnel="tunnel-x"} 1795982400');
  });

  it('keeps its series while the database is away', async () => {
    let isAway = false;
    const { series } = metricsOf([], {
      states: async () => {
        if (isAway) throw new Error('away');
        return [watched('tunnel-x', 'down')];
      },
    });
    await series();
    isAway = true;
    expect(await series()).toContain('tunnelmedic_tunnel_state{tunnel="tunnel-x",state="down"} 1');
  });
});

describe('an end', () => {
  it('is told the same by a replica that did not sweep it', async () => {
    const counters = { identity: 'a', bytesIn: 10n, bytesOut: 20n, packetsIn: 1n, packetsOut: 2n };
    const seen = swept('tunnel-x', { monitor: 'up', children: [child('lan', { counters })] });
    const { device, at } = seen;
    const reachable = { value: true };
    const newestEnds: MetricsParts['newestEnds'] = async (than) => {
      const ends = seen.ends.map(({ tunnel, row }) => ({ tunnel: tunnel.name, row }));
      return [{ device, at, reachable: reachable.value, ends: than.get(device) === at ? null : ends }];
    };
    const [own, other] = [metricsOf([], { newestEnds }), metricsOf([], { newestEnds })];
    await own.metrics.listeners[0]?.swept?.(seen, signal);
    const ofTunnel = (lines: readonly string[]) =>
      lines.filter((line) => line.startsWith('tunnelmedic_tunnel_'));
    const [mine, theirs] = [await own.series(), await other.series()].map(ofTunnel);
    expect(theirs).toEqual(mine);
    expect(mine?.join()).toContain(
      'tunnelmedic_tunnel_bytes_total{tunnel="tunnel-x",device="fw-a",child="lan",direction="in"} 10',
    );
    expect(ofTunnel(await other.series())).toEqual(theirs);
    reachable.value = false;
    expect(await other.series()).toContain(
      'tunnelmedic_tunnel_end_up{tunnel="tunnel-x",device="fw-a",phase="2"} Nan',
    );
  });

  it('tells both phases, its children, its monitor and when keys have to be renewed', async () => {
    const { metrics, series } = metricsOf([]);
    const ike = { id: '1', establishedAt: '2026-11-29T21:00:00.000Z', expiresAt: '2026-11-30T05:00:00.000Z' };
    const children = [
      child('lan', { expiresAt: '2026-11-29T23:00:00.000Z' }),
      child('lab', { state: 'no-sa', spiIn: null }),
    ];
    await metrics.listeners[0]?.swept?.(swept('tunnel-x', { ike, monitor: 'down', children }), signal);
    const lines = await series();
    expect(lines).toEqual(
      expect.arrayContaining([
        'tunnelmedic_tunnel_end_up{tunnel="tunnel-x",device="fw-a",phase="1"} 1',
        'tunnelmedic_tunnel_end_up{tunnel="tunnel-x",device="fw-a",phase="2"} 1',
        'tunnelmedic_tunnel_child_up{tunnel="tunnel-x",device="fw-a",child="lan"} 1',
        'tunnelmedic_tunnel_child_up{tunnel="tunnel-x",device="fw-a",child="lab"} 0',
        'tunnelmedic_tunnel_monitor_up{tunnel="tunnel-x",device="fw-a"} 0',
        'tunnelmedic_tunnel_sa_established_timestamp_seconds{tunnel="tunnel-x",device="fw-a",phase="1",child=""} 1795986000',
        'tunnelmedic_tunnel_sa_expiry_timestamp_seconds{tunnel="tunnel-x",device="fw-a",child="lan",phase="2"} 1795993200',
      ]),
    );
  });

  it('of a device that cannot be asked is neither up nor down', async () => {
    const { metrics, series } = metricsOf([]);
    await metrics.listeners[0]?.swept?.(swept('tunnel-x', { children: [child('lan')] }), signal);
    await metrics.listeners[0]?.device?.(
      { device: 'fw-a', at: '', reachable: false, says: '', remedy: '' },
      signal,
    );
    expect(await series()).toContain(
      'tunnelmedic_tunnel_end_up{tunnel="tunnel-x",device="fw-a",phase="2"} Nan',
    );
  });

  it('with very many children tells some, and how many more there are', async () => {
    const { metrics, series } = metricsOf([]);
    const children = Array.from({ length: 100 }, (_, index) => child(`c${index}`));
    await metrics.listeners[0]?.swept?.(swept('tunnel-x', { children }), signal);
    const lines = await series();
    expect(lines.filter((line) => line.startsWith('tunnelmedic_tunnel_child_up{'))).toHaveLength(64);
    expect(lines).toContain('tunnelmedic_tunnel_children_left_out{tunnel="tunnel-x",device="fw-a"} 36');
  });
});

describe('traffic', () => {
  const counters = (identity: string, bytesIn: bigint) => ({
    identity,
    bytesIn,
    bytesOut: null,
    packetsIn: null,
    packetsOut: null,
  });
  const bytes = async (series: () => Promise<readonly string[]>) =>
    (await series()).filter((line) => line.startsWith('tunnelmedic_tunnel_bytes_total{'));
  const labels = '{tunnel="tunnel-x",device="fw-a",child="lan",direction="in"}';

  it('goes on growing over a rekey and a restart of the counter', async () => {
    const { metrics, series } = metricsOf([]);
    for (const [identity, total] of [
      ['a', 100n],
      ['a', 150n],
      ['b', 10n],
      ['b', 4n],
    ] as const)
      await metrics.listeners[0]?.swept?.(
        swept('tunnel-x', { children: [child('lan', { counters: counters(identity, total) })] }),
        signal,
      );
    expect(await bytes(series)).toEqual([`tunnelmedic_tunnel_bytes_total${labels} 164`]);
  });

  it('of a child that is not configured any more has no series', async () => {
    const { metrics, series } = metricsOf([]);
    const before = swept('tunnel-x', { children: [child('lan', { counters: counters('a', 1n) })] });
    await metrics.listeners[0]?.swept?.(before, signal);
    await metrics.listeners[0]?.swept?.(swept('tunnel-x', { children: [child('other')] }), signal);
    expect(await bytes(series)).toEqual([]);
  });
});

describe('a device', () => {
  const call = { signal, deadlineAt: '2030-01-01T00:00:00Z' };

  it('is counted by what its questions brought, and is neither reachable nor not before the first', async () => {
    const { metrics, series } = metricsOf([]);
    const double = new DoubleDevice({ clock: systemClock, answers: { sweep: { unit: null, rows: [] } } });
    const device = metrics.observe(double);
    expect(await series()).toContain('tunnelmedic_device_reachable{device="fw-a"} Nan');
    await device.fetch('sweep', {}, call);
    expect(await series()).toEqual(
      expect.arrayContaining([
        'tunnelmedic_device_reachable{device="fw-a"} 1',
        'tunnelmedic_device_calls_total{device="fw-a",result="answered"} 1',
        'tunnelmedic_watch_sweep_seconds_count 1',
        'tunnelmedic_device_question_seconds_count{device="fw-a"} 1',
      ]),
    );
    double.broken = 'unreachable';
    await device.fetch('sweep', {}, call);
    expect(await series()).toEqual(
      expect.arrayContaining([
        'tunnelmedic_device_reachable{device="fw-a"} 0',
        'tunnelmedic_device_calls_total{device="fw-a",result="unreachable"} 1',
      ]),
    );
  });

  it('tells when its certificates end, once somebody asked for them', async () => {
    const { metrics, series } = metricsOf([]);
    const certificate = {
      name: 'vpn',
      subject: 'CN=vpn',
      issuer: 'CN=ca',
      alternativeNames: [],
      notBefore: '2026-01-01T00:00:00Z',
      notAfter: '2027-01-01T00:00:00Z',
      hasPrivateKey: true,
      use: 'own' as const,
    };
    const device = metrics.observe(
      new DoubleDevice({ clock: systemClock, answers: { certificates: [certificate] } }),
    );
    await device.fetch('certificates', {}, call);
    expect(await series()).toContain(
      'tunnelmedic_device_certificate_expiry_timestamp_seconds{device="fw-a",certificate="vpn",use="own"} 1798761600',
    );
  });
});

describe('certificates', () => {
  it('are asked for with the first look at a device, and twice a day', async () => {
    let now = new Date('2026-11-29T22:00:00Z');
    const asked: string[] = [];
    const { metrics } = metricsOf([], {
      clock: { ...systemClock, now: () => now },
      askCertificates: async (device) => asked.push(device),
    });
    const [, certificates] = metrics.listeners;
    for (let hour = 0; hour < 25; hour += 1) {
      await certificates?.swept?.(swept('tunnel-x', {}), signal);
      now = new Date(now.getTime() + 3_600_000);
    }
    expect(asked).toEqual(['fw-a', 'fw-a', 'fw-a']);
  });
});

describe('the bot itself', () => {
  it('tells acknowledgements, queues, Slack and its event loop', async () => {
    const { metrics, series } = metricsOf([]);
    metrics.acknowledged(0.02);
    const lines = await series();
    expect(lines).toEqual(
      expect.arrayContaining([
        'tunnelmedic_slack_ack_seconds_count 1',
        'tunnelmedic_slack_connected 1',
        'tunnelmedic_slack_messages_waiting 3',
        'tunnelmedic_questions_running 2',
        'tunnelmedic_queue_rows{queue="outbox"} 4',
        'tunnelmedic_build_info{version="1.2.3"} 1',
      ]),
    );
    expect(lines.some((line) => line.startsWith('nodejs_eventloop_lag_p99_seconds '))).toBe(true);
  });

  it('answers in OpenMetrics where that is asked for', async () => {
    const { read } = metricsOf([watched('tunnel-x', 'down')]);
    const [text, open] = [
      await read('text/plain'),
      await read('application/openmetrics-text; version=1.0.0'),
    ];
    expect(text.type).toContain('text/plain; version=0.0.4');
    expect(open.type).toContain('application/openmetrics-text');
    expect(open.text.endsWith('# EOF\n')).toBe(true);
    expect(text.text).not.toContain('# EOF');
  });

  it('names counters alike in both forms, in whichever order they are asked for', async () => {
    const { metrics, read } = metricsOf([]);
    metrics.observe(new DoubleDevice({ clock: systemClock }));
    const series = 'tunnelmedic_device_calls_total{device="fw-a",result="answered"} 0';
    for (const accept of [
      'text/plain',
      'application/openmetrics-text',
      'text/plain',
      'application/openmetrics-text',
    ])
      expect((await read(accept)).text, accept).toContain(series);
  });
});
