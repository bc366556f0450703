import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { WebhookSource } from '../../../src/alerts/alert.js';
import { proofOf } from '../../../src/alerts/proof.js';

const secret = 'correct horse';
const body = Buffer.from('{"event":"é"}');
const now = Date.parse('2026-03-01T12:00:00Z');
const hmac = (...parts: (string | Buffer)[]) =>
  parts.reduce((digest, part) => digest.update(part), createHmac('sha256', secret)).digest('hex');

function proof(source: WebhookSource, headers: Record<string, string>, sent: Buffer = body) {
  return proofOf(source, headers, sent, secret, now);
}

describe('the proof of an alert', () => {
  it('of PagerDuty is one of its signatures over the raw bytes', () => {
    const right = { 'x-pagerduty-signature': `v1=${'0'.repeat(64)},v1=${hmac(body)}` };
    expect(proof('pagerduty', right)).toBe('proven');
    expect(proof('pagerduty', right, Buffer.from('{"event":"e"}'))).toBe('wrong');
  });

  it.each([
    {},
    { 'x-pagerduty-signature': 'v0=abc' },
    { authorization: `Bearer ${secret.replace(' ', '')}` },
  ])('of PagerDuty is no secret and no other version: %j', (headers) => {
    expect(proof('pagerduty', headers)).toBe('no-proof');
  });

  it('of Grafana is a signature, with its time where it sends one, and an old one is a replay', () => {
    const seconds = String(now / 1000 - 60);
    const old = String(now / 1000 - 3600);
    const withTime = (at: string) => ({
      'x-grafana-alerting-signature': hmac(`${at}:`, body),
      'x-grafana-alerting-timestamp': at,
    });
    expect(proof('grafana', { 'x-grafana-alerting-signature': hmac(body) })).toBe('proven');
    expect(proof('grafana', withTime(seconds))).toBe('proven');
    expect(proof('grafana', withTime(old))).toBe('too-old');
    expect(proof('grafana', { ...withTime(old), 'x-grafana-alerting-timestamp': seconds })).toBe('wrong');
    expect(proof('grafana', { ...withTime('soon') })).toBe('too-old');
  });

  it.each<[WebhookSource, string, string]>([
    ['alertmanager', 'Bearer correct-horse', 'wrong'],
    ['alertmanager', `Basic ${Buffer.from(`tunnelmedic:${secret}`).toString('base64')}`, 'proven'],
    ['grafana', `Basic ${Buffer.from(`x:${secret}x`).toString('base64')}`, 'wrong'],
    ['generic', 'Basic !!!', 'no-proof'],
    ['generic', 'Digest x', 'no-proof'],
    ['generic', '', 'no-proof'],
  ])('of %s by %j is %s', (source, authorization, expected) => {
    expect(proof(source, { authorization })).toBe(expected);
  });
});
