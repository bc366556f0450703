// Who may what, end to end: one and the same check for typing, clicking, modals, shortcuts, pins and files; whoever may not is told so alone, and nothing changes.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidentsAnswer } from '../../src/capabilities/incident/schema.js';
import { globexLog } from '../../src/simulator/index.js';
import type { Message } from '../../src/workspace/index.js';
import { delivered, type GuardedStage, submission } from './guardedStage.js';
import { openRightsStage, refusal, refused } from './rightsStage.js';
import { directChannel, directTo, idOf, seenByAll, threads } from './told.js';
import { eventually, IncidentThread, partner } from './triageStage.js';

const other = 'hq-oslo';

describe('rights', () => {
  let stage: GuardedStage;
  let begun: number;
  let thread: IncidentThread;
  let otherId = '';
  beforeAll(async () => {
    begun = Date.now();
    stage = await openRightsStage();
    thread = new IncidentThread(stage.slack);
  });
  afterAll(() => stage.stop(), 60_000);

  const type = (text: string, user = 'ana', channel = 'netops') =>
    stage.slack.typeCommand({ user, channel, text: `/ipsec ${text}` });
  const seen = () => seenByAll(stage.slack);
  const refusedTo = (user: string, act: () => Promise<unknown>, says: RegExp) =>
    refused(stage, user, act, says);
  /** A click on a button with this command, wherever such a button may stand. */
  const click = (value: string, user: string) => {
    const real = delivered(stage.slack, 'block_actions');
    const [action] = real.actions as Record<string, unknown>[];
    const actions = [{ ...action, action_id: 'cmd:0', value, action_ts: `1700000000.${value.length}` }];
    return stage.interact({ ...real, user: { id: idOf(stage.slack, user), name: user }, actions });
  };
  const inThread = () => ({ channel: 'netops', threadTs: thread.head?.ts ?? '' });

  describe('by user and by user group', () => {
    it('while Slack does not tell the groups, allows whom a rule names, and refuses the others with that reason', async () => {
      stage.slack.faults.next('usergroups.users.list', { kind: 'error', error: 'internal_error' }, 1000);
      await type(`triage ${partner}`);
      await thread.says(/Which product terminates/);
      // What the thread and the card say of the diagnosis comes in parts.
      await eventually(() => !seen().some((text) => text.includes('Not diagnosed yet')), 'the card follows');
      await refusedTo(
        'jonas',
        () => type(`incident ${thread.id} take`, 'jonas'),
        new RegExp(`${refusal('triage').source}.*Which user groups you are in could not be read; try again`),
      );
      stage.slack.faults.clear('usergroups.users.list');
    });

    it('allows a member what the group may and nothing else, also when another group of the rules is gone', async () => {
      await type(`triage ${other}`, 'jonas');
      const opened = await eventually(() =>
        stage.slack.messages('netops').find((one) => one.text.includes(`: ${other}`)),
      );
      otherId = /inc-\w+/.exec(opened.text)?.[0] ?? '';
      // Of both incidents.
      await eventually(() => seen().filter((text) => /^Evidence /.test(text)).length === 2);
      await eventually(() => !seen().some((text) => text.includes('Not diagnosed yet')), 'the card follows');
      await refusedTo('jonas', () => type('remark hello', 'jonas'), refusal('handoff', ''));
    });
  });

  describe('somebody without any', () => {
    const ways: readonly [string, () => Promise<unknown>][] = [
      ['types', () => type(`incident ${thread.id} take`, 'sam')],
      ['types in capitals', () => type(`INCIDENT ${thread.id} TAKE`, 'sam')],
      ['types the tunnel for the incident', () => type(`incident ${partner} note hello`, 'sam')],
      [
        'mentions',
        () => stage.slack.mention({ user: 'sam', text: `incident ${thread.id} take`, ...inThread() }),
      ],
      ['clicks a button', () => thread.click('Take it', 'sam')],
      ['answers by a button', () => thread.click('Fortinet FortiOS (FortiGate)', 'sam')],
      ['submits a modal', () => submit()],
      [
        'pins by a reaction',
        () => stage.slack.react({ user: 'sam', channel: 'netops', ts: reply(), name: 'pushpin' }),
      ],
      [
        'pins by the shortcut',
        () =>
          stage.slack.runMessageShortcut({
            user: 'sam',
            channel: 'netops',
            ts: reply(),
            callbackId: 'pin_message',
          }),
      ],
      [
        'drops a file',
        () =>
          stage.slack.uploadFile({
            user: 'sam',
            name: 'charon.log',
            content: globexLog(new Date()),
            ...inThread(),
          }),
      ],
      ['pastes a log', () => stage.slack.post({ user: 'sam', text: globexLog(new Date()), ...inThread() })],
    ];
    const submit = async () => {
      const ts = thread.head?.ts ?? '';
      const value = `incident ${thread.id} note`;
      await stage.slack.select({ user: 'sam', channel: 'netops', ts, actionId: 'further:0', value });
      const view = await eventually(() => stage.slack.openViews('sam').at(-1), 'the modal', 60_000);
      await stage.slack.submitView({ user: 'sam', viewId: view.id, values: { 'in:text': 'hello' } });
    };
    const reply = () => thread.messages[1]?.ts ?? '';

    it.each(ways)(
      'is refused alone, and nothing changes, when one %s',
      async (_way, act) => {
        await refusedTo('sam', act, refusal('triage'));
      },
      60_000,
    );

    it('is refused when one opens an incident: typed, by the shortcut, by a button', async () => {
      const says = refusal('triage', 'partner-initech');
      await refusedTo('sam', () => type('triage partner-initech', 'sam'), says);
      const alert = await stage.slack.post({
        user: 'ana',
        channel: 'netops',
        text: 'partner-initech is down',
      });
      const where = { user: 'sam', channel: 'netops', ts: alert.ts };
      await refusedTo(
        'sam',
        () => stage.slack.runMessageShortcut({ ...where, callbackId: 'triage_message' }),
        says,
      );
      await refusedTo('sam', () => click('triage partner-initech', 'sam'), says);
    });

    it('may still read, and see the timeline', async () => {
      await type(`incident ${thread.id}`, 'sam');
      const isTimeline = (one: Message) => JSON.stringify(one.blocks).includes('"Timeline"');
      await eventually(() => threads(stage.slack).find(isTimeline), 'the timeline');
      // Its picture is a message without words, and comes behind it.
      await eventually(() => seen().includes(''), 'the picture of the past');
    });

    it('is refused what each right is for, by its name', async () => {
      await refusedTo(
        'sam',
        () => type(`incident ${thread.id} close psk-mismatch done`, 'sam'),
        refusal('close'),
      );
      await refusedTo('sam', () => type('remark hello', 'sam'), refusal('handoff', ''));
      await refusedTo('sam', () => type('audit', 'sam'), refusal('audit', ''));
    });
  });

  describe('by channel', () => {
    it('allows everybody there, and nobody elsewhere', async () => {
      await refusedTo('sam', () => type('remark from netops', 'sam'), refusal('handoff', ''));
      await type('remark from the incidents channel', 'sam', 'network-incidents');
      await eventually(() => seen().find((text) => text.includes('from the incidents channel')));
    });

    it('lets nobody read in a direct message that is not allowed', async () => {
      const channel = directChannel(stage.slack, 'sam');
      await stage.slack.post({ user: 'sam', channel, text: 'status partner-initech' });
      const says = /the right to read tunnels from here \(`read`\).* is missing/;
      await eventually(() => directTo(stage.slack, 'sam').find((text) => says.test(text)));
      await stage.slack.openHome('sam');
      await eventually(() =>
        JSON.stringify(stage.slack.homeOf('sam')?.body ?? {}).includes('the right to read tunnels from here'),
      );
    });
  });

  describe('by tunnel', () => {
    it('allows the tunnels of the pattern, typed, clicked and in a modal', async () => {
      await type(`incident ${thread.id} note mei was here`, 'mei');
      await thread.says(/Mei Tanaka noted: mei was here/);
      await thread.click('strongSwan', 'mei');
      await thread.says(/Mei Tanaka answered “Which product .*”: strongSwan/);
      await thread.says(/Question: What does the log of Globex show/);
    });

    it.each<[string, () => Promise<unknown>]>([
      ['typed', () => type(`incident ${otherId} take`, 'mei')],
      ['typed by the tunnel', () => type(`incident ${other} take`, 'mei')],
      ['opened', () => type(`triage ${other}`, 'mei')],
      ['clicked on a button that carries the other incident', () => click(`incident ${otherId} take`, 'mei')],
      [
        'submitted from a modal of the other incident',
        () =>
          stage.interact(
            submission(stage.slack, `answer ${otherId} answer.changed`, { value: 'yes' }, { user: 'mei' }),
          ),
      ],
      [
        'read as the partner’s log of the other incident',
        () =>
          stage.interact(
            submission(
              stage.slack,
              `partner-log ${otherId}`,
              { text: globexLog(new Date()) },
              { user: 'mei' },
            ),
          ),
      ],
    ])(
      'refuses the others: %s',
      async (_way, act) => {
        await refusedTo('mei', act, refusal('triage', other));
      },
      60_000,
    );

    it('allows to say whether the verdict was right, the newest word of a person counts, and who may reads the counts', async () => {
      await refusedTo('sam', () => thread.click('Was right', 'sam'), refusal('triage'));
      await thread.click('Was right', 'mei');
      await thread.tells('mei', /Noted: right/);
      await thread.fill('Was wrong', { cause: 'peer-id-mismatch' }, 'mei');
      await thread.tells('mei', /Noted: wrong/);
      await refusedTo('sam', () => type('accuracy', 'sam'), refusal('audit', ''));
      await type('accuracy');
      const counts = await thread.tells('ana', /Accuracy: 0 of 1 verdicts right/);
      expect(JSON.stringify(counts.blocks)).toMatch(
        new RegExp(`${partner}: said .*peer-id-mismatch.*Mei Tanaka`),
      );
    });

    it('does not make closing of working', async () => {
      const close = `incident ${thread.id} CLOSE psk-mismatch done`;
      await refusedTo('mei', () => type(close, 'mei'), refusal('close'));
      await refusedTo('mei', () => click(close, 'mei'), refusal('close'));
      await refusedTo(
        'mei',
        () => thread.fill('Close', { cause: 'psk-mismatch', remedy: 'x' }, 'mei'),
        refusal('close'),
      );
      expect(thread.head?.text).not.toContain('✅');
    });
  });

  describe('the terminal beside the service', () => {
    it('asks the service for what it keeps, and what it does there stands in the thread', async () => {
      const { terminal } = stage;
      const [open, handoff, noted] = await Promise.all([
        terminal(['incidents', '--json']),
        terminal(['handoff', '--json']),
        terminal(['incident', thread.id, 'note', 'seen from the terminal']),
      ]);
      expect([open, handoff, noted].map(({ code, stderr }) => [code, stderr])).toEqual(
        Array(3).fill([0, '']),
      );
      const ids = incidentsAnswer.parse(JSON.parse(open.stdout)).map(({ incident }) => incident);
      expect(ids).toEqual(expect.arrayContaining([thread.id, otherId]));
      expect(handoff.stdout).toContain(thread.id);
      expect(JSON.parse(handoff.stdout)).toMatchObject({ unseen: [] });
      await thread.says(/seen from the terminal/);
      const audit = await terminal(['audit']);
      expect(audit.stdout).toContain(`incident ${thread.id} note seen from the terminal`);
    });

    it('says what the service refuses in one sentence', async () => {
      const unknown = await stage.terminal(['incident', 'inc-zzzzzz']);
      expect([unknown.code, unknown.stdout]).toEqual([2, '']);
      expect(unknown.stderr).toMatch(/^No incident is called "inc-zzzzzz"\./);
    });
  });

  describe('the audit log', () => {
    it('shows whoever may who did what with what result, and shows it to nobody else', async () => {
      const before = seen();
      await type('audit');
      const whisper = await eventually(() =>
        stage.slack.ephemerals('ana').find((one) => /Audit log: \d+ commands/.test(one.text)),
      );
      const shown = JSON.stringify(whisper.blocks);
      for (const part of ['Sam Okoye', 'refused', 'Jonas Weber', 'answered', `incident ${thread.id} take`])
        expect(shown).toContain(part);
      expect(seen()).toEqual(before);
    });

    it('has a row for every refusal, however it was tried, and the database nothing that was refused', async () => {
      await stage.close();
      const tables = (await stage.tables()).split('\n');
      const rowsOf = (name: string, schema = 'public') =>
        JSON.parse(
          tables.find((line) => line.startsWith(`${schema}.${name} `))?.slice(`${schema}.${name} `.length) ??
            '[]',
        ) as Record<string, unknown>[];
      const sam = idOf(stage.slack, 'sam');
      const refusals = rowsOf('audit').filter((row) => row.result === 'refused');
      const triedBySam = refusals.filter((row) => row.person_id === sam).map((row) => String(row.command));
      expect(triedBySam.filter((command) => /^incident inc-\w+ take/i.test(command)).length).toBeGreaterThan(
        2,
      );
      for (const tried of [
        /^answer /,
        /^partner-log inc-\w+ \[charon\.log, \d+ bytes\]/,
        /^partner-log inc-\w+ \[pasted\.txt/,
        / note .*--text/,
        /^triage partner-initech/,
        /^audit/,
        /^remark/,
        /^status partner-initech/,
        /^list/,
      ])
        expect(
          triedBySam.some((command) => tried.test(command)),
          String(tried),
        ).toBe(true);
      const did = rowsOf('incident_events').filter((row) => row.by_id === sam);
      expect(did).toEqual([]);
      expect(rowsOf('documents')).toEqual([]);
      expect(stage.said()).not.toMatch(/"level":60/);
      // The build made all queues beforehand; a service makes those that it lacks, and a third of a second later begins to work.
      const queues = rowsOf('queue', 'tunnelmedic_jobs');
      expect(queues.map(({ name }) => name)).toContain('retention');
      expect(queues.filter(({ created_on }) => Date.parse(String(created_on)) >= begun)).toEqual([]);
    });
  });
});
