import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bigFleet, demoFleet, pair, type RunningFleet, startFleet } from '../../../src/simulator/index.js';
import { ask, log, op, SHOW, values } from './asking.js';
import { draft, NOON_MS, startSite } from './site.js';

function states(xml: string): Record<string, string> {
  const [names, found, monitors] = [values(xml, 'name'), values(xml, 'state'), values(xml, 'mon')];
  return Object.fromEntries(names.map((name, index) => [name, `${found[index]} ${monitors[index]}`]));
}

describe('the demo fleet', () => {
  let fleet: RunningFleet;
  const clock = { nowMs: NOON_MS };
  beforeAll(async () => {
    fleet = await startFleet(demoFleet(), { now: () => new Date(clock.nowMs) });
  });
  afterAll(() => fleet.stop());

  it('shows each tunnel as unwell as it is meant to be', async () => {
    expect(states(await op(fleet.firewall('fw-paris-1'), SHOW.flow))).toEqual({
      'tunnel-x:erp': 'init off',
      'paris-hq:users': 'active off',
      'paris-hq:voice': 'active off',
      'paris-hq:servers': 'active off',
      'paris-oslo:backup': 'init off',
      'paris-madrid': 'inactive down',
      'oslo-r&amp;d:lab:bench:1': 'active off',
      'partner-acme:orders': 'init off',
    });
    expect(states(await op(fleet.firewall('fw-hq-1'), SHOW.flow))).toMatchObject({
      'hq-oslo:mail': 'init off',
      'hq-madrid': 'active up',
      'hq-branch': 'active off',
      'partner-initech:archive': 'init off',
    });
    expect(states(await op(fleet.firewall('fw-oslo-1'), SHOW.flow))).toMatchObject({
      'oslo-madrid:files': 'active off',
      'partner-globex:billing': 'init off',
    });
  });

  it('tunnel-x: the initiator is only told that it failed, the responder knows which identity came', async () => {
    const query = "( subtype eq vpn ) and ( object contains 'tunnel-x' )";
    const [paris, headquarters] = await Promise.all([
      log(fleet.firewall('fw-paris-1'), query),
      log(fleet.firewall('fw-hq-1'), query),
    ]);
    expect(paris.some((row) => row.includes('AUTHENTICATION_FAILED'))).toBe(true);
    expect(paris.some((row) => row.includes('ID_I'))).toBe(false);
    expect(
      headquarters.some((row) =>
        row.includes('received ID_I (type ipaddr [10.222.191.127]) does not match peers id'),
      ),
    ).toBe(true);
    expect(paris.some((row) => row.includes('IPSec key installed'))).toBe(true);
  });

  it('every SPI at one end is the mirror image of the other end', async () => {
    const pick = (xml: string, name: string) =>
      values(xml.split('<entry>').find((row) => row.includes(`<name>${name}</name>`)) ?? '', 'i_spi')[0];
    const out = (xml: string, name: string) =>
      values(xml.split('<entry>').find((row) => row.includes(`<name>${name}</name>`)) ?? '', 'o_spi')[0];
    const [paris, headquarters] = [
      await op(fleet.firewall('fw-paris-1'), SHOW.ipsecSa),
      await op(fleet.firewall('fw-hq-1'), SHOW.ipsecSa),
    ];
    for (const name of ['paris-hq:users', 'paris-hq:voice', 'paris-hq:servers']) {
      expect(pick(paris, name)).toMatch(/^\d+$/);
      expect(pick(paris, name)).toBe(out(headquarters, name));
      expect(out(paris, name)).toBe(pick(headquarters, name));
    }
    const flow = await op(fleet.firewall('fw-paris-1'), SHOW.flowId(2));
    expect(Number.parseInt(values(flow, 'local-spi')[0] ?? '', 16)).toBe(
      Number(pick(paris, 'paris-hq:users')),
    );
  });

  it('the passive member has synchronized SAs without traffic, a blank IKE table and no log of its own', async () => {
    const passive = fleet.firewall('fw-hq-2');
    expect(values(await op(passive, SHOW.ha), 'state')).toEqual(['passive', 'active']);
    expect(await op(passive, SHOW.ikeSa)).toBe('<response status="success"><result></result></response>');
    expect(values(await op(passive, SHOW.ipsecSa), 'name')).toContain('paris-hq:users');
    expect(values(await op(passive, SHOW.flowId(2)), 'pkt-encap')).toEqual(['0']);
    const rows = await log(passive, '( subtype eq vpn )');
    expect(rows.map((row) => values(row, 'eventid')[0])).toEqual(['keymgr-ha-full-sync-done']);
    expect(
      await op(passive, '<test><vpn><ike-sa><gateway>paris-hq-gw</gateway></ike-sa></vpn></test>'),
    ).toContain('code="15"');
  });

  it('a failover swaps the members', async () => {
    fleet.injectFault('paris-hq', { kind: 'standby-node', end: 'right' });
    expect(values(await op(fleet.firewall('fw-hq-1'), SHOW.ha), 'state')).toEqual(['passive', 'active']);
    expect(await op(fleet.firewall('fw-hq-2'), SHOW.ikeSa)).toContain('paris-hq-gw');
    fleet.clearFault('paris-hq', { kind: 'standby-node', end: 'right' });
    expect(values(await op(fleet.firewall('fw-hq-1'), SHOW.ha), 'state')).toEqual(['active', 'passive']);
  });

  it('Panorama hands op and config to its firewall, answers logs from its own, and refuses a serial it does not know', async () => {
    const panorama = fleet.panorama;
    if (panorama === undefined) throw new Error('the demo has a Panorama');
    const target = fleet.firewall('fw-madrid-1').serial;
    expect(values(await op(panorama, SHOW.ikeSa, { target }), 'name')).toContain('hq-madrid-gw');
    expect(await op(panorama, SHOW.ikeSa, { target: '999' })).toContain('not connected');
    const rows = await log(panorama, "( subtype eq vpn ) and ( device_name eq 'fw-madrid-1' )", {
      target: '999',
    });
    expect(rows.length).toBeGreaterThan(5);
    expect(values(rows[0] ?? '', 'serial')).toEqual([target]);
    const received = rows.map((row) => values(row, 'receive_time')[0] ?? '');
    expect(received).toEqual(received.toSorted().toReversed());
    expect(panorama.requests[0]).toMatchObject({ target, type: 'op' });
    const xpath =
      "/config/devices/entry[@name='localhost.localdomain']/template/entry[@name='branch-template']/config/devices/entry[@name='localhost.localdomain']/network/ike/gateway";
    const pushed = (await ask(panorama, { type: 'config', action: 'get', xpath })).body;
    expect(pushed).toContain('<entry name="hq-madrid-gw">');
  });

  it('a firewall under Panorama shows almost nothing of its own, and everything in the merged views', async () => {
    const madrid = fleet.firewall('fw-madrid-1');
    const xpath = "/config/devices/entry[@name='localhost.localdomain']/network/ike";
    expect((await ask(madrid, { type: 'config', action: 'show', xpath })).body).toBe(
      '<response status="success" code="7"><result/></response>',
    );
    const merged = (await ask(madrid, { type: 'config', action: 'get', xpath })).body;
    expect(merged).toContain('<entry name="hq-madrid-gw" ptpl="branch-template" src="tpl">');
    const running = await op(madrid, '<show><config><effective-running></effective-running></config></show>');
    expect(running).toContain('<entry name="hq-madrid-gw">');
  });

  it('a configuration carries keys only as encrypted blobs that do not depend on the real key', async () => {
    const paris = fleet.firewall('fw-paris-1');
    const xpath = "/config/devices/entry[@name='localhost.localdomain']/network";
    const { body } = await ask(paris, { type: 'config', action: 'show', xpath });
    expect(values(body, 'key').length).toBeGreaterThan(3);
    for (const key of values(body, 'key')) expect(key).toMatch(/^-AQ==[\w+/]{27}=[\w+/]{43}=$/);
    expect(body).not.toContain('shared ');
    expect(body).toContain('<id>10.222.191.127</id>');
  });

  it('one node of the configuration is read by name, and a missing one is code 7', async () => {
    const paris = fleet.firewall('fw-paris-1');
    const base = "/config/devices/entry[@name='localhost.localdomain']/network/ike/gateway";
    const read = async (action: string, xpath: string) =>
      (await ask(paris, { type: 'config', action, xpath })).body;
    expect(await read('show', `${base}/entry[@name='tunnel-x-gw']`)).toMatch(
      /^<response status="success"><result><entry name="tunnel-x-gw">/,
    );
    expect(await read('show', `${base}/entry[@name='none']`)).toContain('code="7"');
    expect(await read('show', `${base}/entry`)).toContain('code="8"');
    expect(await read('get', `${base}/entry`)).toMatch(/total-count="\d+"/);
    expect(await read('show', `${base}[position()=1]`)).toContain('code="6"');
  });

  it('counters move when the clock does', async () => {
    const read = async () =>
      Number(values(await op(fleet.firewall('fw-hq-1'), SHOW.flowId(2)), 'pkt-decap')[0]);
    const before = await read();
    clock.nowMs += 5000;
    expect(await read()).toBeGreaterThan(before);
  });
});

describe('a fleet', () => {
  it('has 1,000 tunnels on 50 firewalls, each listed at both of its ends', async () => {
    const fleet = await startFleet(bigFleet({ firewalls: 50, tunnels: 1000 }));
    try {
      const names = (await Promise.all(fleet.firewalls.map((one) => op(one, SHOW.flow)))).flatMap((xml) =>
        values(xml, 'name'),
      );
      expect(names.length).toBe(2000);
      expect(new Set(names).size).toBe(1000);
    } finally {
      await fleet.stop();
    }
  });

  it('is the same for the same seed and clock, on another day too', async () => {
    const read = async () => {
      const { fleet } = await startSite();
      const xml = await op(fleet.firewall('fw-left'), SHOW.flowId(1));
      await fleet.stop();
      return xml;
    };
    expect(await read()).toBe(await read());
  });

  it('says in a sentence which pair, firewall or fault it does not know', async () => {
    const { fleet } = await startSite();
    expect(() => fleet.injectFault('none', { kind: 'psk-mismatch' })).toThrow('no pair named none');
    expect(() => fleet.injectFault('vpn', { kind: 'exchange-mode-mismatch' })).toThrow('needs an IKEv1 pair');
    expect(() => fleet.injectFault('vpn', { kind: 'standby-node' })).toThrow('needs an HA pair');
    expect(() => fleet.firewall('none')).toThrow('no firewall named none');
    await fleet.stop();
    const stray = pair(
      draft({ left: { firewall: 'fw-none', address: '198.51.100.1', tunnelInterface: 'tunnel.1' } }),
    );
    await expect(startSite([stray])).rejects.toThrow('fw-none, which is not in the fleet');
  });

  it('shows what other commands know of a fault: routes, sessions, drop counters, gateways', async () => {
    const { fleet, clock } = await startSite();
    const right = fleet.firewall('fw-right');
    const lookUp = (ip: string) =>
      `<test><routing><fib-lookup><virtual-router>default</virtual-router><ip>${ip}</ip></fib-lookup></routing></test>`;
    expect(values(await op(right, lookUp('10.1.0.9')), 'interface')).toEqual(['tunnel.1']);
    fleet.injectFault('vpn', { kind: 'routing-missing' });
    expect(values(await op(right, lookUp('10.1.0.9')), 'interface')).toEqual(['ethernet1/1']);
    fleet.clearFault('vpn', { kind: 'routing-missing' });

    const discarded = '<show><session><all><filter><state>discard</state></filter></all></session></show>';
    expect(values(await op(right, discarded), 'application')).toEqual([]);
    fleet.injectFault('vpn', { kind: 'policy-denied', form: 'ike' });
    expect(values(await op(right, discarded), 'application')).toEqual(['ike']);
    fleet.clearFault('vpn', { kind: 'policy-denied', form: 'ike' });

    fleet.injectFault('vpn', { kind: 'sa-mismatch' });
    clock.nowMs += 600_000;
    const count = (filter: string) =>
      op(right, `<show><counter><global><filter>${filter}</filter></global></counter></show>`);
    const drops = await count('<severity>drop</severity><aspect>tunnel</aspect>');
    expect(values(drops, 'name')).toEqual(['flow_tunnel_ipsec_wrong_spi']);
    expect(Number(values(drops, 'value')[0])).toBeGreaterThan(1000);
    expect(values(await count('<aspect>session</aspect>'), 'name')).toEqual([]);
    await count('<delta>yes</delta>');
    clock.nowMs += 10_000;
    const fresh = await count('<delta>yes</delta>');
    expect(values(fresh, 't')).toEqual(['10']);
    expect(Number(values(fresh, 'value')[0])).toBe(420);
    fleet.clearFault('vpn', { kind: 'sa-mismatch' });

    fleet.injectFault('vpn', { kind: 'duplicate-peer' });
    const xpath = "/config/devices/entry[@name='localhost.localdomain']/network/ike/gateway";
    const config = (await ask(right, { type: 'config', action: 'show', xpath })).body;
    expect(config).toContain('<entry name="vpn-gw-dup">');
    expect(await op(right, '<show><jobs><all></all></jobs></show>')).toContain('<type>Commit</type>');
    await fleet.stop();
  });
});
