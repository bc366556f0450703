// What the addresses for alerts answer to everything that may come there: a status for whoever sent it, one line for us.

import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { alertmanager, grafana, pagerduty } from '../../../unit/alerts/bodies.js';
import { type Receiving, receiving, secret, told } from './received.js';

let open: Receiving | null = null;
afterEach(async () => {
  await open?.stop();
  open = null;
});
const started = async (options: Parameters<typeof receiving>[0] = {}): Promise<Receiving> => {
  open = await receiving(options);
  return open;
};

const json = { 'content-type': 'application/json' };
const body = JSON.stringify(alertmanager);
const signed = (text: string) => createHmac('sha256', secret).update(text).digest('hex');
const megabytes = (count: number) => Buffer.alloc(count * 1024 * 1024, ' ');
const deep = `${'['.repeat(2000)}${']'.repeat(2000)}`;

interface Case {
  readonly what: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly parts: readonly (Buffer | string)[];
  readonly status: number;
  readonly why: string;
}

const refused: readonly Case[] = [
  { what: 'no secret', headers: json, parts: [body], status: 401, why: 'it carries no proof of who sent it' },
  {
    what: 'another secret',
    headers: { ...json, authorization: 'Bearer correct-hors' },
    parts: [body],
    status: 401,
    why: 'its proof is wrong',
  },
  {
    what: 'a signature over other bytes',
    path: 'pagerduty',
    headers: { ...json, 'x-pagerduty-signature': `v1=${signed('{}')}` },
    parts: [JSON.stringify(pagerduty)],
    status: 401,
    why: 'its proof is wrong',
  },
  {
    what: 'a signature of an hour ago',
    path: 'grafana',
    headers: {
      ...json,
      'x-grafana-alerting-signature': signed(`1000:${JSON.stringify(grafana)}`),
      'x-grafana-alerting-timestamp': '1000',
    },
    parts: [JSON.stringify(grafana)],
    status: 401,
    why: 'it was signed too long ago, or by another clock',
  },
  {
    what: '5 MB that say so',
    headers: { ...json, ...told, 'content-length': String(megabytes(5).length) },
    parts: [megabytes(5)],
    status: 413,
    why: 'it is larger than 4 MB',
  },
  {
    what: '5 MB of unknown length',
    headers: { ...json, ...told },
    parts: [megabytes(3), megabytes(2)],
    status: 413,
    why: 'it is larger than 4 MB',
  },
  {
    what: '40 MB in a small gzip',
    headers: { ...json, ...told, 'content-encoding': 'gzip' },
    parts: [gzipSync(megabytes(40))],
    status: 413,
    why: 'it is larger than 4 MB',
  },
  {
    what: 'a gzip that is none',
    headers: { ...json, ...told, 'content-encoding': 'gzip' },
    parts: [body],
    status: 400,
    why: 'its gzip is damaged',
  },
  {
    what: 'half a gzip',
    headers: { ...json, ...told, 'content-encoding': 'gzip' },
    parts: [gzipSync(body).subarray(0, 100)],
    status: 400,
    why: 'its gzip is damaged',
  },
  {
    what: 'another packing',
    headers: { ...json, ...told, 'content-encoding': 'br' },
    parts: [body],
    status: 415,
    why: 'it is packed with something else than gzip',
  },
  {
    what: 'a form',
    headers: { ...told, 'content-type': 'application/x-www-form-urlencoded' },
    parts: [body],
    status: 415,
    why: 'its content type is not JSON in UTF-8',
  },
  {
    what: 'no content type',
    headers: told,
    parts: [body],
    status: 415,
    why: 'its content type is not JSON in UTF-8',
  },
  {
    what: 'UTF-16 that says so',
    headers: { ...told, 'content-type': 'application/json; charset=utf-16' },
    parts: [Buffer.from(body, 'utf16le')],
    status: 415,
    why: 'its content type is not JSON in UTF-8',
  },
  {
    what: 'UTF-16 that does not',
    headers: { ...json, ...told },
    parts: [Buffer.from(body, 'utf16le')],
    status: 400,
    why: 'it is not JSON',
  },
  {
    what: 'Latin-1',
    headers: { ...json, ...told },
    parts: [Buffer.from(body.replace('page', 'é'), 'latin1')],
    status: 400,
    why: 'it is no UTF-8',
  },
  { what: 'nothing', headers: { ...json, ...told }, parts: [], status: 400, why: 'it is not JSON' },
  {
    what: 'half a body',
    headers: { ...json, ...told },
    parts: [body.slice(0, 300)],
    status: 400,
    why: 'it is not JSON',
  },
  {
    what: 'depth',
    headers: { ...json, ...told },
    parts: [deep],
    status: 400,
    why: 'it is nested more than 32 deep',
  },
  {
    what: 'a list',
    headers: { ...json, ...told },
    parts: ['[]'],
    status: 400,
    why: 'it is no webhook of Alertmanager (version 4): it is no object',
  },
  {
    what: 'wrong types',
    headers: { ...json, ...told },
    parts: [JSON.stringify({ ...alertmanager, alerts: { status: 'firing' } })],
    status: 400,
    why: 'it is no webhook of Alertmanager (version 4): alerts is missing or of another type',
  },
  {
    what: 'more alerts than anybody sends',
    headers: { ...json, ...told },
    parts: [
      JSON.stringify({ ...alertmanager, alerts: Array.from({ length: 2001 }, () => ({ status: 'firing' })) }),
    ],
    status: 400,
    why: 'it is no webhook of Alertmanager (version 4): alerts is missing or of another type',
  },
  {
    what: 'JSON that the mapping does not fit',
    path: 'generic',
    headers: { ...json, ...told },
    parts: ['{"__proto__":{"events":[{"rule":"x"}]}}'],
    status: 400,
    why: 'it has no alert with a name at events.rule',
  },
];

describe('an alert is refused for', () => {
  it.each(refused)('$what: $status', async ({ path = 'alertmanager', headers = {}, parts, status, why }) => {
    const { send, log, kept } = await started();
    expect(await send(`/alerts/${path}`, headers, ...parts)).toMatchObject({ status, body: '{}\n' });
    expect(log).toEqual([{ source: path, status, why }]);
    expect(kept).toEqual([]);
  });

  it('an address without a secret: it is not there', async () => {
    const { send, log } = await started({ only: 'alertmanager' });
    expect(await send('/alerts/grafana', { ...json, ...told }, body)).toMatchObject({ status: 404 });
    expect(log).toEqual([]);
  });

  it('coming too often: 429 with the time to wait, until that is over', async () => {
    const { send, clock } = await started({ requestsPerMinute: 2 });
    const status = async () => await send('/alerts/alertmanager', { ...json, ...told }, body);
    expect([(await status()).status, (await status()).status]).toEqual([202, 202]);
    expect(await status()).toMatchObject({ status: 429, retryAfter: '30' });
    await clock.advance(30_000);
    expect(await status()).toMatchObject({ status: 202 });
  });

  it('a database that does not take it: 503, so that it is sent again', async () => {
    const { send, due } = await started({ keep: () => Promise.reject(new Error('gone')) });
    const answer = await send('/alerts/alertmanager', { ...json, ...told }, body);
    expect(answer).toMatchObject({ status: 503, retryAfter: '10' });
    expect(due).toEqual([]);
  });
});

describe('an alert is acknowledged', () => {
  it('after it was kept, and not before', async () => {
    const order: string[] = [];
    const { send } = await started({
      keep: async (alerts) => {
        order.push('kept');
        return alerts.length;
      },
    });
    expect((await send('/alerts/alertmanager', { ...json, ...told }, body)).status).toBe(202);
    order.push('acknowledged');
    expect(order).toEqual(['kept', 'acknowledged']);
  });

  it.each([
    ['alertmanager', told, alertmanager, 2],
    ['grafana', { 'x-grafana-alerting-signature': signed(JSON.stringify(grafana)) }, grafana, 1],
    ['pagerduty', { 'x-pagerduty-signature': `v1=${signed(JSON.stringify(pagerduty))}` }, pagerduty, 1],
    ['generic', told, { events: [{ rule: 'VPN down', state: 'firing' }] }, 1],
  ] as const)('of %s, with what it says', async (path, proof, sent, count) => {
    const { send, kept, log } = await started();
    expect((await send(`/alerts/${path}`, { ...json, ...proof }, JSON.stringify(sent))).status).toBe(202);
    expect(kept.map(({ alert }) => alert.source)).toEqual(Array.from({ length: count }, () => path));
    expect(log).toEqual([]);
  });

  it('packed with gzip, and due when others had their time to come', async () => {
    const { send, kept, due, clock } = await started();
    const headers = { ...json, ...told, 'content-encoding': 'gzip' };
    expect((await send('/alerts/alertmanager', headers, gzipSync(body))).status).toBe(202);
    expect(kept).toHaveLength(2);
    expect(due).toEqual([new Date(clock.now().getTime() + 5000).toISOString()]);
  });

  it('also when it says nothing of a tunnel: a ping of PagerDuty', async () => {
    const { send, kept } = await started();
    const ping = JSON.stringify({ event: { ...pagerduty.event, event_type: 'pagey.ping' } });
    const proof = { 'x-pagerduty-signature': `v1=${signed(ping)}` };
    expect((await send('/alerts/pagerduty', { ...json, ...proof }, ping)).status).toBe(202);
    expect(kept).toEqual([]);
  });
});
