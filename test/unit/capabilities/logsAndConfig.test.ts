import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../src/domain/log.js';
import { readLines } from '../../../src/logs/readLines.js';
import { ManualClock } from '../../support/manualClock.js';
import { DoubleDevice } from '../doubles/device.js';
import { engineOver, onTerminal } from '../doubles/engine.js';
import { type ConfigOptions, proposals, selectors, tunnelConfig } from '../doubles/tunnels.js';

function line(minute: number, change: Partial<LogLine> = {}): LogLine {
  return {
    at: `2026-03-01T11:${String(minute).padStart(2, '0')}:00.000Z`,
    text: `line ${minute}`,
    eventId: '',
    severity: 'info',
    object: '',
    number: minute,
    ...change,
  };
}

function engineWith(ends: Record<string, { lines?: readonly LogLine[]; config?: ConfigOptions }>) {
  const clock = new ManualClock();
  const scopes: unknown[] = [];
  const doubles = Object.entries(ends).map(
    ([name, end]) =>
      new DoubleDevice({
        clock,
        name,
        answers: {
          inventory: [tunnelConfig({ device: name, ...end.config })],
          log: ({ from, to, limit }) => {
            scopes.push({ from, to, limit });
            return { vendor: 'double', lines: end.lines ?? [], from: null, to: null, truncated: false };
          },
        },
      }),
  );
  const engine = engineOver({
    clock,
    devices: doubles,
    // The project's own signatures, as in the product.
    readLog: (window) => readLines(window.lines, { vendor: 'panos' }),
  });
  const run = (text: string, via: 'chat' | 'terminal' = 'terminal') =>
    clock.finish(
      engine.dispatcher.run(text, {
        asker: { ...onTerminal.asker, via },
        signal: new AbortController().signal,
      }),
    );
  return { run, scopes, doubles };
}

const a = { local: '198.51.100.1', peer: '203.0.113.9' };
const b = { local: '203.0.113.9', peer: '198.51.100.1' };

describe('logs', () => {
  it('of both ends stand in one order of time', async () => {
    const { run } = engineWith({
      'fw-a': { lines: [line(1), line(3)], config: a },
      'fw-b': { lines: [line(2)], config: b },
    });
    const report = await run('logs tunnel-x');
    const lines = (report.json as { lines: { device: string; text: string }[] }).lines;
    expect(lines.map((one) => `${one.device} ${one.text}`)).toEqual([
      'fw-a line 1',
      'fw-b line 2',
      'fw-a line 3',
    ]);
  });

  it('ask for the range that was typed', async () => {
    const { run, scopes } = engineWith({ 'fw-a': {} });
    await run('logs tunnel-x --since 2h --until 30m');
    expect(scopes).toEqual([
      { from: '2026-03-01T10:00:00.000Z', to: '2026-03-01T11:30:00.000Z', limit: 1000 },
    ]);
    expect((await run('logs tunnel-x --since 1h --until 2h')).title).toContain(
      '`--until` must be later than `--since`',
    );
  });

  it('are filtered by severity and phase; what nobody can place belongs to neither phase', async () => {
    const { run } = engineWith({
      'fw-a': {
        lines: [
          line(1, { severity: 'error', eventId: 'ike-nego-p1-fail' }),
          line(2, { severity: 'warning', text: 'phase-2 negotiation failed' }),
          line(3),
        ],
      },
    });
    const texts = async (options: string) =>
      ((await run(`logs tunnel-x ${options}`)).json as { lines: { text: string }[] }).lines.map(
        (one) => one.text,
      );
    expect(await texts('--severity warning')).toEqual(['line 1', 'phase-2 negotiation failed']);
    expect(await texts('--severity error')).toEqual(['line 1']);
    expect(await texts('--phase 1')).toEqual(['line 1']);
    expect(await texts('--phase 2')).toEqual(['phase-2 negotiation failed']);
    expect((await run('logs tunnel-x --phase 3')).title).toContain('`--phase` is one of 1, 2');
    expect((await run('logs tunnel-x --severity bad')).title).toContain('`--severity` is one of');
  });

  it('that point at a cause pass every severity: devices print them as mere information', async () => {
    const refused = line(5, {
      text: 'received ID_I (type ipaddr [192.0.2.7]) does not match peers id',
      eventId: 'ikev2-nego-child-fail',
    });
    const { run } = engineWith({ 'fw-a': { lines: [line(1), refused] } });
    const { lines } = (await run('logs tunnel-x --severity error')).json as { lines: { text: string }[] };
    expect(lines.map((one) => one.text)).toEqual([refused.text]);
  });

  it('that repeat are one line with a count, first and last time, until somebody asks for all of them', async () => {
    const steps = ['03[NET] <x|1> sending packet', '03[IKE] <x|1> received AUTHENTICATION_FAILED'];
    const lines = Array.from({ length: 24 }, (_, attempt) =>
      steps.map((text, index) =>
        line(attempt * 2 + index, {
          text: text.replace('03', String(10 + attempt)).replace('|1', `|${attempt}`),
        }),
      ),
    ).flat();
    const { run } = engineWith({ 'fw-a': { lines } });
    const report = await run('logs tunnel-x');
    const [, log] = report.summary;
    expect(log).toMatchObject({
      kind: 'log',
      lines: [
        { at: line(0).at, times: { count: 24, last: line(46).at } },
        { at: line(1).at, times: { count: 24, last: line(47).at } },
      ],
    });
    expect([report.detail, report.files]).toEqual([[], []]);
    expect((report.json as { lines: unknown[] }).lines).toHaveLength(48);
    const all = await run('logs tunnel-x --all');
    expect(all.summary[1]).toMatchObject({ lines: { length: 48 } });
  });

  it('are a file with a harmless name in a conversation, for whoever asks for all of them', async () => {
    const lines = Array.from({ length: 60 }, (_, index) => line(index % 60, { text: `to 192.0.2.${index}` }));
    const { run } = engineWith({ 'fw-a': { lines, config: { tunnel: '../../<x>' } } });
    const short = await run('logs ../../<x>', 'chat');
    expect([short.files, short.actions[0]?.command]).toEqual([[], 'logs "../../<x>" --all']);
    const report = await run('logs ../../<x> --all', 'chat');
    expect(report.files.map((file) => file.name)).toEqual(['..-..-x-.log']);
    expect(report.files[0]?.text.split('\n').length).toBe(61);
  });

  it('say which end could not be read', async () => {
    const { run, doubles } = engineWith({ 'fw-a': { lines: [line(1)], config: a }, 'fw-b': { config: b } });
    await run('list');
    const [, second] = doubles;
    if (second) second.broken = 'timeout';
    const report = await run('logs tunnel-x');
    expect(report.json).toMatchObject({
      lines: [{ text: 'line 1' }],
      unchecked: [{ what: 'Log of fw-b', why: 'fw-b cannot be reached.' }],
    });
  });
});

describe('config', () => {
  const rowsOf = async (ours: ConfigOptions, theirs: ConfigOptions) => {
    const { run } = engineWith({
      'fw-a': { config: { ...a, ...ours } },
      'fw-b': { config: { ...b, ...theirs } },
    });
    const report = await run('config tunnel-x');
    const rows = (report.json as { rows: { label: string; state: string }[] }).rows;
    return { report, state: (label: string) => rows.find((row) => row.label.startsWith(label))?.state };
  };
  const mirrored = { children: [{ local: selectors('10.2.0.0/24'), remote: selectors('10.1.0.0/24') }] };

  it('says that both ends fit when they are mirror images', async () => {
    const { report, state } = await rowsOf({}, mirrored);
    expect(JSON.stringify(report.summary)).toContain('Both ends match');
    expect(
      ['Our address', 'Our peer', 'Phase 2: our networks', 'Local ID', 'Phase 1 proposals'].map(state),
    ).toEqual(Array(5).fill('same'));
  });

  it('marks each setting that differs', async () => {
    const { report, state } = await rowsOf(
      {
        ike: {
          version: 'ikev1',
          proposals: proposals('aes128/sha1/modp1024', 'ike'),
          localId: { type: 'fqdn', value: 'a.example' },
        },
      },
      { children: [{ local: selectors('10.2.0.0/16'), remote: selectors('10.1.0.0/24'), pfs: [] }] },
    );
    expect(
      ['IKE version', 'Phase 1 proposals', 'Local ID', 'Phase 2: their networks', 'Phase 2: PFS'].map(state),
    ).toEqual(Array(5).fill('differs'));
    expect(state('Phase 2: our networks')).toBe('same');
    expect(report.tone).toBe('warning');
  });

  it('cannot compare what is not readable, and never calls it equal', async () => {
    const { state } = await rowsOf(
      { ike: { proposals: null, auth: null } },
      { ...mirrored, ike: { proposals: null } },
    );
    expect(['Phase 1 proposals', 'Authentication'].map(state)).toEqual(['unknown', 'unknown']);
  });

  it('knows which settings fit though they differ', async () => {
    const { state } = await rowsOf({ ike: { version: 'ikev2-preferred', passive: true } }, mirrored);
    expect(['IKE version', 'Passive'].map(state)).toEqual(['same', 'same']);
    const both = await rowsOf({ ike: { passive: true } }, { ...mirrored, ike: { passive: true } });
    expect(both.state('Passive')).toBe('differs');
  });

  it('does not compare what each end decides for itself', async () => {
    const dpd = (intervalSeconds: number) => ({ enabled: true, intervalSeconds, retries: null });
    const { state } = await rowsOf(
      { ike: { lifetimeSeconds: 28_800, dpd: dpd(5), natTraversal: 'on' } },
      { ...mirrored, ike: { lifetimeSeconds: 3_600, dpd: dpd(30), natTraversal: 'forced' } },
    );
    expect(['Phase 1 lifetime', 'DPD', 'NAT traversal'].map(state)).toEqual(['apart', 'apart', 'same']);
    const ikev1 = await rowsOf(
      { ike: { version: 'ikev1', lifetimeSeconds: 28_800 } },
      { ...mirrored, ike: { version: 'ikev1', lifetimeSeconds: 3_600 } },
    );
    expect(ikev1.state('Phase 1 lifetime')).toBe('differs');
  });

  it('takes PFS groups for fitting when the ends share one', async () => {
    const withGroups = (local: string, remote: string, pfs: string[]): ConfigOptions => ({
      children: [{ local: selectors(local), remote: selectors(remote), pfs }],
    });
    const ours = withGroups('10.1.0.0/24', '10.2.0.0/24', ['group14', 'group20']);
    const shared = await rowsOf(ours, withGroups('10.2.0.0/24', '10.1.0.0/24', ['group20', 'group2']));
    expect(shared.state('Phase 2: PFS')).toBe('same');
    const apart = await rowsOf(ours, withGroups('10.2.0.0/24', '10.1.0.0/24', ['group2']));
    expect(apart.state('Phase 2: PFS')).toBe('differs');
  });

  it('of a foreign end shows ours alone and says why nothing is compared', async () => {
    const { run } = engineWith({ 'fw-a': { config: a } });
    const report = await run('config tunnel-x');
    expect(JSON.stringify(report.summary)).toContain('The other end belongs to somebody else.');
    expect(JSON.stringify(report.detail)).not.toContain('differs');
  });
});
