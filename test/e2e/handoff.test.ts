// Shift changes that come by themselves: one handoff each, confirmed by a button, also when the process dies while it is posted.

import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  again,
  ana,
  askRunning,
  confirmed,
  handoffsIn,
  jonas,
  lastChange,
  nextHandoff,
  openHandoffStage,
  passChange,
  quietHandoff,
  reachChange,
  type SeenHandoff,
  brokenTunnel as solved,
  takeOver,
  takeOverButton,
  tunnelmedic,
} from './handoffStage.js';
import { eventually, IncidentThread, partner, type TriageStage } from './triageStage.js';
import { buttonsOf, sendModal } from './triageThread.js';

describe('a shift change', () => {
  let stage: TriageStage;
  let child: ChildProcess;
  let thread: IncidentThread;
  beforeAll(async () => {
    stage = await openHandoffStage();
    child = await stage.spawn();
    thread = new IncidentThread(stage.slack);
  });
  afterAll(() => stage.stop(), 60_000);

  const type = (text: string, user = 'ana') =>
    stage.slack.typeCommand({ user, channel: 'netops', text: `/ipsec ${text}` });
  const newest = (): SeenHandoff => {
    const last = handoffsIn(stage.slack).at(-1);
    if (!last) throw new Error('no shift changed yet');
    return last;
  };
  const shown = (value: unknown) => JSON.stringify(value);
  const headOf = (tunnel: string) =>
    stage.slack
      .messages('netops')
      .find((one) => one.text.includes('Incident inc-') && one.text.includes(tunnel));
  const linkTo = (ts: string) => new RegExp(`/archives/C0CHANNEL1/p${ts.replace('.', '')}`);

  it('finds an open incident, one that was closed too early, and a remark from a thread', async () => {
    await passChange(stage, child);
    await type(`triage ${partner}`);
    await thread.says(/Which product terminates the tunnel/);
    await type(`triage ${solved}`, 'jonas');
    const head = await eventually(() => headOf(solved), `the incident of ${solved}`);
    const id = /inc-\w+/.exec(head.text)?.[0] ?? '';
    await type(`incident ${id} close psk-mismatch the key was entered again`, 'jonas');
    await eventually(() => headOf(solved)?.text.includes('✅'));
    const { ts } = await stage.slack.mention({
      user: 'mei',
      channel: 'netops',
      text: 'remark Globex works at 18:00',
    });
    await eventually(() =>
      stage.slack.thread('netops', ts).some((one) => one.text.includes('will carry it')),
    );
  });

  it('is posted by itself to the team’s channel, with the people who go and come, and every line leads to its thread', async () => {
    const { message } = await nextHandoff(stage, await reachChange(stage, child));
    expect(message.text).toMatch(/^Outgoing: <@U0PERSON\d> {2}· {2}Incoming: <@U0PERSON\d>/);
    expect(new Set(message.text.match(/U0PERSON\d/g))).toEqual(new Set([ana, jonas]));
    const said = shown(message.blocks);
    const [, start, watch, happened] = said.split(/Start here|"Watch"|"What happened"|"Remarks"/);
    expect(start).toContain(partner);
    expect(start).toContain('likely: ');
    expect(start).toContain('Take it, then answer: Which product');
    expect(start).toMatch(linkTo(thread.head?.ts ?? ''));
    const closedHead = headOf(solved)?.ts ?? '';
    expect(watch).toMatch(new RegExp(`${solved}.*although incident `));
    expect(watch).toMatch(linkTo(closedHead));
    expect(happened).toContain('the key was entered again');
    expect(happened).toContain('Not over: it is down now.');
    expect(happened).toMatch(linkTo(closedHead));
    expect(said).toMatch(/Globex works at 18:00 \(.*"text":"thread"/);
  });

  it('is two lines for a team whose shift was quiet, in the channel of that team', async () => {
    // The second change since the stage was opened.
    await reachChange(stage, child);
    const { blocks } = await quietHandoff(stage.slack);
    expect(blocks.map((block) => block.type)).toEqual([
      'context',
      'header',
      'rich_text',
      'rich_text',
      'actions',
    ]);
    expect(shown(blocks)).toContain('A quiet shift: nothing is open, nothing happened, nothing is due.');
    expect(shown(blocks)).toContain('1 of 1 tunnel is up.');
  }, 240_000);

  it('is taken over by one of two who click at once; the button goes, and the other is told who was first', async () => {
    const handoff = newest();
    const incoming = /Incoming: <@(\w+)>/.exec(handoff.message.text)?.[1];
    const people = [...(incoming === ana ? ['ana'] : ['jonas']), 'sam'] as const;
    const button = takeOverButton(handoff.message);
    const click = { channel: 'netops', ts: handoff.message.ts, actionId: button?.actionId ?? '' };
    await Promise.all(people.map((user) => stage.slack.click({ ...click, user })));
    const { message } = await confirmed(stage.slack, handoff);
    const name = /✅ Confirmed by (.+) at /.exec(message.text)?.[1] ?? '';
    const realName = (user: string) =>
      stage.slack.people.find((person) => person.name === user)?.realName ?? user;
    const [first, second] = realName('sam') === name ? [people[1], people[0]] : people;
    expect(name).toBe(realName(first ?? ''));
    expect(message.text.includes('was not announced')).toBe(first === 'sam');
    expect(buttonsOf(message).map((one) => one.label)).toContain('Add a remark');
    const told = (user: string | undefined, words: string) =>
      eventually(() => stage.slack.ephemerals(user ?? '').some((one) => one.text.includes(words)), words);
    await told(first, 'You took over from the shift of netops');
    await told(second, `${name} took over from the shift of netops before you`);
  });

  it('stands on the home tab, whose buttons answer in the direct message', async () => {
    const home = () => stage.slack.homeOf('jonas');
    await stage.slack.openHome('jonas');
    await eventually(() => shown(home()?.body ?? {}).includes('Handoff of netops'));
    const view = home();
    expect(shown(view?.body)).toMatch(/Handoff of netops.*Globex works at 18:00.*"divider".*tunnels/s);
    const dm = stage.slack.channels.find(
      (channel) => channel.kind === 'dm' && channel.members.includes(jonas),
    );
    const answers = () => stage.slack.messages(dm?.id ?? '');
    await stage.slack.click({ user: 'jonas', viewId: view?.id ?? '', actionId: 'cmd:900' });
    await eventually(() => answers().some((one) => one.text.includes('Handoff of netops')));
    await stage.slack.click({ user: 'jonas', viewId: view?.id ?? '', actionId: 'form:901' });
    const modal = await eventually(() => stage.slack.openViews('jonas').at(-1));
    const values = { 'in:text': 'The line card in Oslo is swapped.' };
    const { errors } = await sendModal(stage.slack, { user: 'jonas', viewId: modal.id, values });
    expect(errors).toEqual({});
    await eventually(() => answers().some((one) => one.text.includes('will carry it')));
    // Without being asked to.
    await eventually(() => shown(home()?.body ?? {}).includes('The line card in Oslo is swapped.'));
  });

  /** The next handoff, whose first try meets the fault and the end of the process, with what is done in between. */
  const handoffAfterKill = async (
    kind: 'hang' | 'lost-reply',
    meanwhile: () => Promise<unknown> = async () => undefined,
  ) => {
    // The one of the change that was passed last may still be on its way, and would meet the fault.
    await nextHandoff(stage, lastChange(stage));
    const armed = stage.slack.calls.length;
    stage.slack.faults.next('chat.postMessage', { kind });
    const met = () => stage.slack.calls.slice(armed).some((call) => call.fault === kind);
    const begun = await reachChange(stage, child);
    await eventually(met, 'the first try', 150_000);
    await meanwhile();
    await stage.kill(child);
    const stands = handoffsIn(stage.slack).filter((one) => one.changeAt >= begun);
    expect(stands).toHaveLength(kind === 'hang' ? 0 : 1);
    return begun;
  };

  it('is told once when the process is killed after its message stands there, with the remarks that nobody ticked off', async () => {
    const begun = await handoffAfterKill('lost-reply');
    child = await stage.spawn();
    const handoff = await nextHandoff(stage, begun);
    expect(shown(handoff.message.blocks)).toContain('The line card in Oslo is swapped.');
    const done = buttonsOf(handoff.message).find((one) => one.label.startsWith('Done: The line card'));
    const { ts } = again(stage.slack, handoff).message;
    await stage.slack.click({ user: 'mei', channel: 'netops', ts, actionId: done?.actionId ?? '' });
    await eventually(() => stage.slack.thread('netops', ts).some((one) => /is done/.test(one.text)));
  }, 300_000);

  it('loses its button also when the process is killed right after it acknowledged the click; the next one, whose message did not stand there yet, is told once, without the remark that was ticked off', async () => {
    const last = newest();
    const { ts } = last.message;
    const button = takeOverButton(last.message);
    // Behind the call that hangs no message of the channel is drawn again.
    const begun = await handoffAfterKill('hang', () =>
      stage.slack.click({ user: 'mei', channel: 'netops', ts, actionId: button?.actionId ?? '' }),
    );
    expect(takeOverButton(again(stage.slack, last).message)).toBeDefined();
    child = await stage.spawn();
    expect((await confirmed(stage.slack, last)).message.text).toContain('Confirmed by Mei Tanaka');
    const handoff = await nextHandoff(stage, begun);
    // Taken over by the time that everything of it was said.
    const { message } = await takeOver(stage.slack, handoff, 'sam');
    expect(message.text).toContain('Confirmed by Sam Okoye');
    expect(message.text).toContain('who was not announced for this shift');
    expect(message.ts).toBe(handoff.message.ts);
    expect(shown(message.blocks)).not.toContain('The line card in Oslo is swapped.');
    expect(shown(message.blocks)).toContain('Globex works at 18:00');
  }, 300_000);

  it('names a device that cannot be asked, on the command line too, as text, Markdown and JSON', async () => {
    const away = stage.fleet.firewalls.filter((one) => one.name.startsWith('fw-oslo'));
    await Promise.all(away.map((one) => one.inject({ kind: 'refuse' })));
    // What was answered a moment ago is not asked again.
    await stage.moveAhead(child, 25_000);
    const json = JSON.parse(
      await askRunning(stage, ['handoff', '--team', 'netops', '--since', '2h', '--json']),
    );
    expect(json).toMatchObject({ schema: 1, team: 'netops', quiet: false });
    expect(json.unseen.join(' ')).toContain('fw-oslo');
    expect(json.startHere).toMatchObject([
      {
        tunnel: partner,
        owner: null,
        need: 'an owner',
        link: expect.stringMatching(linkTo(thread.head?.ts ?? '')),
      },
    ]);
    expect(json.whatHappened).toMatchObject([{ tunnel: solved, remedy: 'the key was entered again' }]);
    expect(Date.parse(json.to) - Date.parse(json.from)).toBe(2 * 3_600_000);
    const markdown = await askRunning(stage, ['handoff', '--team', 'netops', '--markdown']);
    expect(markdown).toMatch(
      /^# Handoff of netops\n\n## Start here: 1 incident is open\n\n## partner-globex/,
    );
    await stage.kill(child);
    const text = await tunnelmedic(stage, ['handoff', '--since', '30m']);
    expect(text).toMatch(
      /Handoff of all teams\n\nStart here: 1 incident is open\n\npartner-globex\n {2}Incident +inc-/,
    );
  });
});
