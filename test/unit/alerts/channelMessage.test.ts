// A message of another app as an alert: by the rules of the configuration, as Alertmanager, Grafana and others post it.

import { describe, expect, it } from 'vitest';
import { type AppMessage, alertOf, type ChannelRule, isHeardOf } from '../../../src/alerts/channelMessage.js';
import { readSettings } from '../../../src/config/settings.js';

const { labels } = (await readSettings('{}', 'tunnelmedic.yml', {})).alerts;
const rule: ChannelRule = { app: 'Alertmanager', channel: 'C1', pattern: null, resolved: null };

function message(text: string, more: Partial<AppMessage> = {}): AppMessage {
  const app = { ids: ['B1', 'A1'], name: 'Alertmanager' };
  return { channel: 'C1', ts: '1772366400.000100', app, text, fields: {}, ...more };
}
const read = (text: string, rules: readonly ChannelRule[] = [rule], more: Partial<AppMessage> = {}) =>
  alertOf(message(text, more), { rules, labels });

describe('a message of another app', () => {
  it('is an alert where a rule names the app and the channel, by its name or its id', () => {
    expect(read('TunnelDown partner-globex')).toMatchObject({
      ...{ source: 'channel', name: 'TunnelDown partner-globex', status: 'firing' },
      ...{ key: 'C1 1772366400.000100', startsAt: '2026-03-01T12:00:00.000Z' },
    });
    const heard = (app: string, channel: string) => isHeardOf(message(''), [{ ...rule, app, channel }]);
    expect([heard('alertmanager', 'C1'), heard('A1', 'C1'), heard('B1', 'C1')]).toEqual([true, true, true]);
    expect([heard('Grafana', 'C1'), heard('Alertmanager', 'C2'), heard('', 'C1')]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('is named by what stands behind the signs of its title', () => {
    const named = (title: string) => read(title)?.name;
    expect(named('[FIRING:1] TunnelDown (partner-globex netops)')).toBe('TunnelDown (partner-globex netops)');
    expect(named(':red_circle: *Tunnel partner-globex is down*')).toBe('Tunnel partner-globex is down*');
    expect(named('🔥 Alerting: VPN down')).toBe('VPN down');
    expect(named('🔥🔥')).toBe('🔥🔥');
  });

  it('of long runs of signs is read in the time of its length', () => {
    const runs = ['_', ' ', '*', '- ', ':', '. '].map((sign) => `a${sign.repeat(2000)}x`);
    const begun = runs.map((line) => line.slice(1));
    const text = Array.from({ length: 20 }, () => [...runs, ...begun])
      .flat()
      .join('\n');
    expect(read(`VPN down\n${text}\n__*Tunnel*: paris-hq__`)?.labels.get('tunnel')).toBe('paris-hq');
  });

  it('is over where its title begins with a word that says so, and not where the word stands in a sentence', () => {
    const status = (text: string) => read(text)?.status;
    for (const title of [
      '[RESOLVED] TunnelDown',
      ':white_check_mark: Resolved: VPN',
      '✅ Recovered',
      'OK: VPN',
      'closed',
    ])
      expect([title, status(title)]).toEqual([title, 'resolved']);
    for (const title of [
      '[FIRING:1] TunnelDown',
      'VPN: connection closed by peer',
      'Not OK',
      'unresolved',
      'Okta down',
    ])
      expect([title, status(title)]).toEqual([title, 'firing']);
    expect(status('TunnelDown\nresolved alerts: none')).toBe('firing');
  });

  it('is over by an expression of its own where the rule has one', () => {
    const own = { ...rule, resolved: /is up/imu };
    expect(read('VPN a is up', [own])?.status).toBe('resolved');
    expect(read('[RESOLVED] VPN a', [own])?.status).toBe('firing');
  });

  it('is only what its pattern finds, whose group names the tunnel', () => {
    const own = { ...rule, pattern: /VPN (?<tunnel>\S+) is down/imu };
    expect(read('Deployment of web is done', [own])).toBeNull();
    expect(read('Alert\nvpn to-hq is down', [own])?.labels.get('tunnel')).toBe('to-hq');
    expect(read('anything', [own, rule])?.labels.size).toBe(0);
  });

  it('has labels by its fields, and by lines whose name means something here', () => {
    const text =
      'TunnelDown\n*Device:* fw-paris\nremote ip = 203.0.113.9\nsummary: the tunnel is gone\nhost: `fw-hq`';
    const found = read(text, [rule], { fields: { Severity: 'critical' } })?.labels;
    expect(Object.fromEntries(found ?? [])).toEqual({
      ...{ Severity: 'critical', device: 'fw-paris', remote_ip: '203.0.113.9', host: 'fw-hq' },
    });
  });

  it('keeps its key and its time when it is edited', () => {
    const [firing, over] = [read('[FIRING:1] A'), read('[RESOLVED] A')];
    expect([firing?.key, firing?.startsAt]).toEqual([over?.key, over?.startsAt]);
  });
});
