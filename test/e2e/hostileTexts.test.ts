// What people write, in every field there is, arrives as text: in the thread, the card, the summary and the handoff. No mention, no link, no formatting.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globexLog } from '../../src/simulator/index.js';
import type { Fields, Message } from '../../src/workspace/index.js';
import { type GuardedStage, openGuardedStage, submission } from './guardedStage.js';
import { eventually, IncidentThread, partner } from './triageStage.js';

/** As Slack sends it: real mentions as entities, what was typed letter by letter escaped. */
const sent =
  '<!channel> <!everyone> @channel @here <@U0PERSON2> &lt;http://evil.example|click&gt; *bold* ~gone~ :fire:';
/** What must stand there. */
const marks = sent.replace('&lt;', '<').replace('&gt;', '>');
const word = 'w'.repeat(900);
const nasty = `${sent} user\u202egol.exe zero\u200bwidth ${word}`;
const shown = `${marks} usergol.exe zerowidth ${word}`;

const people = [
  { name: 'ana', realName: '<!channel> *Ana* @here <http://evil.example|me>' },
  { name: 'jonas', realName: `${'J\u202e'.repeat(70)}<@U0PERSON1>|x` },
  { name: 'mei', realName: 'Mei Tanaka' },
  { name: 'zoe', realName: 'Zo\u0000e \ud800 Half' },
  { name: 'sam', realName: ' \u200b<>| ' },
];

describe('a hostile text', () => {
  let stage: GuardedStage;
  let thread: IncidentThread;
  beforeAll(async () => {
    stage = await openGuardedStage({ people, firewalls: ['fw-oslo-1'] });
    thread = new IncidentThread(stage.slack);
  });
  afterAll(() => stage.stop(), 60_000);

  const act = async (words: string, user = 'ana') => {
    const reply = await stage.slash(`incident ${thread.id} ${words}`, user);
    expect(reply.status).toBe(200);
  };
  /** The message in which the words stand, as people read it. */
  const stands = async (words: string): Promise<Message> =>
    await eventually(
      () => thread.messages.findLast((message) => readOf(message).includes(words)),
      `the thread shows ${words}`,
      20_000,
    );
  const cardShows = async (words: string): Promise<void> => {
    await eventually(() => readOf(thread.head).includes(words), `the card shows ${words}`, 60_000);
  };

  /** All that the app said to anybody. */
  const everything = (): Message[] => {
    const { slack } = stage;
    const channels = slack.channels.flatMap(({ id }) =>
      slack.messages(id).flatMap((one) => slack.thread(id, one.ts)),
    );
    const whispers = slack.people.flatMap((person) => slack.ephemerals(person.name));
    return [...channels, ...whispers].filter((one) => one.user === slack.botUserId);
  };

  it('in the names of people stands in the thread as it is', async () => {
    await stage.slack.typeCommand({ user: 'ana', channel: 'netops', text: `/ipsec triage ${partner}` });
    await thread.says(/Which product terminates/);
    await act('take');
    await stands('<!channel> *Ana* @here <http://evil.example|me> took it');
    await act('take --over', 'jonas');
    await stands(`${'J'.repeat(70)}<@U0PERSON1>|x took it`);
    await cardShows(`Owner: ${'J'.repeat(70)}`);
  });

  it.each([
    ['a note', `note first ${nasty}`, `noted: first ${shown}`],
    ['what it waits for', `state waiting for ${sent}`, `for ${marks}`],
    ['a severity', `severity ${sent}`, null],
    ['the person that it is handed to', `hand <!channel>`, null],
    ['a cause', `close <!channel> x`, null],
  ])('in %s', async (_name, words, said) => {
    await act(words);
    if (said !== null) await stands(said);
    else
      await eventually(() =>
        stage.slack
          .ephemerals('ana')
          .find((one) => /is no severity|Name one person|is no cause/.test(one.text)),
      );
  });

  it('in the name of the person that it is handed to by a mention', async () => {
    const hand = async (name: string) => {
      const id = stage.slack.people.find((person) => person.name === name)?.id ?? '';
      await act(`hand <@${id}>`);
      return id;
    };
    await hand('mei');
    await stands('handed it to Mei Tanaka');
    await hand('jonas');
    await stands(`handed it to ${'J'.repeat(70)} @U0PERSON.`);
    const id = await hand('sam');
    await stands(`handed it to ${id}`);
  });

  it('in an answer', async () => {
    await stage.slash(`answer ${thread.id} answer.theirs-log=since ${nasty}`);
    await stands(`”: since ${shown}`);
    await cardShows(`since ${marks}`);
  });

  it('in a message that is pinned', async () => {
    const said = await stage.slack.post({
      user: 'mei',
      channel: 'netops',
      text: `pinned ${marks}`,
      threadTs: thread.head?.ts ?? '',
    });
    await stage.slack.react({ user: 'jonas', channel: 'netops', ts: said.ts, name: 'pushpin' });
    await stands('noted: Mei Tanaka wrote: pinned <!channel> <!everyone> @channel @here');
  });

  it('in the name and the lines of a file', async () => {
    const evil = `${globexLog(new Date())}${new Date().toISOString().slice(0, 19)}+00:00 vpn1 charon: 09[IKE] <!channel> ${marks}\n`;
    await stage.slack.uploadFile({
      user: 'mei',
      channel: 'netops',
      name: `<!channel>*x*\u202e${'n'.repeat(150)}.log`,
      content: evil,
      threadTs: thread.head?.ts ?? '',
    });
    await stands('gave the partner’s log <!channel>*x*');
    await thread.says(/now confirmed .*, because of the partner’s log/);
  });

  it('in a pasted log', async () => {
    const lines = globexLog(new Date()).split('\n').slice(0, 8);
    await stage.slack.post({
      user: 'mei',
      channel: 'netops',
      text: `\`\`\`\n${lines.join('\n')}\n${lines[0]} <!channel> ${marks}\n\`\`\``,
      threadTs: thread.head?.ts ?? '',
    });
    await stands('gave the partner’s log pasted.txt (9 lines)');
  });

  it('in the fields of a modal, however long', async () => {
    const text = `modal ${marks} ${'z'.repeat(50_000)}`;
    await stage.interact(submission(stage.slack, `incident ${thread.id} note`, { text }));
    const message = await stands(`noted: modal ${marks}`);
    expect(readOf(message).length).toBeLessThan(4000);
  });

  it('in characters that no database takes', async () => {
    const odd = 'nul \u0000 half \ud800 bell \u0007';
    await stage.interact(submission(stage.slack, `incident ${thread.id} note`, { text: `filled ${odd} in` }));
    await eventually(
      () => thread.messages.find((one) => /noted: filled nul .* bell .*in/.test(readOf(one))),
      'the note',
      20_000,
    );
    await act(`note typed ${odd} too`, 'zoe');
    await eventually(
      () => thread.messages.find((one) => /noted: typed nul .* bell too/.test(readOf(one))),
      'the note',
      20_000,
    );
    const lines = globexLog(new Date()).split('\n').slice(0, 8);
    await stage.slack.post({
      user: 'mei',
      channel: 'netops',
      text: `${lines.join('\n')}\n${odd}`,
      threadTs: thread.head?.ts ?? '',
    });
    await stands('gave the partner’s log pasted.txt (9 lines)');
  });

  it('in a remark', async () => {
    await stage.slash(`remark for the night ${sent}`);
    await eventually(() =>
      stage.slack.messages('netops').find((one) => readOf(one).includes('for the night <!channel>')),
    );
  });

  it('in the remedy, the reason to reopen, and the summary of it all', async () => {
    await act(`close ike-proposal-mismatch done ${nasty}`);
    const summary = await stands(`Resolution: done ${shown}`);
    expect(readOf(summary)).toContain('Closed by: <!channel> *Ana* @here');
    await eventually(
      () => readOf(thread.head).includes(`Resolution: done ${marks}`),
      'the card shows the remedy',
    );
    await act(`reopen again ${sent}`);
    await stands(`reopened it: again ${marks}`);
    await act(`close ike-proposal-mismatch finally ${sent}`);
    await stands(`Resolution: finally ${marks}`);
  });

  it('in the timeline, the list of incidents and the handoff', async () => {
    await stage.slash(`incident ${thread.id}`);
    await eventually(() => everything().find((one) => readOf(one).includes('Timeline')), 'the timeline');
    await stage.slash('incidents --all');
    await stage.slash('handoff');
    const handoff = await eventually(() =>
      stage.slack.messages('netops').find((one) => /Handoff of netops/.test(one.text)),
    );
    expect(readOf(handoff)).toContain(`Resolution: finally ${marks}`);
    expect(readOf(handoff)).toContain(`for the night ${marks}`);
  });

  it('is never more than text', () => {
    const all = everything();
    expect(all.length).toBeGreaterThan(30);
    expect(all.flatMap((message) => formsIn(message, stage.slack.url))).toEqual([]);
    expect(stage.said()).not.toMatch(/"level":(50|60)/);
  });
});

/** Everything that people read in a message: its rich text and plain texts, one after the other. */
function readOf(message: Message | undefined): string {
  const parts: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, one] of Object.entries(value)) {
      if (name === 'text' && typeof one === 'string') parts.push(one);
      else visit(one);
    }
  };
  visit(message?.blocks ?? []);
  return parts.join('');
}

/** What is more than text in a message: mentions, links elsewhere, formatting of the text itself, tricks of direction. */
function formsIn(message: Message, home: string): string[] {
  const found: string[] = [];
  const inline = (one: Fields): void => {
    const isOurs = one.type === 'link' && String(one.url).startsWith(`${home}/archives/`);
    if (one.type !== 'text' && one.type !== 'date' && !isOurs) found.push(JSON.stringify(one));
    if (/^(bold|gone)$/.test(String(one.text))) found.push(JSON.stringify(one));
  };
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const one = value as Fields;
    if (one.type === 'mrkdwn') found.push(...markupIn(String(one.text)));
    if (one.type === 'plain_text' && one.emoji !== false) found.push(String(one.text));
    const isRun = one.type === 'rich_text_section' || one.type === 'rich_text_preformatted';
    if (isRun) for (const element of one.elements as Fields[]) inline(element);
    else for (const inside of Object.values(one)) visit(inside);
  };
  visit(message.blocks);
  found.push(...markupIn(message.text));
  const hidden = JSON.stringify(message).match(/[\u202a-\u202e\u2066-\u2069]|(?<!@)\u200b/g) ?? [];
  return [...found, ...hidden];
}

/** What Slack would act on in mrkdwn, but for who asked and for times. */
function markupIn(mrkdwn: string): string[] {
  const rest = mrkdwn.replace(/^<@U0PERSON\d> asked /, '').replace(/<!date\^[^<>]*>/g, '');
  const acted = rest.match(/<[^>]*>|@(?:channel|here|everyone)\b/g) ?? [];
  const drawn = rest.replace(/`[^`]*`/g, '').match(/(?<![\w*])\*\w+\*|~\w+~/g) ?? [];
  return [...acted, ...drawn];
}
