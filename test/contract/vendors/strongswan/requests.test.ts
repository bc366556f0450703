// Read-only by construction: the lists of requests, and what the device really sends.
import { afterEach, describe, expect, it } from 'vitest';
import type { EvidenceKind } from '../../../../src/domain/device.js';
import { changes, reads, subscriptions } from '../../../../src/vendors/strongswan/requests.js';
import { type FakeDaemon, recorded, startFakeDaemon } from './fakeDaemon.js';
import { aCall, deviceAt, toldBy } from './support.js';

let daemon: FakeDaemon | undefined;
afterEach(() => daemon?.close());

describe('requests', () => {
  it('never name a change among the reads', () => {
    const readCommands = Object.values(reads).map((read) => read.command);
    expect(readCommands.filter((command) => command in changes)).toEqual([]);
    expect(readCommands.every((command) => /^(list-|get-|version$|stats$)/.test(command))).toBe(true);
    expect(subscriptions.filter((event) => event in changes)).toEqual([]);
  });

  it('that a device sends for every kind of evidence are reads', async () => {
    daemon = await startFakeDaemon(recorded('healthy-v2', 'left'));
    const device = deviceAt(daemon.path);
    const [tunnel] = toldBy(await device.fetch('inventory', {}, aCall()));
    const kinds: EvidenceKind[] = [
      ...['identity', 'clock', 'ha', 'inventory', 'overview', 'certificates', 'changes', 'drops', 'uptime'],
      ...['live', 'path', 'log'],
    ] as EvidenceKind[];
    for (const kind of kinds) await device.fetch(kind, tunnel ? { tunnel } : {}, aCall());
    await device.close();

    const allowed = new Set<string>(Object.values(reads).map((read) => read.command));
    expect(daemon.asked.length).toBeGreaterThan(5);
    expect(daemon.asked.filter(({ command }) => !allowed.has(command))).toEqual([]);
    expect(device.callCount()).toBe(daemon.asked.length);
  });
});
