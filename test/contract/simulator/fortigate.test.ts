import { afterEach, describe, expect, it } from 'vitest';
import { ask, type MixedSite, mixedDraft, read, rows, startMixed, vpnRecords } from './fortigate.js';

const open: MixedSite[] = [];
async function site(...settings: Parameters<typeof startMixed>): Promise<MixedSite> {
  const started = await startMixed(...settings);
  open.push(started);
  return started;
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.fleet.stop();
});

describe('a simulated FortiGate', () => {
  it('shows a healthy tunnel with the keys that captures show, and no others that would tell its state', async () => {
    const { fgt } = await site();
    const envelope = await read(fgt, 'monitor/vpn/ipsec?vdom=root');
    const [tunnel] = await rows(fgt, 'monitor/vpn/ipsec?vdom=root&tunnel=to-left');
    expect(envelope).toMatchObject({
      http_method: 'GET',
      vdom: 'root',
      path: 'vpn',
      name: 'ipsec',
      status: 'success',
      serial: 'FG100FTK00000001',
      version: 'v7.4.8',
    });
    expect(Object.keys(tunnel ?? {})).toEqual([
      'proxyid',
      'name',
      'comments',
      'wizard-type',
      'connection_count',
      'creation_time',
      'username',
      'type',
      'incoming_bytes',
      'outgoing_bytes',
      'rgwy',
      'tun_id',
      'tun_id6',
    ]);
    expect(tunnel?.proxyid).toMatchObject([
      {
        proxy_src: [{ subnet: '10.2.0.0-10.2.0.255', port: 0, protocol: 0, protocol_name: '' }],
        proxy_dst: [{ subnet: '10.1.0.0-10.1.0.255', port: 0, protocol: 0, protocol_name: '' }],
        status: 'up',
        p2name: 'lan',
        p2serial: 1,
      },
    ]);
  });

  it('leaves remaining time and bytes out where a selector has no SA, and the age where there is no phase 1', async () => {
    const { fgt, fleet, clock } = await site();
    fleet.injectFault('vpn', { kind: 'ike-proposal-mismatch' });
    clock.nowMs += 600_000;
    const [tunnel] = await rows(fgt, 'monitor/vpn/ipsec');
    expect(tunnel).not.toHaveProperty('creation_time');
    expect(tunnel?.proxyid).toEqual([
      {
        proxy_src: [{ subnet: '10.2.0.0/255.255.255.0', port: 0, protocol: 0, protocol_name: '' }],
        proxy_dst: [{ subnet: '10.1.0.0/255.255.255.0', port: 0, protocol: 0, protocol_name: '' }],
        status: 'down',
        p2name: 'lan',
        p2serial: 1,
      },
    ]);
  });

  it('carries the tunnel of a partner that nobody here can read, and tells what the partner refuses', async () => {
    const { right } = mixedDraft();
    const { fgt, fleet, clock } = await site({
      left: { address: '192.0.2.201' },
      right: { ...right, gateway: {} },
    });
    expect(await rows(fgt, 'monitor/vpn/ipsec')).toMatchObject([
      { name: 'to-left', rgwy: '192.0.2.201', proxyid: [{ status: 'up' }] },
    ]);
    fleet.injectFault('vpn', { kind: 'ike-proposal-mismatch', end: 'left' });
    clock.nowMs += 600_000;
    expect(await rows(fgt, 'monitor/vpn/ipsec')).toMatchObject([{ proxyid: [{ status: 'down' }] }]);
    const refused = await vpnRecords({ fgt, fleet, clock }, 9);
    expect(refused.some((text) => /logid="0101037128".*role="initiator" result="ERROR"/.test(text))).toBe(
      true,
    );
  });

  it('keeps the row of a dial-up phase 1 as it is, and shows each peer that dialed in as one of its own', async () => {
    const { left, right } = mixedDraft();
    const { fgt, fleet, clock } = await site({
      initiator: 'left',
      left,
      right: { ...right, gateway: { ...right.gateway, peerAddress: 'dynamic' } },
    });
    const template = { name: 'to-left', type: '', rgwy: '0.0.0.0', proxyid: [] };
    const peer = { name: 'to-left_0', parent: 'to-left', type: 'dialup', rgwy: '198.51.100.1' };
    expect(await rows(fgt, 'monitor/vpn/ipsec')).toMatchObject([peer, template]);
    fleet.injectFault('vpn', { kind: 'admin-disabled', end: 'left' });
    clock.nowMs += 600_000;
    expect(await rows(fgt, 'monitor/vpn/ipsec')).toMatchObject([template]);
  });

  it('counts at the tunnel alone where a network processor carries the traffic', async () => {
    const { fgt, clock } = await site({}, { offloads: true });
    const [before] = await rows(fgt, 'monitor/vpn/ipsec');
    clock.nowMs += 60_000;
    const [after] = await rows(fgt, 'monitor/vpn/ipsec');
    expect(Number(after?.incoming_bytes)).toBeGreaterThan(Number(before?.incoming_bytes));
    expect(after?.proxyid).toMatchObject([{ incoming_bytes: 0, outgoing_bytes: 0 }]);
  });

  it('gives the fields that are asked for and no key, and refuses what it does not have', async () => {
    const { fgt } = await site();
    const [phase1] = await rows(fgt, 'cmdb/vpn.ipsec/phase1-interface?format=name|proposal|localid|peerid');
    expect(phase1).toEqual({
      q_origin_key: 'to-left',
      name: 'to-left',
      proposal: 'aes256-sha256',
      localid: 'lyon.example',
      peerid: 'paris.example',
    });
    const whole = await ask(fgt, 'cmdb/vpn.ipsec/phase1-interface');
    expect(whole.body).not.toContain('shared vpn');
    expect(await ask(fgt, 'cmdb/vpn.ipsec/phase1-interface/nobody')).toMatchObject({ status: 404 });
    expect(JSON.parse((await ask(fgt, 'monitor/vpn/ike')).body)).toMatchObject({
      status: 'error',
      http_status: 404,
      error: -3,
    });
  });

  it('takes its token from the header alone, and nothing from anybody else', async () => {
    const { fgt } = await site();
    for (const token of [null, 'another']) {
      const told = await ask(fgt, 'monitor/system/status', { token });
      expect(told).toMatchObject({ status: 401 });
      expect(told.body).toContain('<title>401 Unauthorized</title>');
    }
    const inQuery = `monitor/system/status?access_token=${fgt.apiKey}`;
    expect(await ask(fgt, inQuery, { token: null })).toMatchObject({ status: 401 });
    expect(fgt.requests.at(-1)).toMatchObject({ keyIn: 'parameter', command: 'monitor/system/status' });
    expect(await ask(fgt, 'monitor/vpn/ike/clear', { method: 'POST' })).toMatchObject({ status: 403 });
    expect(fgt.changes).toEqual(['POST /api/v2/monitor/vpn/ike/clear']);
  });

  it('answers for each of its VDOMs, and for all of them in a list', async () => {
    const { fgt } = await site({}, { vsys: ['root', 'customer'] });
    expect(await rows(fgt, 'monitor/vpn/ipsec?vdom=customer')).toEqual([]);
    const all = JSON.parse((await ask(fgt, 'monitor/vpn/ipsec?vdom=*')).body);
    expect(all).toMatchObject([
      { vdom: 'root', results: [{ name: 'to-left' }] },
      { vdom: 'customer', results: [] },
    ]);
    expect(await ask(fgt, 'monitor/vpn/ipsec?vdom=nowhere')).toMatchObject({ status: 403 });
  });

  it('mixes the subtypes in its memory, whatever the path says, until a filter names one', async () => {
    const { fgt } = await site();
    const mixed = await rows(fgt, 'log/memory/event/vpn?rows=1000');
    expect(new Set(mixed.map((row) => row.subtype))).toEqual(new Set(['vpn', 'system']));
    const own = await rows(fgt, 'log/memory/event/vpn?rows=1000&filter=subtype==vpn');
    expect(new Set(own.map((row) => row.subtype))).toEqual(new Set(['vpn']));
    expect(own[0]).toMatchObject({ type: 'event', vd: 'root', tz: '+0100' });
    expect(await ask(fgt, 'log/disk/event/vpn')).toMatchObject({ status: 404 });
    expect(await ask(fgt, 'log/event/vpn')).toMatchObject({ status: 404 });
  });

  it('works on a search of its disk until it is asked again by the number of the search', async () => {
    const { fgt } = await site({}, { logPlaces: ['disk'] });
    const first = await read(fgt, 'log/disk/event/vpn?rows=5');
    expect(first).toMatchObject({ completed: 40, results: [] });
    const again = await read(fgt, `log/disk/event/vpn?rows=5&session_id=${first.session_id}`);
    expect(again).toMatchObject({ completed: 100, rows: 5, subcategory: 'vpn' });
    expect(again.results).toHaveLength(5);
  });

  it('tells what an administrator changed, object by object, and of a key only that it is another one', async () => {
    const { fgt, fleet, clock } = await site();
    fleet.injectFault('vpn', { kind: 'ike-proposal-mismatch', form: 'dh' }, 'kim');
    fleet.injectFault('vpn', { kind: 'psk-mismatch' }, 'kim');
    fleet.injectFault('vpn', { kind: 'traffic-selector-mismatch' }, 'kim');
    clock.nowMs += 60_000;
    const edits = await rows(fgt, 'log/memory/event/system?rows=50&filter=logid==0100044547');
    expect(edits.map(({ user, cfgpath, cfgobj, cfgattr }) => [user, cfgpath, cfgobj, cfgattr])).toEqual([
      [
        'kim',
        'vpn.ipsec.phase2-interface',
        'lan',
        'src-subnet[10.2.0.0 255.255.255.0->10.199.0.0 255.255.255.0]',
      ],
      ['kim', 'vpn.ipsec.phase1-interface', 'to-left', 'psksecret[*]'],
      ['kim', 'vpn.ipsec.phase1-interface', 'to-left', 'dhgrp[14->2]'],
    ]);
    expect(await read(fgt, 'monitor/system/config-revision')).toMatchObject({
      results: { revisions: [{ admin: 'kim' }] },
    });
  });

  it.each([
    [{ kind: 'forbidden' } as const, 401],
    [{ kind: 'not-authorized' } as const, 403],
    [{ kind: 'error-code', code: 7 } as const, 404],
    [{ kind: 'http-status', status: 429 } as const, 429],
    [{ kind: 'html' } as const, 200],
    [{ kind: 'truncated' } as const, 200],
  ])('misbehaves as told: %o', async (fault, status) => {
    const { fgt } = await site();
    await fgt.inject(fault, { only: 'vpn/ipsec' });
    const told = await ask(fgt, 'monitor/vpn/ipsec');
    expect(told.status).toBe(status);
    if (status !== 403 && status !== 404) expect(() => JSON.parse(told.body)).toThrow();
    expect(await ask(fgt, 'monitor/system/status')).toMatchObject({ status: 200 });
  });
});
