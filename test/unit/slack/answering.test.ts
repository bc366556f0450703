// The small rules around an answer: response_url limits, double clicks, progress edits, places, names in texts, the modal's words.

import { describe, expect, it } from 'vitest';
import { lacksTunnel, looksAgain } from '../../../src/commands/understand.js';
import type { Progress } from '../../../src/domain/report.js';
import { readAskPlace, tunnelOptions } from '../../../src/slack/askView.js';
import { createSlackApp, slackSettings } from '../../../src/slack/index.js';
import { placeOfClick } from '../../../src/slack/place.js';
import { ProgressMessage } from '../../../src/slack/progressMessage.js';
import { type Post, ResponseUrl } from '../../../src/slack/responseUrl.js';
import { Running } from '../../../src/slack/running.js';
import { ClickGuard, MemorySeenKeys } from '../../../src/slack/seen.js';
import { quotedText, textsIn } from '../../../src/slack/textsIn.js';
import { createLogger } from '../../../src/support/logger.js';
import { ScriptedDispatcher } from '../../e2e/scripted.js';
import { ManualClock } from '../../support/manualClock.js';

const message = { text: 'x', blocks: [] };

describe('a response_url', () => {
  const make = (post: Post = async () => ({ status: 200, waitSeconds: null })) => {
    const clock = new ManualClock();
    return { clock, url: new ResponseUrl('https://hooks.slack.com/x', { clock, post, timeoutMs: 1000 }) };
  };

  it('is used five times at most', async () => {
    const { url } = make();
    for (let use = 0; use < 5; use += 1) expect(await url.send(message)).toBe(true);
    expect(await url.send(message)).toBe(false);
  });

  it('is not used after half an hour', async () => {
    const { clock, url } = make();
    await clock.advance(29 * 60_000);
    expect(await url.send(message)).toBe(false);
  });

  it('is given up on 404, tried again on 503 and 429', async () => {
    expect(await make(async () => ({ status: 404, waitSeconds: null })).url.send(message)).toBe(false);
    await expect(make(async () => ({ status: 503, waitSeconds: null })).url.send(message)).rejects.toThrow(
      'HTTP 503',
    );
    await expect(make(async () => ({ status: 429, waitSeconds: 7 })).url.send(message)).rejects.toMatchObject(
      { waitMs: 7000 },
    );
  });
});

describe('what was seen', () => {
  it('is remembered for its time and not beyond its bound', async () => {
    const clock = new ManualClock();
    const seen = new MemorySeenKeys(clock, 60_000, 3);
    expect([await seen.claim('a'), await seen.claim('a')]).toEqual([true, false]);
    await clock.advance(61_000);
    expect(await seen.claim('a')).toBe(true);
    for (const key of ['b', 'c', 'd', 'e', 'f']) await seen.claim(key);
    expect(seen.size).toBeLessThanOrEqual(4);
  });

  it('a click counts once while it is answered and a moment after it began, then again', async () => {
    const clock = new ManualClock();
    const guard = new ClickGuard(clock);
    const begun = clock.now().getTime();
    expect([guard.enter('x'), guard.enter('x'), guard.enter('y')]).toEqual([true, false, true]);
    guard.leave('x', begun);
    expect(guard.enter('x')).toBe(false);
    await clock.advance(1600);
    expect(guard.enter('x')).toBe(true);
  });
});

describe('progress', () => {
  const stage = () => {
    const clock = new ManualClock();
    const sent: string[] = [];
    const port = {
      post: async (shown: Progress) => {
        sent.push(`post ${shown.title}`);
        return { channel: 'C1', ts: '1.1' };
      },
      update: async (_posted: unknown, shown: Progress) => {
        sent.push(`edit ${shown.title}`);
      },
      end: async () => {
        sent.push('end');
      },
    };
    return { clock, sent, progress: new ProgressMessage(port, clock) };
  };

  it('of a quick command is never shown', async () => {
    const { clock, sent, progress } = stage();
    progress.show({ title: '1' });
    await clock.advance(600);
    expect(await progress.finish()).toBeNull();
    expect(sent).toEqual([]);
  });

  it('is one message, edited at most once a second with the latest state', async () => {
    const { clock, sent, progress } = stage();
    for (let at = 0; at < 100; at += 1) {
      progress.show({ title: String(at) });
      await clock.advance(50);
    }
    expect(await progress.finish()).toEqual({ channel: 'C1', ts: '1.1' });
    expect(sent[0]).toBe('post 13');
    expect(sent.length).toBeLessThanOrEqual(6);
  });
});

describe('a stop', () => {
  it('waits for what runs, and aborts it at the deadline', async () => {
    const clock = new ManualClock();
    const running = new Running({ clock, atATime: 2, onError: () => undefined });
    let aborted = false;
    running.start(
      (signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            resolve();
          });
        }),
    );
    await clock.advance(0);
    const drained = running.drain(5000);
    await clock.advance(5000);
    expect(await drained).toBe(false);
    expect(aborted).toBe(true);
  });
});

describe('an act that a stop cuts off', () => {
  it('is not over: whoever comes next does it', async () => {
    const clock = new ManualClock();
    const ended: string[] = [];
    let acts = 0;
    const running = new Running({
      clock,
      atATime: 2,
      onError: () => undefined,
      onBegin: () => {
        acts += 1;
        const name = acts === 1 ? 'quick' : 'slow';
        return () => ended.push(name);
      },
    });
    running.start(async () => undefined);
    running.start((signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())));
    await clock.advance(1000);
    const drained = running.drain(5000);
    await clock.advance(5000);
    await drained;
    await clock.advance(0);
    expect([ended, running.count]).toEqual([['quick'], 0]);
  });
});

describe('the place of a click', () => {
  const click = { user: { id: 'U1' }, channel: { id: 'C1' }, container: {} };

  it('is the thread of its card', () => {
    expect(placeOfClick({ ...click, message: { ts: '1.1' } }, false)).toMatchObject({
      threadTs: '1.1',
      editTs: null,
    });
    expect(placeOfClick({ ...click, message: { ts: '2.2', thread_ts: '1.1' } }, false)).toMatchObject({
      threadTs: '1.1',
    });
  });

  it('is the card itself for a refresh, in the channel and in a thread', () => {
    const { commands } = new ScriptedDispatcher();
    const again = ['status x --refresh', 'list --refresh --state down'];
    expect(again.map((text) => looksAgain(text, commands))).toEqual([true, true]);
    const other = ['status x', 'status refresh', 'logs x --refresh', 'status "--refreshing"', ''];
    expect(other.some((text) => looksAgain(text, commands))).toBe(false);
    expect(placeOfClick({ ...click, message: { ts: '1.1' } }, true)).toMatchObject({
      threadTs: null,
      editTs: '1.1',
    });
    expect(placeOfClick({ ...click, message: { ts: '2.2', thread_ts: '1.1' } }, true)).toMatchObject({
      threadTs: '1.1',
      editTs: '2.2',
    });
  });

  it('is never a message that only one person sees', () => {
    const place = placeOfClick({ ...click, message: { ts: '1.1' }, container: { is_ephemeral: true } }, true);
    expect(place).toMatchObject({ threadTs: null, editTs: null });
  });

  it('is the direct message for the home tab', () => {
    expect(placeOfClick({ user: { id: 'U1' }, container: { type: 'view' } }, false)).toMatchObject({
      channel: 'U1',
      direct: true,
    });
  });
});

describe('the texts of an alert', () => {
  it('are found in attachments, fields and blocks, without Slack markup', () => {
    const alert = {
      text: '<!here> PROBLEM',
      attachments: [{ fallback: 'f', fields: [{ title: 'Tunnel', value: 'paris-hq &amp; co' }] }],
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '<https://x.example|berlin-lab>' } }],
    };
    expect(textsIn(alert)).toBe('  PROBLEM\nf\nTunnel\nparis-hq & co\nberlin-lab');
  });

  it('are quoted once where the message itself says it all, and whole where an attachment says more', () => {
    const run = (text: string) => ({ type: 'text', text });
    const blocks = [
      { type: 'rich_text', elements: [{ elements: [run('the '), run('peer'), run(' is back')] }] },
    ];
    expect(quotedText({ text: 'the *peer* is &lt;back&gt;', blocks })).toBe('the *peer* is <back>');
    const attachments = [{ title: 'tunnel-x down' }];
    expect(quotedText({ text: 'Alert', attachments })).toBe('Alert\ntunnel-x down');
    expect(quotedText({ text: '', blocks })).toBe('the \npeer\n is back');
    expect(quotedText(null)).toBe('');
  });

  it('are bounded in size and depth, whatever arrives', () => {
    let deep: unknown = { text: 'too deep' };
    for (let level = 0; level < 10_000; level += 1) deep = [deep];
    expect(textsIn(deep)).toBe('');
    expect(textsIn({ text: 'x'.repeat(1_000_000) }).length).toBeLessThanOrEqual(20_000);
    for (const odd of [null, undefined, 7, 'text', [], { text: 5 }]) expect(textsIn(odd)).toBe('');
  });
});

describe('the modal', () => {
  const { commands } = new ScriptedDispatcher();

  it('is for a command that needs a tunnel and names none', () => {
    expect(lacksTunnel('status', commands)?.name).toBe('status');
    expect(lacksTunnel(' LOGS ', commands)?.name).toBe('logs');
    for (const text of ['status tunnel-x', 'list', 'help', '', 'nonsense'])
      expect(lacksTunnel(text, commands)).toBeNull();
  });

  it('offers at most 100 names, each once, none that Slack would cut', () => {
    const names = ['a', 'a', 'x'.repeat(151), '', ...Array.from({ length: 150 }, (_, at) => `t${at}`)];
    const { options } = tunnelOptions(names.map((name) => ({ name, device: 'fw', hint: 'y'.repeat(200) })));
    expect(options).toHaveLength(100);
    expect(options[0]).toMatchObject({ value: 'a' });
  });

  it('does not trust what it carried', () => {
    expect(readAskPlace('{"channel":"C1","direct":false,"threadTs":null}')).toMatchObject({ channel: 'C1' });
    for (const odd of ['', '{', 'null', '{"channel":7}']) expect(readAskPlace(odd)).toBeNull();
  });
});

describe('secrets', () => {
  it.each([
    [{ botToken: '' }, 'bot token'],
    [{ botToken: 'x', mode: 'socket' as const }, 'app-level token'],
    [{ botToken: 'x', mode: 'http' as const, signingSecret: '' }, 'signing secret'],
  ])('that are missing are said before anything starts (%j)', (given, what) => {
    const parts = {
      dispatcher: new ScriptedDispatcher(),
      clock: new ManualClock(),
      logger: createLogger('silent'),
    };
    expect(() => createSlackApp({ settings: slackSettings(given), ...parts })).toThrow(what);
  });
});
