// The past of a tunnel as people and programs read it: figures, outages with what was found out, changes, and what nobody knows.

import { describe, expect, it } from 'vitest';
import { historyCommand, historyDeclaration } from '../../../../src/capabilities/history/command.js';
import { historyAnswer } from '../../../../src/capabilities/history/schema.js';
import type { CommandRequest } from '../../../../src/commands/command.js';
import { readWords } from '../../../../src/commands/understand.js';
import type { KnownGoodVersion } from '../../../../src/domain/knownGood.js';
import { Problem } from '../../../../src/domain/problem.js';
import type { Report } from '../../../../src/domain/report.js';
import { goodForm } from '../../../../src/facts/goodSettings.js';
import type { IncidentEvent } from '../../../../src/incidents/events.js';
import { renderTerminal } from '../../../../src/render/terminal.js';
import type { Series } from '../../../../src/watch/samples.js';
import type { Mark, Period, WatchedTunnel } from '../../../../src/watch/state.js';
import type { TimeSpan } from '../../../../src/watch/store.js';
import { periodOf } from '../../doubles/periods.js';

const now = Date.parse('2026-11-22T12:00:00.000Z');
const hoursAgo = (hours: number): string => new Date(now - hours * 3_600_000).toISOString();

function period(state: Period['state'], from: number, to: number | null, more: Partial<Period> = {}): Period {
  const basis = 'No IKE SA.';
  return periodOf(state, hoursAgo(from), to === null ? null : hoursAgo(to), { basis, ...more });
}

interface Kept {
  readonly periods?: readonly Period[];
  readonly marks?: readonly Mark[];
  readonly looked?: readonly TimeSpan[];
  readonly firstLook?: string | null;
  readonly series?: readonly Series[];
  readonly incidents?: readonly (readonly IncidentEvent[])[];
  readonly versions?: readonly KnownGoodVersion[];
  readonly watched?: WatchedTunnel | null;
}

const watched: WatchedTunnel = {
  tunnel: 'paris',
  state: 'up',
  since: hoursAgo(2),
  sinceAtLeast: false,
  basis: 'Both phases are up.',
  lookedAt: hoursAgo(0),
};

async function history(line: string, kept: Kept): Promise<Report> {
  const looked = kept.looked ?? [{ from: hoursAgo(10_000), to: hoursAgo(0) }];
  const command = historyCommand({
    clock: { now: () => new Date(now), sleep: async () => undefined },
    zone: 'Europe/Paris',
    sampleMs: 0,
    desk: {
      ask: async () => {
        throw new Error('a device was asked');
      },
    },
    fleet: {
      devices: [],
      declared: () => [],
      view: async () => ({ tunnels: [], gaps: [], devices: [] }),
      resolve: async (name) => {
        throw new Problem('unknown-tunnel', { name, hint: '' });
      },
    },
    stores: async () => ({
      watch: {
        state: async (name) => (name === 'paris' ? (kept.watched ?? watched) : null),
        periods: async () => kept.periods ?? [],
        marks: async () => kept.marks ?? [],
      },
      samples: {
        looked: async () => looked,
        firstLook: async () => (kept.firstLook === undefined ? hoursAgo(10_000) : kept.firstLook),
        series: async () => kept.series ?? [{ device: 'fw-paris', end: 'to-hq', points: [] }],
      },
      knownGood: { versions: async () => kept.versions ?? [] },
      incidents: { list: async () => kept.incidents ?? [] },
    }),
  });
  const words = readWords(historyDeclaration, line.split(' ').slice(1), '');
  const request: CommandRequest = {
    words,
    asker: { id: 'U1', name: 'Ada', channel: null, via: 'chat' },
    ask: { signal: new AbortController().signal, deadlineAt: hoursAgo(-1) },
    onProgress: () => undefined,
    key: 'k',
    attachments: [],
    thread: null,
  };
  const report = await command.run(request);
  historyAnswer.parse(report.json);
  return report;
}

const shown = (report: Report): string =>
  renderTerminal(report, { color: false, width: 200, now: new Date(now), zone: 'UTC' });

const trigger = {
  says: "11 s after admin's commit on fw-hq",
  at: hoursAgo(5.01),
  device: 'fw-hq',
  who: 'admin',
};

describe('history', () => {
  it('tells each outage with cause and trigger, and how available the tunnel was', async () => {
    const report = await history('history paris 24h', {
      periods: [
        period('up', 100, 5),
        period('down', 5, 2, { cause: 'peer-id-mismatch', confidence: 'certain', trigger }),
        period('up', 2, null),
      ],
      marks: [
        { tunnel: 'paris', at: hoursAgo(20), kind: 'rekey', device: 'fw-paris', text: 'renewed' },
        { tunnel: 'paris', at: hoursAgo(19.99), kind: 'rekey', device: 'fw-hq', text: 'renewed' },
        { tunnel: 'paris', at: hoursAgo(10), kind: 'rekey', device: 'fw-paris', text: 'renewed' },
      ],
    });
    expect(report.title).toBe('paris, last 1 d: 87.50 % available, 1 outage');
    expect(report.json).toMatchObject({
      tunnel: 'paris',
      from: hoursAgo(24),
      to: hoursAgo(0),
      availability: 0.875,
      rekeys: 2,
      outages: [
        {
          from: hoursAgo(5),
          to: hoursAgo(2),
          seconds: 10_800,
          cause: 'peer-id-mismatch',
          trigger: trigger.says,
          incident: null,
        },
      ],
      changes: [{ at: trigger.at, device: 'fw-hq', who: 'admin', before: null, after: null }],
    });
    const text = shown(report);
    expect(text).toContain('2026-11-22 07:00:00 UTC for 3 h, down: IKE ID mismatch (confirmed).');
    expect(text).toContain("11 s after admin's commit on fw-hq.");
    expect(text).toContain('Up 21 h, down 3 h; 2 rekeys.');
  });

  it('tells each setting that set an outage off, and that it was set back', async () => {
    const settings = [{ setting: 'ike.local-id' as const, child: null, before: 'a', after: 'b' }];
    const version: KnownGoodVersion = {
      tunnel: 'paris',
      device: 'fw-hq',
      from: hoursAgo(100),
      last: hoursAgo(1),
      negotiated: true,
      good: {
        form: 1,
        settings: [{ name: 'ike.local-id', child: null, value: 'a' }],
        objects: [],
        inUse: { ike: null, child: null, peerId: null },
        routeToPeer: null,
        software: null,
        unit: null,
      },
    };
    const told = async (setBack: object) => {
      const { json } = await history('history paris 24h', {
        periods: [
          period('up', 100, 5),
          period('down', 5, 2, {
            cause: 'peer-id-mismatch',
            confidence: 'certain',
            trigger: { ...trigger, kind: 'change', settings, ...setBack },
          }),
          period('up', 2, null),
        ],
        marks: [{ tunnel: 'paris', at: trigger.at, kind: 'change', device: 'fw-hq', text: trigger.says }],
        versions: [version],
      });
      return json;
    };
    expect(await told({})).toMatchObject({
      changes: [
        { at: trigger.at, device: 'fw-hq', who: 'admin', what: 'local ID', before: 'a', after: 'b' },
        { at: hoursAgo(2), device: 'fw-hq', who: null, what: 'local ID', before: 'b', after: 'a' },
      ],
    });
    expect(await told({ setBack: { at: hoursAgo(2.1), who: 'maria' } })).toMatchObject({
      changes: [
        { who: 'admin', after: 'b' },
        { at: hoursAgo(2.1), device: 'fw-hq', who: 'maria', what: 'local ID', before: 'b', after: 'a' },
      ],
    });
  });

  it('that begins within the span says that nothing is known before', async () => {
    const first = { periods: [period('up', 300, null)], firstLook: hoursAgo(48), looked: [] };
    const report = await history('history paris', {
      ...first,
      looked: [{ from: hoursAgo(48), to: hoursAgo(0) }],
    });
    expect(report.title).toBe('paris, last 7 d: 100 % available of the 2 d that count, no outage seen');
    expect(report.json).toMatchObject({
      knownSince: hoursAgo(48),
      seconds: { up: 48 * 3600, unknown: 120 * 3600 },
    });
    expect(shown(report)).toContain('Nothing is known before 2026-11-20 12:00 UTC.');
  });

  it('of what nobody looked at is unknown, and its outage says so', async () => {
    const report = await history('history paris --since 24h', {
      periods: [period('up', 100, 10), period('down', 10, null)],
      looked: [
        { from: hoursAgo(100), to: hoursAgo(8) },
        { from: hoursAgo(6), to: hoursAgo(0.01) },
      ],
      watched: { ...watched, state: 'down', since: hoursAgo(10) },
    });
    expect(report.tone).toBe('bad');
    expect(report.json).toMatchObject({
      seconds: { up: 14 * 3600, down: 8 * 3600, unknown: 2 * 3600 },
      outages: [{ to: null, seconds: 36_000, unseenSeconds: 7200, cause: 'insufficient-data' }],
    });
    expect(shown(report)).toContain('until now 10 h, down: No IKE SA; not diagnosed.');
    expect(shown(report)).toContain('Nobody looked for 2 h of it.');
  });

  it('does not count planned work', async () => {
    const report = await history('history paris 24h', {
      periods: [period('up', 100, 5), period('down', 5, 3, { planned: true }), period('up', 3, null)],
    });
    expect(report.title).toBe('paris, last 1 d: 100 % available, no outage seen');
    expect(shown(report)).toContain('Planned, not counted.');
  });

  it('without a look says that nothing is known, not that nothing happened', async () => {
    const report = await history('history paris', { firstLook: null, looked: [], watched: null });
    expect(report.title).toBe('paris, last 7 d: nothing is known');
    expect(report.tone).toBe('unknown');
    expect(report.summary.some((block) => block.kind === 'picture')).toBe(false);
    expect(report.json).toMatchObject({
      availability: null,
      knownSince: null,
      seconds: { unknown: 604_800 },
    });
  });

  it('names the incident of an outage, and the cause that was found in it', async () => {
    const by = { id: 'U1', name: 'Ada' };
    const verdict = {
      cause: 'psk-mismatch' as const,
      confidence: 'likely' as const,
      side: 'theirs' as const,
      summary: '',
      ruledOut: [],
      nextOurs: '',
      nextTheirs: '',
    };
    const event = (seq: number, hours: number, what: IncidentEvent['what']): IncidentEvent => ({
      incident: 'inc-4f7k2m',
      seq,
      at: hoursAgo(hours),
      by,
      key: `k${seq}`,
      what,
    });
    const report = await history('history paris 24h', {
      periods: [period('up', 100, 5), period('down', 5, 2), period('up', 2, null)],
      incidents: [
        [
          event(1, 4.5, { kind: 'opened', tunnel: 'paris', severity: 'normal', channel: null }),
          event(2, 4.4, { kind: 'verdict', verdict }),
        ],
      ],
    });
    expect(report.json).toMatchObject({
      outages: [{ incident: 'inc-4f7k2m', cause: 'psk-mismatch', confidence: 'likely' }],
    });
  });

  it('lists what was set otherwise when it was next up, with both values', async () => {
    const version = (from: number, value: string): KnownGoodVersion => ({
      tunnel: 'paris',
      device: 'fw-paris',
      from: hoursAgo(from),
      last: hoursAgo(from - 1),
      negotiated: true,
      good: {
        form: goodForm,
        settings: [{ name: 'ike.local-id', child: null, value }],
        objects: [],
        inUse: { ike: null, child: null, peerId: null },
        routeToPeer: null,
        software: null,
        unit: null,
      },
    });
    const report = await history('history paris 24h', {
      periods: [period('up', 100, null)],
      versions: [version(2, '10.222.191.127'), version(90, '198.51.100.10')],
    });
    expect(report.json).toMatchObject({
      changes: [
        {
          at: hoursAgo(2),
          device: 'fw-paris',
          what: 'local ID',
          before: '198.51.100.10',
          after: '10.222.191.127',
        },
      ],
    });
    expect(shown(report)).toContain('fw-paris: local ID 198.51.100.10 → 10.222.191.127');
  });

  it('draws a picture whose alternative text carries the result', async () => {
    const report = await history('history paris 24h', {
      periods: [period('up', 100, 5), period('down', 5, 2), period('up', 2, null)],
      series: [
        {
          device: 'fw-paris',
          end: 'to-hq',
          points: [
            {
              at: hoursAgo(1),
              step: 0,
              state: 'up',
              seconds: 60,
              bytesIn: 60_000_000,
              bytesOut: 0,
              packetsIn: null,
              packetsOut: null,
            },
          ],
        },
      ],
    });
    const block = report.summary.find((one) => one.kind === 'picture');
    expect(block?.kind === 'picture' && block.alt).toBe(
      'paris, last 1 d: 87.50 % available, 1 outage; Traffic up to 1.00 MB/s in, 0 B/s out',
    );
    expect(block?.kind === 'picture' && block.picture).toMatchObject({
      zone: 'Europe/Paris',
      ticks: [
        { at: '2026-11-21T17:00:00.000Z', label: '18:00' },
        { at: '2026-11-21T23:00:00.000Z', label: '22 Nov' },
        { at: '2026-11-22T05:00:00.000Z', label: '06:00' },
        { at: '2026-11-22T11:00:00.000Z', label: '12:00' },
      ],
    });
  });

  it('of which hardly anything is known gives no percentage, and draws only that', async () => {
    const report = await history('history paris 7d', {
      periods: [period('up', 0.2, 0.1), period('down', 0.1, null)],
      firstLook: hoursAgo(0.2),
      looked: [{ from: hoursAgo(0.2), to: hoursAgo(0) }],
      watched: { ...watched, state: 'down', since: hoursAgo(0.1) },
    });
    expect(report.title).toBe('paris, last 7 d: 1 outage; watched for 12 min, too short for a percentage');
    expect(report.json).toMatchObject({ from: hoursAgo(168), to: hoursAgo(0) });
    const block = report.summary.find((one) => one.kind === 'picture');
    expect(block?.kind === 'picture' && block.picture).toMatchObject({
      from: new Date(now - 13.2 * 60_000).toISOString(),
      to: hoursAgo(0),
    });
    expect(block?.kind === 'picture' && block.alt).toContain(
      'Drawn are only the 13 min around what is known',
    );
  });

  it('of a tunnel that nobody knows is a question back, and the future is none', async () => {
    await expect(history('history nowhere', {})).rejects.toThrow('nowhere');
    await expect(history('history paris --since 2027-01-01', {})).rejects.toThrow('future');
  });
});
