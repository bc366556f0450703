// Messages of other apps as Slack tells them: what is heard, what is not, and that it is kept as an alert with its place.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelAlerts } from '../../../src/app/channelAlerts.js';
import { readSettings } from '../../../src/config/settings.js';
import { appMessageIn, listenToApps } from '../../../src/slack/listenApps.js';
import type { Arrival, Listening, Parts } from '../../../src/slack/ports.js';
import { actKey } from '../../../src/slack/threads/acts.js';
import { createAlertStore } from '../../../src/stores/alertStore.js';
import type { Database } from '../../../src/stores/database.js';
import { createLogger } from '../../../src/support/logger.js';
import { openEmptyDatabase } from '../../support/emptyDatabase.js';
import { ManualClock } from '../../support/manualClock.js';

/** As Alertmanager's own integration posts it: no text, everything in an attachment. */
const alertmanager = {
  ...{ type: 'message', subtype: 'bot_message', channel: 'C1', ts: '1772366400.000100' },
  ...{ bot_id: 'B1', app_id: 'A1', username: 'Alertmanager', text: '' },
  attachments: [
    {
      fallback: '[FIRING:1] TunnelDown (partner-globex)',
      title: '[FIRING:1] TunnelDown (partner-globex)',
      title_link: 'https://alerts.example/1',
      fields: [{ title: 'device', value: '<https://fw.example|fw-paris>', short: true }],
    },
  ],
};
/** A new app: no subtype, blocks, and its name in the profile of its bot. */
const grafana = {
  ...{ type: 'message', channel: 'C1', ts: '1772366500.000100', user: 'UGRAFANA', bot_id: 'B2' },
  bot_profile: { id: 'B2', app_id: 'A2', name: 'Grafana' },
  text: 'Firing: VPN &lt;hq&gt;',
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*VPN* is down' } }],
};
const edited = (message: object, previous: object) => ({
  ...{ type: 'message', subtype: 'message_changed', channel: 'C1', ts: '1772366600.000200' },
  ...{ message, previous_message: previous },
});

describe('a message of another app', () => {
  it('is read with all its texts and fields, whichever way it was posted', () => {
    expect(appMessageIn(alertmanager)).toEqual({
      ...{ channel: 'C1', ts: '1772366400.000100', app: { ids: ['B1', 'A1'], name: 'Alertmanager' } },
      text: '[FIRING:1] TunnelDown (partner-globex)\ndevice\nfw-paris',
      fields: { device: 'fw-paris' },
    });
    expect(appMessageIn(grafana)).toMatchObject({
      ...{ app: { ids: ['B2', 'A2', 'UGRAFANA'], name: 'Grafana' }, text: 'Firing: VPN <hq>\n*VPN* is down' },
    });
  });

  it('is the same one when it is edited, and nothing when no word changed', () => {
    const over = { ...grafana, text: 'Resolved: VPN' };
    expect(appMessageIn(edited(over, grafana))).toMatchObject({ ts: grafana.ts });
    expect(appMessageIn(edited({ ...grafana, reply_count: 1 }, grafana))).toBeNull();
  });

  it('is none where a person wrote it, below another message, where it was deleted, or where it is odd', () => {
    const { bot_id: _, ...person } = grafana;
    const reply = { ...grafana, thread_ts: '1772366000.000100' };
    const ours = {
      ...grafana,
      metadata: { event_type: 'tunnelmedic_incident', event_payload: { key: 'a' } },
    };
    const odd = [
      null,
      7,
      {},
      { ...grafana, ts: 7 },
      { ...grafana, attachments: 'x' },
      { ...grafana, subtype: {} },
    ];
    const deleted = { ...edited(grafana, grafana), subtype: 'message_deleted' };
    for (const one of [person, reply, ours, deleted, ...odd]) expect(appMessageIn(one)).toBeNull();
  });
});

describe('an alert in a channel', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openEmptyDatabase();
  });
  afterAll(() => database.close());

  async function heard(...events: readonly object[]) {
    const settings = await readSettings(
      'alerts: { channels: [{ app: Alertmanager, channel: C0A }, { app: Tunnelmedic, channel: C0A }] }\n',
      'tunnelmedic.yml',
      {},
    );
    const clock = new ManualClock('2026-03-01T12:00:10Z');
    const store = createAlertStore(database.sql);
    let due: string[] = [];
    const apps = channelAlerts({
      ...{ settings, clock, log: createLogger('silent'), stores: async () => ({ alerts: store }) },
      onKept: (dueAt) => {
        due = [...due, dueAt];
      },
    });
    const running: Promise<void>[] = [];
    let listener: (arrival: Arrival) => Promise<void> = async () => undefined;
    listenToApps(
      {
        event: (_, one) => {
          listener = one;
        },
      } as Listening,
      {
        apps,
        isOurs: (ids: readonly string[]) => ids.includes('BOURS'),
        running: { start: (work: () => Promise<void>) => running.push(work()) },
        web: { permalink: async (channel: string, ts: string) => `https://slack.example/${channel}/${ts}` },
      } as unknown as Parts,
    );
    for (const event of events) {
      await listener({ ack: async () => undefined, body: {}, event });
      await Promise.all(running);
      // Rows of one instant have no order.
      await clock.advance(1);
    }
    const rows = await store.claim('me', '2026-03-01T12:01:00Z', '2026-03-01T12:02:00Z');
    return { rows, due, apps };
  }

  it('is kept with the place of the message, once, and its edit to "resolved" beside it', async () => {
    const here = { ...alertmanager, channel: 'C0A' };
    const over = { ...here, attachments: [{ title: '[RESOLVED] TunnelDown (partner-globex)' }] };
    const { rows, due } = await heard(here, here, { ...edited(over, here), channel: 'C0A' });
    expect(rows.map(({ alert, place, channel }) => [alert.status, alert.name, place, channel])).toEqual(
      ['firing', 'resolved'].map((status) => [
        status,
        'TunnelDown (partner-globex)',
        { channel: 'C0A', ts: here.ts, link: `https://slack.example/C0A/${here.ts}` },
        'C0A',
      ]),
    );
    expect(due[0]).toBe('2026-03-01T12:00:15.000Z');
  });

  it('is none in another channel, of another app, or said by ourselves, whatever we are called', async () => {
    const ours = { ...grafana, channel: 'C0A', username: 'Tunnelmedic', bot_id: 'BOURS' };
    const { rows } = await heard(alertmanager, { ...grafana, channel: 'C0A' }, ours);
    expect(rows).toEqual([]);
  });

  it('is an act that is kept before Slack hears that it came', () => {
    const body = { type: 'event_callback', event_id: 'Ev1', event: alertmanager };
    expect(actKey(body, [], () => true)).toBe('event Ev1');
    expect(actKey(body, [], () => false)).toBeNull();
  });
});
