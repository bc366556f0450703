import { describe, expect, it } from 'vitest';
import { LogJobs } from '../../../src/simulator/panos/log-jobs.js';
import { parseQuery, type Row } from '../../../src/simulator/panos/log-query.js';
import { values } from './asking.js';

const ROW: Row = {
  subtype: 'vpn',
  eventid: 'ikev2-nego-ike-fail',
  object: 'to paris (x)',
  severity: 'medium',
  opaque: 'IKEv2 IKE SA negotiation is failed. Due to timeout.',
  receive_time: '2026/01/15 12:00:00',
};

describe('the query language of the log', () => {
  it.each([
    ['', true],
    ['( subtype eq vpn )', true],
    ['( subtype neq vpn )', false],
    ['(subtype eq vpn) and (severity geq high)', false],
    ['(subtype eq vpn) and (severity geq medium)', true],
    ['( severity leq informational )', false],
    ["( receive_time geq '2026/01/15 11:00:00' )", true],
    ["( receive_time geq '2026/01/15 12:00:01' )", false],
    ["( receive_time leq '2026/01/15 12:00:00' )", true],
    ["( object eq 'to paris (x)' )", true],
    ["( object contains 'PARIS' )", true],
    ["( opaque contains 'due to timeout' )", true],
    ['( eventid eq ikev2-nego-ike-fail )', true],
    ['( eventid eq a ) or ( eventid eq ikev2-nego-ike-fail )', true],
    ["(( eventid eq a ) or ( subtype eq vpn )) and ( object eq 'x' )", false],
    ["( eventid eq a ) or ( subtype eq vpn ) and ( object contains 'paris' )", true],
    ['subtype eq vpn', true],
  ])('%s takes the row: %s', (query, taken) => {
    expect(parseQuery(query)?.(ROW)).toBe(taken);
  });

  it.each([
    '( subtype eq',
    '( nonsense eq vpn )',
    '( subtype like vpn )',
    '( subtype eq vpn ) and',
    '(subtype eq vpn',
    "( object eq 'x )",
    'x',
  ])('does not understand %s', (query) => {
    expect(parseQuery(query)).toBeUndefined();
  });
});

describe('log jobs', () => {
  const rows: Row[] = Array.from({ length: 30 }, (_, index) => ({
    logid: String(index),
    subtype: index % 2 === 0 ? 'vpn' : 'general',
  }));
  const start = (activePolls = 0) => {
    const elapsed = { ms: 0 };
    const jobs = new LogJobs({
      rows: () => rows,
      timezone: 'UTC',
      deviceTime: () => 0,
      readiness: { readyAfterMs: 100, activePolls },
      elapsedMs: () => elapsed.ms,
    });
    const call = (parameters: Record<string, string>) => jobs.answer(new URLSearchParams(parameters)).body;
    return { call, elapsed, jobs };
  };
  const ids = (body: string) => [...body.matchAll(/logid="(\d+)"/g)].map((match) => Number(match[1]));

  it('are enqueued with code 19, active for a while, then finished', () => {
    const { call, elapsed } = start();
    expect(call({ 'log-type': 'system', query: '' })).toContain('status="success" code="19"');
    expect(call({ action: 'get', 'job-id': '1' })).toContain('<status>ACT</status>');
    elapsed.ms = 100;
    const body = call({ action: 'get', 'job-id': '1' });
    expect(values(body, 'status')).toEqual(['FIN']);
    expect(ids(body).length).toBe(20);
  });

  it('wait for the number of polls that the device is told to need', () => {
    const { call, elapsed } = start(2);
    elapsed.ms = 1;
    call({ 'log-type': 'system', query: '' });
    elapsed.ms = 1000;
    const states = [1, 2, 3].map(() => values(call({ action: 'get', 'job-id': '1' }), 'status')[0]);
    expect(states).toEqual(['ACT', 'ACT', 'FIN']);
  });

  it('take nlogs, skip and the direction', () => {
    const { call, elapsed } = start();
    const query = '( subtype eq vpn )';
    call({ 'log-type': 'system', query, nlogs: '3', skip: '2' });
    call({ 'log-type': 'system', query, nlogs: '2', dir: 'forward' });
    elapsed.ms = 500;
    expect(ids(call({ action: 'get', 'job-id': '1' }))).toEqual([4, 6, 8]);
    expect(ids(call({ action: 'get', 'job-id': '2' }))).toEqual([28, 26]);
  });

  it('refuse a bad query, more rows than 5000, and an unknown log', () => {
    const { call } = start();
    for (const bad of [{ query: '( a' }, { nlogs: '5001' }, { nlogs: 'x' }, { 'log-type': 'wildfire' }]) {
      expect(call({ 'log-type': 'system', query: '', ...bad })).toContain('code="17"');
    }
  });

  it('end when they are finished by the client, and old ones are forgotten', () => {
    const { call } = start();
    call({ 'log-type': 'system', query: '' });
    call({ action: 'finish', 'job-id': '1' });
    expect(call({ action: 'get', 'job-id': '1' })).toContain('code="7"');
    for (let count = 0; count < 70; count += 1) call({ 'log-type': 'system', query: '' });
    expect(call({ action: 'get', 'job-id': '2' })).toContain('code="7"');
    expect(call({ action: 'get', 'job-id': '71' })).toContain('success');
  });
});
