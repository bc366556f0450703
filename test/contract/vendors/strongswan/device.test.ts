// The strongSwan device over recordings of real daemons: states, twins, traps, half-open peers, and what it cannot tell.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { EvidenceKind } from '../../../../src/domain/device.js';
import { fixtures, recorded, startFakeDaemon } from './fakeDaemon.js';
import { aCall, deviceAt, toldBy } from './support.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function deviceOf(
  replies: Readonly<Record<string, unknown>>,
  more: Parameters<typeof deviceAt>[1] = {},
) {
  const daemon = await startFakeDaemon(replies);
  const device = deviceAt(daemon.path, more);
  closing.push(
    () => daemon.close(),
    () => device.close(),
  );
  return { daemon, device };
}

async function liveOf(fault: string, side: 'left' | 'right') {
  const { device } = await deviceOf(recorded(fault, side));
  const [tunnel] = toldBy(await device.fetch('inventory', {}, aCall()));
  if (tunnel === undefined) throw new Error('no tunnel');
  return toldBy(await device.fetch('live', { tunnel }, aCall()));
}

async function rowOf(fault: string, side: 'left' | 'right') {
  const { device } = await deviceOf(recorded(fault, side));
  return toldBy(await device.fetch('overview', {}, aCall()))[0];
}

describe('the state of a recorded tunnel', () => {
  it.each([
    ['healthy-v2', 'left', 'up'],
    ['healthy-v1', 'right', 'up'],
    ['healthy-after-rekey', 'left', 'up'],
    ['idle-trap', 'left', 'idle'],
    ['both-passive', 'left', 'down'],
    ['psk-v2-left-initiates', 'right', 'down'],
    ['esp-encryption-v2', 'left', 'down'],
    ['psk-v1-left-initiates', 'right', 'down'],
    ['pfs-v2-at-rekey', 'left', 'up'],
  ] as const)('of %s on the %s is %s', async (fault, side, state) => {
    expect((await rowOf(fault, side))?.state).toBe(state);
  });

  it('keeps a deleted twin apart from the child that carries traffic', async () => {
    const live = await liveOf('healthy-after-rekey', 'left');
    expect(live.children.map(({ state, beingReplaced }) => [state, beingReplaced])).toEqual(
      expect.arrayContaining([
        ['installed', false],
        ['down', true],
      ]),
    );
    expect(live.missingChildren).toEqual([]);
  });

  it('mirrors SPIs between the two ends', async () => {
    const [left, right] = [await liveOf('healthy-v2', 'left'), await liveOf('healthy-v2', 'right')];
    expect(left.children[0]?.spiIn).toBe(right.children[0]?.spiOut);
    expect(left.children[0]?.spiOut).toBe(right.children[0]?.spiIn);
  });

  it('gives a peer that has no connection yet to the tunnel with its address', async () => {
    const live = await liveOf('udp-4500-dropped', 'right');
    expect(live.ike[0]).toMatchObject({
      state: 'connecting',
      peerAddress: '192.0.2.10',
      gateway: 'to-office',
    });
  });

  it('does not believe "behind NAT" of a daemon that pretends it', async () => {
    expect((await liveOf('healthy-v2', 'left')).ike[0]?.natDetected).toBeNull();
  });

  it('keeps counters beyond 2^53 exact', async () => {
    const replies = structuredClone(recorded('healthy-v2', 'left')) as {
      'list-sas': { 'to-branch': { 'child-sas': Record<string, Record<string, string>> } }[];
    };
    for (const child of Object.values(replies['list-sas'][0]?.['to-branch']['child-sas'] ?? {})) {
      child['bytes-in'] = '9007199254740993';
    }
    const { device } = await deviceOf(replies);
    const [tunnel] = toldBy(await device.fetch('inventory', {}, aCall()));
    const live = toldBy(await device.fetch('live', tunnel ? { tunnel } : {}, aCall()));
    expect(live.children[0]?.counters?.bytesIn).toBe(9007199254740993n);
  });
});

describe('a daemon that is busy with an IKE SA', () => {
  it('and leaves it out of the list is not taken for a tunnel that is down', async () => {
    const replies = recorded('healthy-v2', 'left');
    const { device } = await deviceOf({ ...replies, 'list-sas': [] });
    const [tunnel] = toldBy(await device.fetch('inventory', {}, aCall()));
    const live = toldBy(await device.fetch('live', tunnel ? { tunnel } : {}, aCall()));
    const rows = toldBy(await device.fetch('overview', {}, aCall()));
    expect(live.partial).toBe(true);
    expect(rows[0]?.state).toBe('unknown');
  });

  it('is asked without waiting for it', async () => {
    const { daemon, device } = await deviceOf(recorded('healthy-v2', 'left'));
    await device.fetch('overview', {}, aCall());
    const asked = daemon.asked.filter(({ command }) => command === 'list-sas');
    expect(asked.every(({ message }) => message.noblock === 'yes')).toBe(true);
  });
});

describe('the number of calls', () => {
  it('of an overview does not grow with tunnels', async () => {
    const one = recorded('idle-trap', 'left');
    const connection = (one['list-conns'] as Record<string, unknown>[])[0]?.['to-branch'];
    const many = Array.from({ length: 300 }, (_, index) => ({ [`site-${index}`]: connection }));
    const { device } = await deviceOf({ ...one, 'list-conns': many });
    const rows = toldBy(await device.fetch('overview', {}, aCall()));
    expect(rows).toHaveLength(300);
    expect(device.callCount()).toBeLessThanOrEqual(6);
  });
});

describe('a second look', () => {
  it('at the same children costs one call and keeps what the first one knew of traps', async () => {
    const { daemon, device } = await deviceOf(recorded('healthy-v2', 'left'));
    const [tunnel] = toldBy(await device.fetch('inventory', {}, aCall()));
    if (tunnel === undefined) throw new Error('no tunnel');
    const earlier = toldBy(await device.fetch('live', { tunnel }, aCall()));
    const before = daemon.asked.length;
    const later = toldBy(await device.fetch('live', { tunnel, earlier }, aCall()));
    expect(daemon.asked.slice(before).map(({ command }) => command)).toEqual(['list-sas']);
    expect(later).toEqual(earlier);
  });
});

describe('what was loaded anew', () => {
  const started = '2026-03-02T08:00:00.000Z';
  const lines = [
    `${started} 00[DMN] Starting IKE charon daemon (strongSwan 5.9.8, Linux 6.1.0, x86_64)`,
    "2026-03-02T08:00:00.500Z 15[CFG] loaded IKE shared key with id 'ike-1' for: '%any'",
    '2026-03-02T08:00:00.600Z 11[CFG] added vici connection: to-branch',
    '2026-03-02T09:33:37.000Z 07[CFG] replaced vici connection: to-branch',
    "2026-03-02T09:33:37.100Z 08[CFG] loaded IKE shared key with id 'ike-1' for: '%any'",
    "2026-03-02T09:33:37.200Z 08[CFG] loaded IKE shared key with id 'ike-2' for: '%any'",
  ];
  const changesIn = async (text: readonly string[]) => {
    const folder = mkdtempSync(join(tmpdir(), 'tm-changes-'));
    closing.push(async () => rmSync(folder, { recursive: true }));
    const log = join(folder, 'charon.log');
    writeFileSync(log, `${text.join('\n')}\n`);
    const { device } = await deviceOf(recorded('healthy-v2', 'left'), { log });
    const before = device.callCount();
    const told = toldBy(await device.fetch('changes', { from: started }, aCall()));
    expect(device.callCount()).toBe(before);
    return told;
  };

  it('is read from the log, each command once, and what belongs to a start is none', async () => {
    const { edits, commits, pending } = await changesIn(lines);
    expect(commits).toMatchObject({
      known: true,
      value: [
        {
          kind: 'reload',
          at: '2026-03-02T09:33:37.000Z',
          who: '',
          command: 'replaced',
          path: 'connection to-branch',
        },
        { kind: 'reload', command: 'loaded', path: 'keys', keys: true },
      ],
    });
    expect(edits).toMatchObject({ known: true, value: [] });
    expect(pending).toMatchObject({ known: false, reason: 'not-supported' });
  });

  it('is nothing where the whole log shows none', async () => {
    expect((await changesIn(lines.slice(0, 3))).commits).toMatchObject({ known: true, value: [] });
  });

  it('is a gap where no log can be read', async () => {
    const { device } = await deviceOf(recorded('healthy-v2', 'left'));
    expect(await device.fetch('changes', {}, aCall())).toMatchObject({
      known: false,
      reason: 'not-configured',
    });
  });
});

describe('what a daemon cannot tell', () => {
  it.each(['ha', 'path'] as EvidenceKind[])('%s is a gap without a call', async (kind) => {
    const { device } = await deviceOf({});
    const told = await device.fetch(kind, {}, aCall());
    expect(told).toMatchObject({ known: false, reason: 'not-supported' });
    expect(device.callCount()).toBe(0);
  });

  it('the log without a log file is a gap that says how to get it', async () => {
    const { device } = await deviceOf({});
    expect(await device.fetch('log', {}, aCall())).toMatchObject({ known: false, reason: 'not-configured' });
  });

  it('a reply of another shape is unreadable, not empty', async () => {
    const { device } = await deviceOf({ 'list-conns': [{ gw: { children: 'none' } }] });
    expect(await device.fetch('inventory', {}, aCall())).toMatchObject({
      known: false,
      reason: 'unreadable',
    });
  });

  it('policies that cannot be read leave it open whether the tunnel waits for traffic', async () => {
    const { 'list-policies': _, ...replies } = recorded('idle-trap', 'left');
    const { device } = await deviceOf(replies);
    const [tunnel] = toldBy(await device.fetch('inventory', {}, aCall()));
    const live = toldBy(await device.fetch('live', tunnel ? { tunnel } : {}, aCall()));
    expect(live.waitsForTraffic).toBeNull();
  });
});

describe('the daemon as a whole', () => {
  it('tells version, certificates with their dates, and counters of bad messages', async () => {
    const { device } = await deviceOf(recorded('certificate-expired', 'left'));
    const identity = toldBy(await device.fetch('identity', {}, aCall()));
    const certificates = toldBy(await device.fetch('certificates', {}, aCall()));
    const own = certificates.find((certificate) => certificate.use === 'own');

    expect(identity.version).toBe('5.9.8');
    expect(own).toMatchObject({
      subject: 'C=XX, O=Lab, CN=office.example',
      alternativeNames: ['office.example'],
    });
    expect(own?.notAfter).toMatch(/^2020-02-01T/);
    expect(certificates.some((certificate) => certificate.use === 'authority')).toBe(true);
  });

  it('tells drops of the daemon when the counters plugin is loaded', async () => {
    const { device } = await deviceOf({
      'get-counters': { counters: { '': { invalid: '3', 'invalid-spi': '0' } } },
    });
    const drops = toldBy(await device.fetch('drops', {}, aCall()));
    expect(drops.map(({ name, value }) => [name, value])).toEqual([
      ['invalid', 3n],
      ['invalid-spi', 0n],
    ]);
  });
});

describe('the configuration', () => {
  it('is completed from swanctl.conf, and only keys stay unread', async () => {
    const configFile = join(fixtures, 'recordings/pfs-v2-at-rekey/right.swanctl.conf');
    const { device } = await deviceOf(recorded('pfs-v2-at-rekey', 'right'), { configFile });
    const [tunnel] = toldBy(await device.fetch('inventory', {}, aCall()));
    expect(tunnel?.ike).toMatchObject({
      version: 'ikev2',
      localAddress: '203.0.113.20',
      peer: { kind: 'address', address: '192.0.2.10' },
      localId: { type: 'fqdn', value: 'branch.example' },
      peerId: { type: 'fqdn', value: 'office.example' },
      auth: 'psk',
      passive: true,
    });
    expect(tunnel?.children[0]).toMatchObject({ name: 'office-lan', pfs: ['group19'], start: 'never' });
    expect(Object.keys(tunnel?.unreadable ?? {})).toEqual(['ike.psk']);
    expect(tunnel?.places['child.proposals']).toBe('connections.to-office.children.office-lan.esp_proposals');
  });

  it('says which file is missing when swanctl.conf is not there', async () => {
    const { device } = await deviceOf(recorded('healthy-v2', 'left'), {
      configFile: '/nonexistent/swanctl.conf',
    });
    const [tunnel] = toldBy(await device.fetch('inventory', {}, aCall()));
    expect(tunnel?.unreadable['ike.proposals']).toContain('/nonexistent/swanctl.conf');
  });

  it('does not take bypass connections for tunnels', async () => {
    const shunt = { 'no-vpn': { children: { lan: { mode: 'PASS' } } } };
    const { device } = await deviceOf({ 'list-conns': [shunt], 'list-policies': [] });
    expect(toldBy(await device.fetch('inventory', {}, aCall()))).toEqual([]);
  });
});

describe('the log', () => {
  it('of a file is read for one tunnel, in a range, newest kept', async () => {
    const logFile = join(fixtures, 'recordings/psk-v2-left-initiates/right.log');
    const { device } = await deviceOf(recorded('psk-v2-left-initiates', 'right'), { log: logFile });
    const [tunnel] = toldBy(await device.fetch('inventory', {}, aCall()));
    const scope = tunnel ? { tunnel, limit: 5 } : {};
    const log = toldBy(await device.fetch('log', scope, aCall()));
    expect(log.lines).toHaveLength(5);
    expect(log.truncated).toBe(true);
    expect(log.lines.some(({ text }) => text.includes('AUTH_FAILED'))).toBe(true);
    expect(log.lines[0]).toMatchObject({ object: 'to-office' });
  });

  it('leaves out what is about another connection', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-log-'));
    closing.push(async () => rmSync(folder, { recursive: true }));
    const logFile = join(folder, 'charon.log');
    writeFileSync(
      logFile,
      [
        '05[NET] <7> received packet: from 198.51.100.7[500] to 192.0.2.10[500] (464 bytes)',
        '05[IKE] <other|7> peer supports MOBIKE',
        '06[NET] <8> received packet: from 203.0.113.20[500] to 192.0.2.10[500] (464 bytes)',
        '06[IKE] <to-branch|8> establishing CHILD_SA branch-lan{1}',
        '07[NET] <9> received packet: from 203.0.113.201[500] to 192.0.2.10[500] (464 bytes)',
        '08[NET] <10> received packet: from 198.51.100.9[500] to 192.0.2.10[500] (464 bytes)',
        '08[IKE] <10> no IKE config found for 192.0.2.10...198.51.100.9, sending NO_PROPOSAL_CHOSEN',
        '00[DMN] SIGTERM received, shutting down',
      ].join('\n'),
    );
    const { device } = await deviceOf(recorded('healthy-v2', 'left'), { log: logFile });
    const [tunnel] = toldBy(await device.fetch('inventory', {}, aCall()));
    const log = toldBy(await device.fetch('log', tunnel ? { tunnel } : {}, aCall()));
    expect(log.lines.map(({ text }) => text.slice(0, 8))).toEqual([
      '06[NET] ',
      '06[IKE] ',
      '08[NET] ',
      '08[IKE] ',
      '00[DMN] ',
    ]);
  });
});
