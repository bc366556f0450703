import { describe, expect, it } from 'vitest';
import type { GenericMapping } from '../../../src/alerts/genericBody.js';
import { readBody } from '../../../src/alerts/read.js';
import { alertmanager, grafana, pagerduty } from './bodies.js';

const mapping: GenericMapping = {
  alerts: 'data.events',
  name: 'rule',
  status: 'state',
  resolved: ['OK'],
  key: 'id',
  labels: 'tags',
  texts: ['message'],
  startsAt: 'since',
  link: 'url',
};

function read(body: unknown, generic: GenericMapping | null = null) {
  return readBody(typeof body === 'string' ? body : JSON.stringify(body), null, generic);
}

function alertsIn(body: unknown, generic: GenericMapping | null = null) {
  const result = read(body, generic);
  if (!result.ok) throw new Error(result.why);
  return result;
}

describe('the body of an alert', () => {
  it('of Alertmanager gives each alert with its own state, and no link that is none', () => {
    const { source, alerts } = alertsIn(alertmanager);
    expect(source).toBe('alertmanager');
    expect(
      alerts.map(({ name, status, key, startsAt, endsAt, link }) => ({
        name,
        status,
        key,
        startsAt,
        endsAt,
        link,
      })),
    ).toEqual([
      {
        name: 'IPsecTunnelDown',
        status: 'firing',
        key: '9c2b1e4f5a6d7c80',
        startsAt: '2026-03-01T11:58:30.123Z',
        endsAt: null,
        link: 'http://prometheus.corp.example:9090/graph?g0.expr=x',
      },
      {
        name: 'IPsecTunnelDown',
        status: 'resolved',
        key: '1c2b1e4f5a6d7c81',
        startsAt: '2026-03-01T11:50:00.000Z',
        endsAt: '2026-03-01T11:59:00.000Z',
        link: null,
      },
    ]);
    expect(alerts[0]?.labels.get('tunnel')).toBe('paris-hq');
  });

  it('of Grafana is told apart, links to its panel, and its times are UTC', () => {
    const { source, alerts } = alertsIn(grafana);
    expect(source).toBe('grafana');
    expect(alerts[0]).toMatchObject({
      name: 'VPN',
      status: 'firing',
      startsAt: '2026-03-01T11:58:30.000Z',
      link: 'https://grafana.corp.example/d/vpn?viewPanel=2',
      texts: ['no bytes for 5 minutes'],
    });
  });

  it('of PagerDuty is one alert, by the id of its incident', () => {
    const { source, alerts } = alertsIn(pagerduty);
    expect(source).toBe('pagerduty');
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({
      name: 'VPN paris-hq is down.',
      status: 'firing',
      key: 'Q1ZXYABCDEFGH',
    });
    const resolved = { event: { ...pagerduty.event, event_type: 'incident.resolved' } };
    expect(alertsIn(resolved).alerts[0]).toMatchObject({
      status: 'resolved',
      key: 'Q1ZXYABCDEFGH',
      endsAt: '2026-03-01T11:58:40.000Z',
    });
  });

  it.each(['incident.acknowledged', 'incident.annotated', 'pagey.ping'])(
    'of PagerDuty says nothing of the tunnel with %s',
    (event_type) => {
      expect(alertsIn({ event: { ...pagerduty.event, event_type } }).alerts).toEqual([]);
    },
  );

  it('of any other kind is read by what the configuration says', () => {
    const body = {
      data: {
        events: [
          {
            rule: 'vpn',
            state: 'ok',
            id: 7,
            tags: { tunnel: 'paris-hq', up: true, deep: {} },
            message: 'up again',
          },
          { rule: 'vpn', state: 'ALERT', tags: { tunnel: 'oslo-hq' }, url: 'https://user:pw@x.example/' },
        ],
      },
    };
    const { source, alerts } = alertsIn(body, mapping);
    expect(source).toBe('generic');
    expect(
      alerts.map(({ status, key, link, texts }) => ({
        status,
        key: key.length > 20 ? 'made' : key,
        link,
        texts,
      })),
    ).toEqual([
      { status: 'resolved', key: '7', link: null, texts: ['up again'] },
      { status: 'firing', key: 'made', link: null, texts: [] },
    ]);
    expect([...(alerts[0]?.labels ?? [])]).toEqual([
      ['tunnel', 'paris-hq'],
      ['up', 'true'],
    ]);
  });

  it.each<[string, unknown, string]>([
    ['no JSON', 'tunnel down', 'it is not JSON'],
    ['a list', '[1,2]', 'it is no webhook of Alertmanager (version 4): it is no object'],
    ['other types', { ...alertmanager, alerts: 'none' }, 'alerts is missing or of another type'],
    ['PagerDuty of another shape', { event: { id: 5 } }, 'it is no webhook of PagerDuty version 3'],
    ['nested deep', `${'['.repeat(60)}${']'.repeat(60)}`, 'nested more than 32 deep'],
    ['huge', `"${'x'.repeat(5 * 1024 * 1024)}"`, 'larger than 4 MB'],
  ])('that is %s is refused with one sentence', (_, body, why) => {
    const result = read(body);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.why).toContain(why);
  });

  it('takes no word of what is inherited, and no control characters', () => {
    const { alerts } = alertsIn(
      { data: { events: [{ rule: 'a\u202eb\nc', state: 'x' }] } },
      { ...mapping, labels: 'constructor' },
    );
    expect(alerts[0]?.name).toBe('a b c');
    expect(alerts[0]?.labels.size).toBe(0);
  });
});
