import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { demoFleet, type RunningFleet, startFleet } from '../../../src/simulator/index.js';
import { ask, log, op, SHOW, values } from './asking.js';

describe('the XML API of a simulated firewall', () => {
  let fleet: RunningFleet;
  const NOW = new Date('2026-01-15T12:00:00Z');
  beforeAll(async () => {
    fleet = await startFleet(demoFleet(), { now: () => NOW });
  });
  afterAll(() => fleet.stop());

  it('takes POST and GET, and the key as a header or as a parameter', async () => {
    const firewall = fleet.firewall('fw-oslo-1');
    const parameters = { type: 'op', cmd: SHOW.clock };
    for (const how of [
      {},
      { method: 'GET' as const },
      { keyInParameters: true },
      { method: 'GET' as const, keyInParameters: true },
    ]) {
      expect((await ask(firewall, parameters, how)).body).toContain('status="success"');
    }
    expect(firewall.requests.slice(-4).map((seen) => `${seen.method} ${seen.keyIn}`)).toEqual([
      'POST header',
      'GET header',
      'POST parameter',
      'GET parameter',
    ]);
  });

  it('answers a wrong key with HTTP 403 and an XML body', async () => {
    const answer = await ask(fleet.firewall('fw-oslo-1'), { type: 'op', cmd: SHOW.clock }, { key: 'wrong' });
    expect(answer.status).toBe(403);
    expect(answer.body).toBe(
      "<response status = 'error' code = '403'><result><msg>Invalid Credential</msg></result></response>",
    );
  });

  it('refuses keygen with a wrong password', async () => {
    const { username } = fleet.firewall('fw-oslo-1');
    expect(
      (
        await ask(
          fleet.firewall('fw-oslo-1'),
          { type: 'keygen', user: username, password: 'x' },
          { key: null },
        )
      ).status,
    ).toBe(403);
  });

  it.each([
    ['an unknown word', '<show><vpn><nonsense/></vpn></show>', '17'],
    [
      'a gateway that does not exist',
      '<show><vpn><ike-sa><gateway>none</gateway></ike-sa></vpn></show>',
      '17',
    ],
    ['broken XML', '<show><vpn>', '18'],
    [
      'an unknown virtual router',
      '<test><routing><fib-lookup><virtual-router>x</virtual-router><ip>10.0.0.1</ip></fib-lookup></routing></test>',
      '17',
    ],
  ])('answers %s with an error code', async (_what, cmd, code) => {
    expect(await op(fleet.firewall('fw-paris-1'), cmd)).toContain(`status="error" code="${code}"`);
  });

  it.each([
    ['type', {}],
    ['cmd', { type: 'op' }],
    ['xpath', { type: 'config', action: 'show' }],
  ])('names a missing parameter: %s', async (name, parameters) => {
    const { body } = await ask(fleet.firewall('fw-paris-1'), parameters as Record<string, string>);
    expect(body).toContain("code = '400'");
    expect(body).toContain(`&quot;${name}&quot;`);
  });

  it('narrows SA tables to one gateway, one tunnel, one row', async () => {
    const firewall = fleet.firewall('fw-paris-1');
    const ike = await op(firewall, '<show><vpn><ike-sa><gateway>paris-hq-gw</gateway></ike-sa></vpn></show>');
    expect(values(ike, 'name')).toEqual(['paris-hq-gw']);
    const tunnel = await op(
      firewall,
      '<show><vpn><ipsec-sa><tunnel>paris-hq</tunnel></ipsec-sa></vpn></show>',
    );
    expect(values(tunnel, 'name')).toEqual(['paris-hq:users', 'paris-hq:voice', 'paris-hq:servers']);
    const row = await op(
      firewall,
      '<show><vpn><ipsec-sa><tunnel>paris-hq:voice</tunnel></ipsec-sa></vpn></show>',
    );
    expect(values(row, 'name')).toEqual(['paris-hq:voice']);
  });

  it('gives flow detail by name directly under result, and nothing for an unknown name', async () => {
    const firewall = fleet.firewall('fw-paris-1');
    const found = await op(firewall, '<show><vpn><flow><name>paris-hq:users</name></flow></vpn></show>');
    expect(found).toMatch(/^<response status="success"><result><entry><name>paris-hq:users<\/name>/);
    expect(await op(firewall, '<show><vpn><flow><name>none</name></flow></vpn></show>')).toBe(
      '<response status="success"><result/></response>',
    );
  });

  it('lists every configured tunnel in the flow table, also those that are down, idle or disabled', async () => {
    const names = values(await op(fleet.firewall('fw-hq-1'), SHOW.flow), 'name');
    expect(names).toEqual(
      expect.arrayContaining(['tunnel-x:erp', 'hq-oslo:mail', 'partner-initech:archive', 'paris-hq:users']),
    );
    const up = values(await op(fleet.firewall('fw-hq-1'), SHOW.ipsecSa), 'name');
    expect(up).not.toContain('tunnel-x:erp');
  });

  it('prints SA times and the clock in local time of the device, without a year in the former', async () => {
    expect(await op(fleet.firewall('fw-branch-1'), SHOW.clock)).toContain(
      '<result>Thu Jan 15 06:58:25 EST 2026 </result>',
    );
    expect(values(await op(fleet.firewall('fw-branch-1'), SHOW.ikeSa), 'created')[0]).toMatch(
      /^Jan\.1[45] \d\d:\d\d:\d\d$/,
    );
    expect(await op(fleet.firewall('fw-paris-1'), SHOW.clock)).toContain('13:00:00 CET 2026');
  });

  it('refuses and records what would change something', async () => {
    const firewall = fleet.firewall('fw-madrid-1');
    expect(firewall.changes).toEqual([]);
    await op(firewall, '<clear><vpn><ike-sa><gateway>hq-madrid-gw</gateway></ike-sa></vpn></clear>');
    await op(firewall, '<test><vpn><ipsec-sa><tunnel>hq-madrid</tunnel></ipsec-sa></vpn></test>');
    const set = await ask(firewall, {
      type: 'config',
      action: 'set',
      xpath: '/config/shared',
      element: '<x/>',
    });
    await ask(firewall, { type: 'commit', cmd: '<commit/>' });
    expect(set.body).toContain('code="16"');
    expect(firewall.changes).toEqual([
      '<clear><vpn><ike-sa><gateway>hq-madrid-gw</gateway></ike-sa></vpn></clear>',
      'test vpn ipsec-sa tunnel hq-madrid',
      'config set /config/shared',
      'type=commit',
    ]);
    expect(await op(firewall, SHOW.ikeSa)).toContain('<name>hq-madrid-gw</name>');
  });

  it('records every request with its command and never with a key or password', async () => {
    const firewall = fleet.firewall('fw-oslo-1');
    await ask(firewall, { type: 'op', cmd: SHOW.flow, vsys: 'vsys2' }, { keyInParameters: true });
    expect(firewall.requests.at(-1)).toMatchObject({
      type: 'op',
      command: SHOW.flow,
      vsys: 'vsys2',
      keyIn: 'parameter',
      at: NOW,
    });
    expect(JSON.stringify(firewall.requests)).not.toContain(firewall.apiKey);
    expect(JSON.stringify(firewall.requests)).not.toContain(firewall.password);
  });

  it('counts how many requests are answered at one time', async () => {
    const firewall = fleet.firewall('fw-branch-1');
    await firewall.inject({ kind: 'hang' });
    for (let asked = 0; asked < 4; asked += 1) void op(firewall, SHOW.clock).catch(() => undefined);
    await vi.waitUntil(() => firewall.maxConcurrent >= 4, { timeout: 30_000 });
    await firewall.clear();
    expect(firewall.maxConcurrent).toBe(4);
  });

  it('refuses a vsys that it does not have', async () => {
    expect(await op(fleet.firewall('fw-paris-1'), SHOW.clock, { vsys: 'vsys9' })).toContain('code="17"');
  });

  it('the log tells of an event once at each end, in local time and true order', async () => {
    const rows = await log(
      fleet.firewall('fw-paris-1'),
      "( subtype eq vpn ) and ( object eq 'tunnel-x-gw' )",
    );
    const times = rows.map((row) => values(row, 'time_generated')[0] ?? '');
    expect(times).toEqual(times.toSorted().toReversed());
    expect(new Set(rows.map((row) => /logid="(\d+)"/.exec(row)?.[1])).size).toBe(rows.length);
    const [newest = ''] = rows;
    expect(values(newest, 'high_res_timestamp')[0]).toMatch(/^2026-01-15T1[123]:\d\d:\d\d\.\d{3}\+01:00$/);
    expect(values(newest, 'serial')).toEqual(['011901000101']);
  });
});
