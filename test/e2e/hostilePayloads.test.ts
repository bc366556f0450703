// Requests that nobody but Slack may send, and payloads that no client of Slack sends: forged, replayed, tampered with. Nothing happens twice, and nothing happens by accident.

import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  delivered,
  type GuardedStage,
  openGuardedIncident,
  signed,
  slashBody,
  submission,
} from './guardedStage.js';
import { directTo, whispersTo } from './told.js';
import { eventually, type IncidentThread } from './triageStage.js';

const json = 'application/json';

describe('a hostile payload', () => {
  let stage: GuardedStage;
  let thread: IncidentThread;
  beforeAll(async () => {
    ({ stage, thread } = await openGuardedIncident({ firewalls: ['fw-oslo-1', 'fw-hq-1', 'fw-hq-2'] }));
  });
  afterAll(() => stage.stop(), 60_000);

  let notes = 0;
  /** What was sent before has been acted on when this stands in the thread: texts of the thread since the last time. */
  const settled = async (): Promise<string[]> => {
    const before = thread.texts.length;
    notes += 1;
    await stage.slash(`incident ${thread.id} note all quiet ${notes}`, 'sam');
    await thread.says(new RegExp(`all quiet ${notes}\\.$`));
    return thread.texts.slice(before).filter((text) => !text.includes(`all quiet ${notes}`));
  };
  describe('that is not signed as Slack signs', () => {
    const refused = async (body: string, headers: Record<string, string>, type?: string) => {
      const reply = await stage.send(body, { headers, ...(type ? { type } : {}) });
      expect(reply.status).toBe(401);
      expect(await reply.text()).toBe('');
    };

    it('is refused, whatever is wrong with its signature', async () => {
      const body = slashBody(stage.slack, `incident ${thread.id} note forged`, 'ana', 'netops');
      const good = signed(body, stage.slack.signingSecret);
      const stale = signed(body, stage.slack.signingSecret, 400);
      const at = { 'x-slack-request-timestamp': good['x-slack-request-timestamp'] ?? '' };
      const signature = good['x-slack-signature'] ?? '';
      await refused(body, signed(body, 'forged'));
      await refused(body, stale);
      // The timestamp is part of what is signed.
      await refused(body, { ...stale, ...at });
      await refused(body, {});
      await refused(body, at);
      await refused(body, { 'x-slack-signature': signature });
      await refused(body, { ...at, 'x-slack-signature': '' });
      await refused(body, { ...at, 'x-slack-signature': signature.replace('v0=', 'v1=') });
      await refused(body, { ...at, 'x-slack-signature': signature.toUpperCase() });
      await refused(body, { ...at, 'x-slack-signature': signature.slice(0, 20) });
      await refused(body, { 'x-slack-request-timestamp': 'NaN', 'x-slack-signature': signature });
      await refused(`${body}&text=another`, good);
      expect(await settled()).toEqual([]);
    });

    it('is refused in every form that Slack has', async () => {
      const click = { ...delivered(stage.slack, 'slash_commands'), type: 'block_actions' };
      const form = new URLSearchParams({ payload: JSON.stringify(click) }).toString();
      await refused(form, signed(form, 'forged'));
      const event = JSON.stringify({
        type: 'event_callback',
        event_id: 'Ev1',
        event: { type: 'app_mention' },
      });
      await refused(event, signed(event, 'forged'), json);
      const packed = gzipSync(Buffer.alloc(50_000_000)).toString('latin1');
      await refused(packed, { ...signed(packed, 'forged'), 'content-encoding': 'gzip' });
    });
  });

  describe('that is sent again', () => {
    it('as the very same signed command is acted on once', async () => {
      const body = slashBody(stage.slack, `incident ${thread.id} note said once`, 'ana', 'netops');
      const headers = signed(body, stage.slack.signingSecret);
      const replies = await Promise.all([1, 2, 3].map(() => stage.send(body, { headers })));
      expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200]);
      await thread.says(/noted: said once/);
      await stage.send(body, { headers });
      // Signed anew, it is still the same command.
      await stage.send(body);
      expect(await settled()).toEqual([]);
      expect(thread.texts.filter((text) => text.includes('said once'))).toHaveLength(1);
    });

    it('as the same click is acted on once', async () => {
      await thread.click('Cisco ASA or Firepower (FTD)', 'jonas');
      await thread.says(/answered “Which product .*”: Cisco ASA or Firepower/);
      await thread.says(/Question: What does the log of Globex show/);
      const again = delivered(stage.slack, 'block_actions');
      await Promise.all([stage.interact(again), stage.interact(again)]);
      expect(await settled()).toEqual([]);
    });

    it('as the same submission of a modal is acted on once', async () => {
      await thread.fill('Close', { cause: 'ike-proposal-mismatch', remedy: 'submitted once' }, 'mei');
      await thread.says(/Resolution: submitted once/);
      await stage.slash(`incident ${thread.id} reopen it goes on`);
      await thread.says(/reopened it: it goes on/);
      await eventually(() => /Question: What does the log/.test(thread.texts.at(-1) ?? ''), 'it asks again');
      const again = delivered(stage.slack, 'view_submission');
      await Promise.all([stage.interact(again), stage.interact({ ...again, trigger_id: 'another' })]);
      expect(await settled()).toEqual([]);
      await eventually(() => !thread.head?.text.includes('✅'), 'the card shows that it is open');
    });

    it('as the same event is acted on once, also under another id', async () => {
      const said = await stage.slack.post({
        user: 'mei',
        channel: 'netops',
        text: 'pin this once',
        threadTs: thread.head?.ts ?? '',
      });
      await stage.slack.react({ user: 'mei', channel: 'netops', ts: said.ts, name: 'pushpin' });
      await thread.says(/noted: pin this once/);
      const event = delivered(stage.slack, 'reaction_added');
      for (const one of [event, event, { ...event, event_id: 'EvOTHER' }])
        expect((await stage.send(JSON.stringify(one), { type: json })).status).toBe(200);
      expect(await settled()).toEqual([]);
    });
  });

  describe('of a modal', () => {
    const note = (values: Record<string, unknown>, view: Record<string, unknown> = {}) =>
      submission(stage.slack, `incident ${thread.id} note`, values, { view });
    const unreadable = /^What you filled in could not be read, so nothing was done\. Open the form again\.$/;

    it.each<[string, () => Record<string, unknown>]>([
      [
        'with a value of a wrong type',
        () => note({ text: { type: 'plain_text_input', value: { deep: [] } } }),
      ],
      ['with a number for a text', () => note({ text: { type: 'plain_text_input', value: 7 } })],
      ['without a state', () => note({}, { state: null })],
      ['with values that are none', () => note({}, { state: { values: 'no' } })],
      ['that is larger than any field', () => note({ text: 'x'.repeat(70_000) })],
      ['with the metadata of another app', () => note({ text: 'a' }, { private_metadata: '{"command":7}' })],
      [
        'with the metadata of another modal',
        () => note({ text: 'a' }, { private_metadata: '{"channel":null,"direct":true,"threadTs":null}' }),
      ],
      ['with metadata that is no JSON', () => note({ text: 'a' }, { private_metadata: '{' })],
      ['with metadata that is null', () => note({ text: 'a' }, { private_metadata: 'null' })],
      ['without metadata', () => note({ text: 'a' }, { private_metadata: undefined })],
    ])(
      '%s is refused, and whoever sent it is told',
      async (_name, payload) => {
        const before = directTo(stage.slack, 'ana').length;
        expect((await stage.interact(payload())).status).toBe(200);
        await eventually(() => directTo(stage.slack, 'ana').length > before, 'the person is told', 60_000);
        expect(directTo(stage.slack, 'ana').at(-1)).toMatch(unreadable);
        expect(await settled()).toEqual([]);
      },
      60_000,
    );

    it.each<[string, Record<string, unknown>, RegExp]>([
      ['without its field', {}, /`?note`? needs a text/],
      ['with an empty field', { text: '  ' }, /needs a text/],
      ['with a field of another act', { text: 'a', over: 'yes' }, /has no field "over"/],
      ['with a field that objects have', { text: 'a', constructor: 'x' }, /has no field "constructor"/],
      [
        'with a person who is none',
        { to: { type: 'users_select', selected_user: '<!channel>' } },
        /needs a text|Who\?/,
      ],
    ])(
      '%s does nothing but say so',
      async (_name, values, says) => {
        const before = whispersTo(stage.slack, 'ana').length;
        await stage.interact(note(values));
        await eventually(
          () =>
            whispersTo(stage.slack, 'ana')
              .slice(before)
              .some((text) => says.test(text)),
          String(says),
          20_000,
        );
        expect(await settled()).toEqual([]);
      },
      60_000,
    );

    it('that names an incident of nobody, or no command at all, does nothing but say so', async () => {
      for (const [command, says] of [
        ['incident inc-nobody note', /No incident is called/],
        ['incident ../../etc/passwd note', /No incident is called/],
        [`incident ${thread.id}'; drop table incidents; -- note`, /No incident is called/],
        ['nonsense', /There is no command/],
        ['', /has no field/],
      ] as const) {
        const before = whispersTo(stage.slack, 'ana').length;
        await stage.interact(submission(stage.slack, command, { text: 'a' }));
        await eventually(
          () =>
            whispersTo(stage.slack, 'ana')
              .slice(before)
              .some((text) => says.test(text)),
          `${command} ${says}`,
          20_000,
        );
      }
      expect(await settled()).toEqual([]);
    });
  });

  describe('of a button', () => {
    let actions = 0;
    const click = (value: unknown) => {
      const real = delivered(stage.slack, 'block_actions');
      const [action] = real.actions as Record<string, unknown>[];
      actions += 1;
      const action_ts = `1700000000.${String(actions).padStart(6, '0')}`;
      return stage.interact({ ...real, actions: [{ ...action, action_id: 'cmd:0', value, action_ts }] });
    };
    const whispers = () =>
      whispersTo(
        stage.slack,
        String((delivered(stage.slack, 'block_actions').user as { name: string }).name),
      );
    const told = async (says: RegExp, before: number) =>
      await eventually(
        () =>
          whispers()
            .slice(before)
            .some((text) => says.test(text)),
        String(says),
        20_000,
      );

    it.each<[string, (id: string) => unknown, RegExp]>([
      ['an act that there is not', (id) => `incident ${id} explode`, /cannot be told to "explode"/],
      ['an option that there is not', (id) => `incident ${id} take --seen nonsense`, /There is no option/],
      ['a cause that is none', (id) => `incident ${id} close __proto__ x`, /is no cause/],
      [
        'a fact that objects have',
        (id) => `answer ${id} constructor.prototype=yes`,
        /There is no fact called/,
      ],
      ['a value that does not fit', (id) => `answer ${id} peer.vendor=<!channel>`, /is not an answer to/],
      ['a command that is too long', (id) => `incident ${id} note ${'x'.repeat(4000)}`, /is too long/],
      ['a number', () => 7, /is missing or not as documented/],
      ['nothing', () => undefined, /is missing or not as documented/],
    ])(
      'that carries %s does nothing but say so',
      async (_name, value, says) => {
        const before = whispers().length;
        await click(value(thread.id));
        await told(says, before);
        expect(await settled()).toEqual([]);
      },
      60_000,
    );

    it('whose `--seen` is nonsense answers as if it were not there', async () => {
      for (const [seen, value, title] of [
        ['nonsense', 'fortios', 'Fortinet FortiOS'],
        ['-1', 'panos', 'Palo Alto Networks PAN-OS'],
        ['99999999999999', 'strongswan', 'strongSwan'],
      ]) {
        await click(`answer ${thread.id} peer.vendor=${value} --seen ${seen}`);
        await thread.says(new RegExp(`corrected the answer to .* from .* to ${title}`));
      }
    });

    it('of an incident that is not this thread’s acts on that incident, and says where', async () => {
      await stage.slash('triage hq-oslo');
      const other = await eventually(() =>
        stage.slack.messages('netops').find((one) => /Incident inc-\w+: hq-oslo/.test(one.text)),
      );
      const id = /inc-\w+/.exec(other.text)?.[0];
      const before = whispers().length;
      await click(`incident ${id} take`);
      await told(new RegExp(`Done, in the thread of incident ${id}`), before);
      expect(await settled()).toEqual([]);
    });
  });

  it('leaves the service as it was: it answers, and nothing was a fault of ours', async () => {
    await stage.slack.typeCommand({ user: 'mei', channel: 'netops', text: '/ipsec status partner-initech' });
    await eventually(() => stage.slack.messages('netops').find((one) => /partner-initech/.test(one.text)));
    expect(stage.said()).not.toMatch(/"level":(50|60)/);
  });
});
