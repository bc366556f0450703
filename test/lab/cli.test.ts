// `list` and `status` of the real command line over VICI: a tunnel up with traffic, down, and idle.
import { afterEach, describe, expect, it } from 'vitest';
import { changeConnection, changeEnd, healthySpec, LEFT_TUNNEL } from './baseSpec.js';
import { answerOf, askCli, TUNNEL } from './cli.js';
import { type Lab, startLab } from './lab.js';
import { askProduct } from './product.js';
import type { LabSpec } from './spec.js';

let lab: Lab | undefined;
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
});

async function start(spec: LabSpec): Promise<Lab> {
  lab = await startLab(spec);
  return lab;
}

interface StatusJson {
  state: string;
  ends: {
    readable: boolean;
    state: string;
    ike: Record<string, unknown>;
    children: { state: string; spiIn: string; spiOut: string; packetsIn: string; packetsOut: string }[];
  }[];
}

const status = async (running: Lab, view: 'left' | 'right' | 'both') =>
  answerOf(await askCli(running, view, ['status', TUNNEL])) as StatusJson;

describe('the command line on a tunnel that is up with traffic', () => {
  it('shows both ends with mirrored SPIs and counters', async () => {
    const running = await start(healthySpec(2));
    await running.left.initiate();
    await running.left.ping();
    const [rows, told] = [answerOf(await askCli(running, 'both', ['list'])), await status(running, 'both')];
    const [left, right] = told.ends.map((end) => end.children.find((child) => child.state === 'installed'));

    expect(rows).toMatchObject({
      tunnels: [
        {
          state: 'up',
          ends: [
            { state: 'up', vendor: 'strongswan' },
            { state: 'up', vendor: 'strongswan' },
          ],
        },
      ],
      unread: [],
    });
    expect(told).toMatchObject({ schema: 1, tunnel: TUNNEL, state: 'up' });
    expect(told.ends.map((end) => end.ike)).toMatchObject([
      { state: 'established', version: 2, role: 'initiator', peer: '203.0.113.20' },
      { state: 'established', version: 2, role: 'responder', peer: '192.0.2.10' },
    ]);
    expect(left?.spiIn).toMatch(/^[0-9a-f]{8}$/);
    expect([left?.spiIn, left?.spiOut]).toEqual([right?.spiOut, right?.spiIn]);
    expect(left).toMatchObject({ packetsIn: '3', packetsOut: '3' });
  });
});

describe('the command line on a tunnel that is down', () => {
  it('lists it, first, and says that no phase is up', async () => {
    const running = await start(changeEnd(healthySpec(1), 'right', { keys: [{ ids: [], secret: 'wrong' }] }));
    await running.left.initiate();
    const rows = answerOf(await askCli(running, 'left', ['list']));
    const told = await status(running, 'left');

    expect(rows).toMatchObject({
      tunnels: [{ state: 'down', ends: [{ device: 'left-gateway', tunnel: LEFT_TUNNEL }] }],
    });
    expect(told.state).toBe('down');
    expect(told.ends.map((end) => end.readable)).toEqual([true, false]);
    expect(told.ends[0]?.children.every((child) => child.state === 'down')).toBe(true);
  });
});

describe('the command line on a tunnel that is idle', () => {
  it('says idle, not down', async () => {
    const running = await start(changeConnection(healthySpec(2), 'left', { startAction: 'trap' }));
    const rows = answerOf(await askCli(running, 'left', ['list']));
    expect(rows).toMatchObject({
      tunnels: [{ state: 'idle', ends: [{ device: 'left-gateway', tunnel: LEFT_TUNNEL }] }],
    });
    expect((await status(running, 'left')).state).toBe('idle');
  });
});

describe('the command line on a tunnel that does not come up', () => {
  it('diagnoses it, word for word as the product does inside another process', async () => {
    const running = await start(changeEnd(healthySpec(2), 'right', { keys: [{ ids: [], secret: 'wrong' }] }));
    await running.left.initiate();
    const ran = answerOf(await askCli(running, 'both', ['diagnose', TUNNEL]));
    expect(ran).toMatchObject({ schema: 1, verdict: { cause: 'psk-mismatch', confidence: 'certain' } });
    const { json } = await askProduct(running, 'both', ['diagnose', TUNNEL]);
    expect(Object.keys(json as object)).toEqual(Object.keys(ran as object));
    expect(json).toMatchObject({ verdict: (ran as { verdict: unknown }).verdict });
  });
});

describe('the command line without a daemon', () => {
  it('ends with 3 and one sentence when no device could be asked', async () => {
    const running = await start(healthySpec(2));
    await running.left.kill();
    const ran = await askCli(running, 'left', ['status', TUNNEL]);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toMatch(/VICI/);
  });
});
