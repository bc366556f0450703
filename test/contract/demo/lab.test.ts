// The lab of the demo: a button breaks the tunnel between PAN-OS and a FortiGate as it says, and another mends it.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labApp, labChannel, openLab } from '../../../src/demo/lab.js';
import { lyonFirewall, parisLyonPair } from '../../../src/demo/lyon.js';
import { demoFleet, type RunningFleet, startFleet } from '../../../src/simulator/index.js';
import { createLogger } from '../../../src/support/logger.js';
import { startWorkspace, type Workspace } from '../../../src/workspace/index.js';
import { rows } from '../simulator/fortigate.js';
import { NOON_MS } from '../simulator/site.js';

describe('the lab of the demo', () => {
  const clock = { nowMs: NOON_MS };
  let fleet: RunningFleet;
  let workspace: Workspace;
  beforeAll(async () => {
    fleet = await startFleet(
      {
        seed: 7,
        historySeconds: 3600,
        firewalls: [...demoFleet().firewalls.filter(({ name }) => name === 'fw-paris-1'), lyonFirewall],
        pairs: [parisLyonPair],
      },
      { now: () => new Date(clock.nowMs) },
    );
    workspace = await startWorkspace({
      mode: 'socket',
      port: 0,
      apps: [labApp],
      channels: [{ ...labChannel, hasApp: false }],
    });
    await openLab({ workspace, fleet, log: createLogger('silent') });
  });
  afterAll(async () => {
    await Promise.all([fleet.stop(), workspace.stop()]);
  });

  const bench = () => workspace.messages(labChannel.name)[0];
  const click = (actionId: string) =>
    workspace.click({ user: 'ana', channel: labChannel.name, ts: bench()?.ts ?? '', actionId });
  /** What the FortiGate shows, ten minutes later. */
  async function later() {
    clock.nowMs += 600_000;
    const lyon = fleet.firewall(lyonFirewall.name);
    const [before] = await rows(lyon, 'monitor/vpn/ipsec');
    const [phase1] = await rows(lyon, 'cmdb/vpn.ipsec/phase1-interface');
    const [phase2] = await rows(lyon, 'cmdb/vpn.ipsec/phase2-interface');
    clock.nowMs += 60_000;
    const [after] = await rows(lyon, 'monitor/vpn/ipsec');
    const moves = (name: string) => Number(after?.[name]) > Number(before?.[name]);
    return {
      up: JSON.stringify(after?.proxyid).includes('"status":"up"'),
      arrives: moves('incoming_bytes'),
      leaves: moves('outgoing_bytes'),
      phase1,
      phase2,
    };
  }
  const works = { up: true, arrives: true, leaves: true };

  it('begins with a tunnel that works', async () => {
    expect(await later()).toMatchObject(works);
    expect(bench()?.text).toContain('paris-lyon works');
  });

  it.each([
    ['proposal:Lyon', { up: false, phase1: { proposal: 'aes128-sha256' } }],
    ['identity:Lyon', { up: false, phase1: { localid: '10.222.191.127' } }],
    ['selector:Lyon', { up: false, phase2: { 'src-subnet': '10.199.0.0 255.255.255.0' } }],
    ['one-way:Lyon', { up: true, arrives: false, leaves: true }],
    ['proposal:Paris', { up: false, phase1: { proposal: 'aes256-sha256' } }],
    ['identity:Paris', { up: false, phase1: { localid: 'lyon.example' } }],
    ['selector:Paris', { up: false, phase2: { 'src-subnet': '10.71.23.0 255.255.255.0' } }],
    ['one-way:Paris', { up: true, arrives: true, leaves: true }],
  ])('breaks it by %s, and mends it', async (button, shown) => {
    await click(button);
    expect(await later()).toMatchObject(shown);
    expect(bench()?.text).toContain('paris-lyon is broken at one end');
    await click('mend');
    expect(await later()).toMatchObject(works);
    expect(bench()?.text).toContain('paris-lyon works');
  });
});
