// What the strongSwan adapter tells about real daemons: a tunnel up with traffic, down, idle, and a daemon that is gone.
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { selectorText } from '../../src/domain/selector.js';
import { changeConnection, changeEnd, healthySpec, LEFT_TUNNEL } from './baseSpec.js';
import { type Lab, startLab } from './lab.js';
import { aCall, labDevice, onlyTunnel, toldBy } from './labDevice.js';
import type { LabSpec } from './spec.js';

/** On a machine that has much else to do. */
const soon = { timeout: 30_000, interval: 100 };

const open: { stop(): Promise<void> }[] = [];

async function lab(spec: LabSpec): Promise<Lab> {
  const started = await startLab(spec);
  open.push(started);
  return started;
}

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.stop();
});

function device(...args: Parameters<typeof labDevice>) {
  const made = labDevice(...args);
  open.push({ stop: () => made.close() });
  return made;
}

describe('a tunnel that is up with traffic', () => {
  it('shows the same SAs on both ends, mirrored, and counters that move', async () => {
    const running = await lab(healthySpec(2));
    expect((await running.left.initiate()).ok).toBe(true);
    const [left, right] = [device(running.left), device(running.right)];
    const [ours, theirs] = [await onlyTunnel(left), await onlyTunnel(right)];
    const before = toldBy(await left.fetch('live', { tunnel: ours }, aCall()));
    expect(await running.left.ping()).toBe(true);
    const after = toldBy(await left.fetch('live', { tunnel: ours }, aCall()));
    const other = toldBy(await right.fetch('live', { tunnel: theirs }, aCall()));

    expect(after.ike[0]).toMatchObject({ state: 'established', version: 2, role: 'initiator' });
    expect(other.ike[0]).toMatchObject({ state: 'established', version: 2, role: 'responder' });
    expect(after.ike[0]?.initiatorSpi).toBe(other.ike[0]?.initiatorSpi);
    const [mine, peer] = [after.children[0], other.children[0]];
    expect(mine).toMatchObject({ state: 'installed', beingReplaced: false, mode: 'tunnel', protocol: 'esp' });
    expect(mine?.spiIn).toMatch(/^[0-9a-f]{8}$/);
    expect(mine?.spiIn).toBe(peer?.spiOut);
    expect(mine?.spiOut).toBe(peer?.spiIn);
    expect(mine?.local.map(selectorText)).toEqual(peer?.remote.map(selectorText));
    expect(mine?.counters?.identity).toBe(before.children[0]?.counters?.identity);
    expect(mine?.counters?.packetsOut).toBe((before.children[0]?.counters?.packetsOut ?? 0n) + 3n);
    expect(mine?.counters?.packetsIn).toBe(3n);
    expect(after.missingChildren).toEqual([]);
    expect(after.partial).toBe(false);
  });

  it('shows one live child while a rekeyed twin is on its way out', async () => {
    const running = await lab(healthySpec(2));
    await running.left.initiate();
    await running.left.rekeyChild();
    const left = device(running.left);
    const tunnel = await onlyTunnel(left);
    await expect
      .poll(async () => {
        const live = toldBy(await left.fetch('live', { tunnel }, aCall()));
        return {
          installed: live.children.filter((child) => child.state === 'installed').length,
          leaving: live.children.filter((child) => child.beingReplaced).length,
          missing: live.missingChildren,
        };
      }, soon)
      .toEqual({ installed: 1, leaving: 1, missing: [] });
  });

  it('is a row in the overview, up, with its peer and since when', async () => {
    const running = await lab(healthySpec(1));
    await running.left.initiate();
    const rows = toldBy(await device(running.left).fetch('overview', {}, aCall()));

    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ tunnel: LEFT_TUNNEL, state: 'up', peer: '203.0.113.20' });
    expect(Date.now() - Date.parse(rows[0]?.since ?? '')).toBeLessThan(10_000);
  });
});

describe('a tunnel that is down', () => {
  it('has no SA, no trap, and a log that says why', async () => {
    const running = await lab(changeEnd(healthySpec(2), 'right', { keys: [{ ids: [], secret: 'wrong' }] }));
    await running.left.initiate();
    const right = device(running.right);
    const tunnel = await onlyTunnel(right);
    const live = toldBy(await right.fetch('live', { tunnel }, aCall()));
    const log = toldBy(await right.fetch('log', { tunnel, limit: 100 }, aCall()));
    const rows = toldBy(await right.fetch('overview', {}, aCall()));

    expect(live).toMatchObject({
      ike: [],
      children: [],
      waitsForTraffic: false,
      missingChildren: ['office-lan'],
    });
    expect(rows[0]?.state).toBe('down');
    expect(log.lines.some((line) => line.text.includes('MAC mismatched'))).toBe(true);
    expect(log.lines.every((line) => line.at !== null)).toBe(true);
  });

  it('shows an IKE SA without child when only phase 2 fails', async () => {
    const running = await lab(changeConnection(healthySpec(2), 'right', { espProposals: ['aes128-sha256'] }));
    await running.left.initiate();
    const left = device(running.left);
    const live = toldBy(await left.fetch('live', { tunnel: await onlyTunnel(left) }, aCall()));

    expect(live.ike[0]?.state).toBe('established');
    expect(live.missingChildren).toEqual(['branch-lan']);
  });

  it('shows a peer that began and never finished, although charon has no connection for it yet', async () => {
    const running = await lab(healthySpec(2));
    await running.wan.blockUdp(4500);
    await running.left.initiate();
    const right = device(running.right);
    const live = toldBy(await right.fetch('live', { tunnel: await onlyTunnel(right) }, aCall()));

    expect(live.ike[0]).toMatchObject({ state: 'connecting', peerAddress: '192.0.2.10', role: 'responder' });
  });
});

describe('a tunnel that is idle', () => {
  it('waits for traffic with a trap policy', async () => {
    const running = await lab(changeConnection(healthySpec(2), 'left', { startAction: 'trap' }));
    const left = device(running.left);
    const tunnel = await onlyTunnel(left);
    const live = toldBy(await left.fetch('live', { tunnel }, aCall()));
    const rows = toldBy(await left.fetch('overview', {}, aCall()));

    expect(live).toMatchObject({ ike: [], children: [], waitsForTraffic: true });
    expect(rows[0]?.state).toBe('idle');
    expect(tunnel.children[0]?.start).toBe('on-traffic');
  });
});

describe('what the device tells about its configuration', () => {
  it('takes proposals and start actions from swanctl.conf, and never a key', async () => {
    const running = await lab(changeConnection(healthySpec(2), 'left', { dpdDelaySeconds: 30 }));
    const tunnel = await onlyTunnel(device(running.left));

    expect(tunnel.ike.proposals).toEqual([
      { protocol: 'ike', encryption: ['aes-256-cbc'], integrity: ['sha256'], prf: [], dh: ['group14'] },
    ]);
    expect(tunnel.ike.dpd).toMatchObject({ enabled: true, intervalSeconds: 30 });
    expect(tunnel.children[0]).toMatchObject({ start: 'never', pfs: [] });
    expect(inspect(tunnel, { depth: null })).not.toContain('made up key');
  });

  it('says what VICI alone cannot tell', async () => {
    const running = await lab(healthySpec(2));
    const tunnel = await onlyTunnel(device(running.left, { withFiles: false }));

    expect(tunnel.ike.proposals).toBeNull();
    expect(tunnel.unreadable['ike.proposals']).toContain('swanctl.conf');
    expect(tunnel.children[0]?.start).toBeNull();
  });
});

describe('a daemon', () => {
  it('that is gone is a gap that says so, and is found again when it is back', async () => {
    const running = await lab(healthySpec(2));
    const left = device(running.left);
    toldBy(await left.fetch('identity', {}, aCall()));
    await running.left.kill();
    const gone = await left.fetch('inventory', {}, aCall());
    await running.left.restart();

    expect(gone).toMatchObject({ known: false, reason: 'unreachable' });
    await expect
      .poll(() => left.fetch('inventory', {}, aCall()), soon)
      .toMatchObject({ known: true, value: [{ tunnel: LEFT_TUNNEL }] });
  });

  it('is listened to while the bot runs', async () => {
    const running = await lab(changeEnd(healthySpec(2), 'right', { keys: [{ ids: [], secret: 'wrong' }] }));
    const right = device(running.right, { withFiles: false, followLog: true });
    const tunnel = await onlyTunnel(right);
    // Nothing tells when the daemon has taken the listener in: what happens before that is not heard.
    await expect
      .poll(async () => {
        await running.left.initiate();
        return toldBy(await right.fetch('log', { tunnel }, aCall())).lines.map(({ text }) => text);
      }, soon)
      .toEqual(
        expect.arrayContaining([
          expect.stringContaining('MAC mismatched'),
          expect.stringMatching(/^\d\d\[IKE\] <to-office\|\d+> /),
        ]),
      );
  });
});
