// How a sweep of a PAN-OS firewall asks: what it costs when nothing happens, what it asks when something did, and what it never claims.

import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../../src/domain/clock.js';
import type { EvidenceScope } from '../../../../src/domain/device.js';
import type { DeviceSweep } from '../../../../src/domain/sweep.js';
import { systemClock } from '../../../../src/support/clock.js';
import type { PanosTold } from '../../../deviceSettings.js';
import { fixtureText } from '../../../unit/vendors/panos/fixture.js';
import { answers, ask, clockNow, haOff, ok, type Script, type ScriptedFirewall } from './scriptedFirewall.js';
import { scriptedStage } from './scriptedStage.js';

const stage = scriptedStage();

/** Minutes pass between sweeps without anybody waiting for them. */
function device(of: ScriptedFirewall, overrides: Partial<PanosTold> = {}) {
  let aheadMs = 0;
  const clock: Clock = {
    now: () => new Date(Date.now() + aheadMs),
    sleep: (milliseconds, signal) => systemClock.sleep(milliseconds, signal),
  };
  const created = stage.device(of, overrides, clock);
  const sweep = async (scope: EvidenceScope = {}): Promise<DeviceSweep> => {
    aheadMs += 60_000;
    const answer = await ask(created, 'sweep', scope, aheadMs + 10_000);
    if (!answer.known) throw new Error(`${answer.reason}: ${answer.says}`);
    return answer.value;
  };
  const cost = async (scope: EvidenceScope = {}): Promise<readonly string[]> => {
    const before = of.asked.length;
    await sweep(scope);
    return of.commands().slice(before).map(word);
  };
  return { sweep, cost };
}

function word(command: string): string {
  const words = [
    'high-availability',
    'tunnel-id',
    'ipsec-sa',
    'ike-sa',
    '<flow>',
    '<clock>',
    'show /config',
    'receive_time',
  ];
  return (
    words.find((one) => command.includes(one)) ?? (/^(query|get|finish)/.test(command) ? 'log' : command)
  );
}

const lyon = fixtureText('flow-summary').replace(/(<\/entry>).*(<\/IPSec>)/s, '$1$2');
const withState = (state: string): string => lyon.replace('<state>active', `<state>${state}`);
const usual = {
  'high-availability': haOff,
  '<clock>': clockNow,
  'ike-sa': fixtureText('ike-sa-two-roles'),
  'ipsec-sa': fixtureText('ipsec-sa-rekey'),
  'tunnel-id': fixtureText('flow-detail-active'),
  '<flow>': lyon,
  'action=show': fixtureText('network'),
};
const logOf = (rows: string): Record<string, string> => ({
  'action=get': ok(`<job><status>FIN</status></job><log><logs count="1">${rows}</logs></log>`),
  'type=log': ok('<job>7</job>'),
});

describe('a sweep', () => {
  it('tells the SAs, when they end, and the monitor of each tunnel', async () => {
    const { sweep } = device(await stage.firewall(answers(usual)));
    const { unit, rows } = await sweep();
    expect(unit).toBeNull();
    const row = rows.find((one) => one.tunnel === 'lyon');
    expect(row).toMatchObject({ state: 'up', monitor: null, ike: { id: expect.stringContaining('4/Resp') } });
    expect(row?.since).not.toBeNull();
    expect(row?.children[0]).toMatchObject({ state: 'up', spiIn: 'deadbeef', counters: null });
    expect(row?.children[0]?.expiresAt).not.toBeNull();
  });

  it('has a row for a tunnel that the dataplane does not know', async () => {
    const { sweep } = device(await stage.firewall(answers(usual)));
    const { rows } = await sweep();
    expect(rows.find((one) => one.tunnel === 'by-hand')).toMatchObject({ state: 'unknown', ike: null });
  });

  it('costs two calls while nothing changes, of tables that take turns', async () => {
    const { cost } = device(await stage.firewall(answers(usual)));
    await cost();
    const costs = [await cost(), await cost(), await cost(), await cost()];
    expect(costs.map((one) => one.toSorted())).toEqual([
      ['<flow>', 'ike-sa'],
      ['<flow>', 'ipsec-sa'],
      ['<flow>', 'ike-sa'],
      ['<flow>', 'ipsec-sa'],
    ]);
  });

  it('never costs more than two over two hours in which nothing changes', async () => {
    const { cost } = device(await stage.firewall(answers(usual)));
    await cost();
    const costs: number[] = [];
    for (let minute = 0; minute < 120; minute += 1) costs.push((await cost()).length);
    expect(Math.max(...costs)).toBe(2);
  });

  it('reads both tables when a tunnel is in another state', async () => {
    let flow = lyon;
    const { cost } = device(await stage.firewall(answers({ ...usual, '<flow>': () => flow })));
    await cost();
    flow = lyon.replace('<mon>off', '<mon>up');
    expect(await cost()).toEqual(expect.arrayContaining(['<flow>', 'ike-sa', 'ipsec-sa']));
  });
});

describe('a tunnel without keys', () => {
  it('is unknown, never down, when the log cannot be asked', async () => {
    const { sweep } = device(await stage.firewall(answers({ ...usual, '<flow>': withState('init') })));
    const { rows } = await sweep();
    const row = rows.find((one) => one.tunnel === 'lyon');
    expect(row?.state).toBe('unknown');
    expect(row?.children[0]).toMatchObject({ name: 'r&d', state: 'no-sa', spiIn: null });
  });

  it('is told by the log, which is asked when it lost its keys and then every five minutes', async () => {
    let flow = lyon;
    const now = new Date().toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
    const fails = `<entry><receive_time>${now}</receive_time><eventid>ike-nego-p1-fail</eventid><object>gw &amp; lyon</object><opaque>IKE phase-1 negotiation is failed as initiator, main mode. Due to timeout.</opaque></entry>`;
    const { sweep, cost } = device(
      await stage.firewall(answers({ ...usual, ...logOf(fails), '<flow>': () => flow })),
    );
    await sweep();
    flow = withState('init');
    const proven = (await sweep()).rows.find((one) => one.tunnel === 'lyon');
    expect(proven).toMatchObject({ state: 'down', failure: true });
    const asked: boolean[] = [true];
    for (let minute = 0; minute < 11; minute += 1) {
      const words = await cost();
      asked.push(words.some((one) => one !== '<flow>' && !one.endsWith('-sa')));
    }
    // Right after the loss the failure may not be in the log yet.
    expect(asked).toEqual([true, true, true, false, false, false, false, true, false, false, false, false]);
    await sweep();
    const later = (await sweep()).rows.find((one) => one.tunnel === 'lyon');
    expect(later).toMatchObject({ state: 'down' });
    // The log was not read in this look.
    expect(later?.failure).toBeUndefined();
  });

  it('that only began to try is down, and no failure is proven', async () => {
    const now = new Date().toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
    const begins = `<entry><receive_time>${now}</receive_time><eventid>ike-nego-p1-start</eventid><object>gw &amp; lyon</object><opaque>IKE phase-1 negotiation is started as initiator, main mode.</opaque></entry>`;
    const { sweep } = device(
      await stage.firewall(answers({ ...usual, ...logOf(begins), '<flow>': withState('init') })),
    );
    const row = (await sweep()).rows.find((one) => one.tunnel === 'lyon');
    expect(row).toMatchObject({ state: 'down' });
    expect(row?.failure).toBeUndefined();
  });
});

describe('counters', () => {
  it('are read within the budget that is given, and only then', async () => {
    const { sweep, cost } = device(await stage.firewall(answers(usual)));
    await sweep();
    const words = await cost({ detail: 3 });
    expect(words.filter((one) => one === 'tunnel-id')).toHaveLength(1);
    const { rows } = await sweep({ detail: 1 });
    expect(rows[0]?.children[0]?.counters).toMatchObject({ bytesIn: expect.any(BigInt) });
    const plain = await sweep();
    expect(plain.rows[0]?.children[0]?.counters).toBeNull();
  });
});

describe('a pair', () => {
  const ha = (local: string, peer: string): string =>
    ok(
      `<enabled>yes</enabled><group><local-info><state>${local}</state></local-info><peer-info><state>${peer}</state></peer-info></group>`,
    );

  async function pair() {
    let active: 'a' | 'b' = 'a';
    const unit = (name: 'a' | 'b'): Script =>
      answers({
        ...usual,
        'high-availability': () => (active === name ? ha('active', 'passive') : ha('passive', 'active')),
        'ike-sa': () => (active === name ? usual['ike-sa'] : ok('')),
      });
    const [a, b] = [await stage.firewall(unit('a')), await stage.firewall(unit('b'))];
    const both = device(a, {
      url: undefined,
      ha: [a.url, b.url],
      caPem: undefined,
      fingerprint256: a.fingerprint256,
      peerFingerprint256: b.fingerprint256,
    });
    const failover = (): void => {
      active = 'b';
    };
    return { ...both, a, b, failover };
  }

  it('is not asked for its HA state each time', async () => {
    const { cost, b } = await pair();
    await cost();
    for (let minute = 0; minute < 8; minute += 1) expect(await cost()).toHaveLength(2);
    expect(b.asked).toHaveLength(0);
  });

  it('that failed over is noticed by the unit that answers, not as tunnels that are down', async () => {
    const { sweep, failover, a, b } = await pair();
    const before = await sweep();
    expect(before.unit).toBe(new URL(a.url).host);
    failover();
    const after = [await sweep(), await sweep()];
    expect(after.at(-1)?.unit).toBe(new URL(b.url).host);
    for (const { rows } of after) expect(rows.find((one) => one.tunnel === 'lyon')?.state).toBe('up');
  });

  it('whose active unit is gone answers by the other one', async () => {
    const { sweep, failover, a, b } = await pair();
    await sweep();
    failover();
    await a.stop();
    const after = await sweep();
    expect(after.unit).toBe(new URL(b.url).host);
    expect(after.rows.find((one) => one.tunnel === 'lyon')?.state).toBe('up');
  });
});
