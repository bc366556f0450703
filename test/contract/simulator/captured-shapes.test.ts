import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoFleet, type RunningFleet, startFleet } from '../../../src/simulator/index.js';
import { ask, elementPaths, op, SHOW } from './asking.js';

const captured: Record<string, string[]> = JSON.parse(
  readFileSync(new URL('../../fixtures/simulator/captured-elements.json', import.meta.url), 'utf8'),
);

/** Elements that documentation names and no capture of that command happens to hold. */
const DOCUMENTED: Record<string, RegExp> = {
  'effective-running':
    /^network\/(ike\/gateway\/entry|tunnel\/ipsec\/entry|interface|profiles|virtual-router)/,
  'ipsec-sa 10.1': /^entries\/entry\/dh$/,
  'log-job': /^log\/logs\/entry\/(eventid|object|fmt|id|module|severity|opaque)$/,
};

interface Exchange {
  readonly shape: string;
  readonly firewall: string;
  readonly cmd: string;
  /** Whether every captured element must be sent, and not only nothing else. */
  readonly whole: boolean;
}

const EXCHANGES: readonly Exchange[] = [
  { shape: 'ike-sa 11.2', firewall: 'fw-paris-1', cmd: SHOW.ikeSa, whole: true },
  { shape: 'ike-sa older', firewall: 'fw-branch-1', cmd: SHOW.ikeSa, whole: true },
  { shape: 'ipsec-sa 11.2', firewall: 'fw-hq-1', cmd: SHOW.ipsecSa, whole: true },
  { shape: 'ipsec-sa 10.1', firewall: 'fw-madrid-1', cmd: SHOW.ipsecSa, whole: true },
  { shape: 'ipsec-sa older', firewall: 'fw-branch-1', cmd: SHOW.ipsecSa, whole: true },
  { shape: 'flow 11.2', firewall: 'fw-paris-1', cmd: SHOW.flow, whole: true },
  { shape: 'flow-id active 11.2', firewall: 'fw-paris-1', cmd: SHOW.flowId(2), whole: true },
  { shape: 'flow-id init 11.2', firewall: 'fw-paris-1', cmd: SHOW.flowId(1), whole: true },
  { shape: 'flow-id active older', firewall: 'fw-branch-1', cmd: SHOW.flowId(1), whole: true },
  { shape: 'flow-id none older', firewall: 'fw-branch-1', cmd: SHOW.flowId(99), whole: true },
  {
    shape: 'running-flow 10.1',
    firewall: 'fw-madrid-1',
    cmd: '<show><running><tunnel><flow><all></all></flow></tunnel></running></show>',
    whole: true,
  },
  {
    shape: 'effective-running',
    firewall: 'fw-paris-1',
    cmd: '<show><config><effective-running><xpath>devices/entry/network</xpath></effective-running></config></show>',
    whole: true,
  },
  { shape: 'ha active', firewall: 'fw-hq-1', cmd: SHOW.ha, whole: false },
  { shape: 'ha passive', firewall: 'fw-hq-2', cmd: SHOW.ha, whole: false },
  { shape: 'ha disabled', firewall: 'fw-paris-1', cmd: SHOW.ha, whole: true },
  {
    shape: 'system-info',
    firewall: 'fw-paris-1',
    cmd: '<show><system><info></info></system></show>',
    whole: false,
  },
  {
    shape: 'interface-all',
    firewall: 'fw-paris-1',
    cmd: '<show><interface>all</interface></show>',
    whole: true,
  },
  {
    shape: 'interface-one',
    firewall: 'fw-paris-1',
    cmd: '<show><interface>tunnel.11</interface></show>',
    whole: false,
  },
  {
    shape: 'routes',
    firewall: 'fw-paris-1',
    cmd: '<show><routing><route></route></routing></show>',
    whole: true,
  },
  { shape: 'fib', firewall: 'fw-paris-1', cmd: '<show><routing><fib></fib></routing></show>', whole: true },
  {
    shape: 'fib-lookup',
    firewall: 'fw-paris-1',
    cmd: '<test><routing><fib-lookup><virtual-router>default</virtual-router><ip>203.0.113.10</ip></fib-lookup></routing></test>',
    whole: true,
  },
  {
    shape: 'sessions',
    firewall: 'fw-paris-1',
    cmd: '<show><session><all><filter><application>ike</application></filter></all></session></show>',
    whole: true,
  },
  { shape: 'jobs', firewall: 'fw-paris-1', cmd: '<show><jobs><all></all></jobs></show>', whole: true },
  { shape: 'arp', firewall: 'fw-paris-1', cmd: "<show><arp><entry name='all'/></arp></show>", whole: true },
  { shape: 'clock', firewall: 'fw-paris-1', cmd: SHOW.clock, whole: true },
  {
    shape: 'clock-more',
    firewall: 'fw-paris-1',
    cmd: '<show><clock><more></more></clock></show>',
    whole: true,
  },
];

describe('every reply has the elements that captured replies have', () => {
  let fleet: RunningFleet;
  beforeAll(async () => {
    fleet = await startFleet(demoFleet());
  });
  afterAll(() => fleet.stop());

  it.each(EXCHANGES)('$shape', async ({ shape, firewall, cmd, whole }) => {
    const known = new Set(captured[shape] ?? []);
    const sent = elementPaths(await op(fleet.firewall(firewall), cmd));
    const invented = [...sent].filter((path) => !known.has(path) && DOCUMENTED[shape]?.test(path) !== true);
    expect(invented, 'elements that no capture has').toEqual([]);
    if (whole)
      expect(
        [...known].filter((path) => !sent.has(path)),
        'captured elements that are missing',
      ).toEqual([]);
    else expect(sent.size).toBeGreaterThan(3);
  });

  it('monitor rows have source, destination and round trip only when a monitor is on', async () => {
    const watched = elementPaths(await op(fleet.firewall('fw-paris-1'), SHOW.flowId(6)));
    expect(watched.has('IPSec/entry/monitor/dst')).toBe(true);
    const plain = elementPaths(await op(fleet.firewall('fw-paris-1'), SHOW.flowId(2)));
    expect(plain.has('IPSec/entry/monitor/dst')).toBe(false);
  });

  it('counters', async () => {
    const sent = elementPaths(
      await op(fleet.firewall('fw-paris-1'), '<show><counter><global></global></counter></show>'),
    );
    expect([...sent].filter((path) => captured.counters?.includes(path) !== true)).toEqual([]);
    expect(sent.has('global/counters')).toBe(true);
  });

  it('a finished log job has the captured envelope and the documented system fields', async () => {
    const firewall = fleet.firewall('fw-paris-1');
    await ask(firewall, { type: 'log', 'log-type': 'system', nlogs: '1', query: '( subtype eq vpn )' });
    let body = '';
    do body = (await ask(firewall, { type: 'log', action: 'get', 'job-id': '1' })).body;
    while (!body.includes('FIN'));
    const known = new Set(captured['log-job'] ?? []);
    const invented = [...elementPaths(body)].filter(
      (path) => !known.has(path) && DOCUMENTED['log-job']?.test(path) !== true,
    );
    expect(invented).toEqual([]);
    expect(body).toMatch(/<logs count="1" progress="100"><entry logid="\d+">/);
  });

  it('keygen answers with a key', async () => {
    const firewall = fleet.firewall('fw-paris-1');
    const { username, password } = firewall;
    const { body } = await ask(firewall, { type: 'keygen', user: username, password }, { key: null });
    expect(body).toBe(`<response status="success"><result><key>${firewall.apiKey}</key></result></response>`);
  });

  it('older releases print negative SPIs, the remaining time as life, and tunnel(gateway)', async () => {
    const body = await op(fleet.firewall('fw-branch-1'), SHOW.ipsecSa);
    const numbers = [...body.matchAll(/<[io]_spi>(-?\d+)</g)].map((match) => Number(match[1]));
    expect(numbers.every((value) => value >= -(2 ** 31) && value < 2 ** 31)).toBe(true);
    expect(body).toContain('<name>hq-branch(hq-branch-gw)</name>');
    expect(body).toMatch(/<remote>203\.0\.113\.17 +<\/remote>/);
    expect(await op(fleet.firewall('fw-branch-1'), SHOW.ikeSa)).toContain('<algo>PSK/ DH5/ AES/SHA1</algo>');
  });

  it('AES-GCM has an empty hash', async () => {
    expect(await op(fleet.firewall('fw-madrid-1'), SHOW.ipsecSa)).toMatch(/<enc>G256<\/enc><hash\/>/);
  });

  it('names with colons and ampersands are escaped, and counters beyond 2^53 stay exact', async () => {
    const flows = await op(fleet.firewall('fw-paris-1'), SHOW.flow);
    expect(flows).toContain('<name>oslo-r&amp;d:lab:bench:1</name>');
    const detail = await op(fleet.firewall('fw-paris-1'), SHOW.flowId(7));
    const packets = BigInt(/<pkt-encap>(\d+)</.exec(detail)?.[1] ?? '0');
    const bytes = BigInt(/<byte-encap>(\d+)</.exec(detail)?.[1] ?? '0');
    expect(packets > 9_007_199_254_740_993n).toBe(true);
    expect(bytes).toBe(packets * 840n);
  });

  it('test vpn answers with text in CDATA', async () => {
    const body = await op(
      fleet.firewall('fw-paris-1'),
      '<test><vpn><ike-sa><gateway>paris-hq-gw</gateway></ike-sa></vpn></test>',
    );
    expect(body).toMatch(
      /<result><!\[CDATA\[Start time: \w{3}\.\d\d \d\d:\d\d:\d\d\nInitiate 0 IKE SA\.\n\]\]><\/result>/,
    );
  });
});
