// What waits to be sent: in order, after Retry-After, through outages, bounded; one channel never holds up another.

import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { fromClient, PassingTrouble, SlackRefusal } from '../../../src/slack/failure.js';
import { SendQueue } from '../../../src/slack/sendQueue.js';
import { createLogger } from '../../../src/support/logger.js';
import { ManualClock } from '../../support/manualClock.js';

function make(perChannel = 3, maxAgeMs = 60_000) {
  const clock = new ManualClock();
  const limits = { perChannel, maxAgeMs, firstWaitMs: 500, lastWaitMs: 4000 };
  return { clock, queue: new SendQueue({ clock, logger: createLogger('silent'), limits }) };
}

/** Fails with each error in turn, then answers. */
function failing(errors: unknown[], answer: string) {
  const left = [...errors];
  return async () => {
    const error = left.shift();
    if (error !== undefined) throw fromClient(error);
    return answer;
  };
}

describe('the queue', () => {
  it('keeps the order of a channel while its first message waits', async () => {
    const { clock, queue } = make();
    const sent: string[] = [];
    const first = queue
      .send('C1', 'a', failing([new WebAPIRateLimitedError(30)], 'a'))
      .then((one) => sent.push(one));
    const second = queue.send('C1', 'b', failing([], 'b')).then((one) => sent.push(one));
    const other = queue.send('C2', 'c', failing([], 'c')).then((one) => sent.push(one));
    await clock.advance(29_000);
    expect(sent).toEqual(['c']);
    await clock.advance(1000);
    await Promise.all([first, second, other]);
    expect(sent).toEqual(['c', 'a', 'b']);
  });

  it('waits for a call that hangs, because a later message must not overtake it, and goes on beside it elsewhere', async () => {
    const { clock, queue } = make();
    const sent: string[] = [];
    let attempts = 0;
    // As the client does: it gives up after its time, and nobody knows whether the message stands.
    const hanging = async () => {
      attempts += 1;
      if (attempts > 1) return 'a';
      await clock.sleep(10_000);
      throw fromClient(new WebAPIRequestError(new Error('timeout')));
    };
    const first = queue.send('C1', 'a', hanging).then((one) => sent.push(one));
    const second = queue.send('C1', 'b', failing([], 'b')).then((one) => sent.push(one));
    const others = Promise.all(
      Array.from({ length: 30 }, (_, at) => queue.send(`D${at}`, 'c', failing([], 'c'))),
    );
    await expect(others).resolves.toHaveLength(30);
    await clock.advance(9_999);
    expect(sent).toEqual([]);
    await clock.advance(501);
    await Promise.all([first, second]);
    expect(sent).toEqual(['a', 'b']);
  });

  it('tries again after broken connections, HTTP errors and internal errors', async () => {
    const { clock, queue } = make();
    const errors = [
      new WebAPIRequestError(new Error('ECONNRESET')),
      new WebAPIHTTPError(503, 'down', {}),
      new WebAPIPlatformError({ ok: false, error: 'internal_error' }),
      new SyntaxError('Unexpected token <'),
    ];
    const sent = queue.send('C1', 'post', failing(errors, 'there'));
    await clock.advance(10_000);
    await expect(sent).resolves.toBe('there');
  });

  it.each(['not_in_channel', 'channel_not_found', 'invalid_blocks', 'invalid_auth'])(
    'does not try again after %s',
    async (word) => {
      const { queue } = make();
      const refused = queue.send(
        'C1',
        'post',
        failing([new WebAPIPlatformError({ ok: false, error: word })], 'never'),
      );
      await expect(refused).rejects.toMatchObject({ word });
    },
  );

  it('refuses more than its bound, and goes on with what waits', async () => {
    const { clock, queue } = make(2);
    const waiting = [
      queue.send('C1', 'a', failing([new WebAPIRateLimitedError(5)], 'a')),
      queue.send('C1', 'b', failing([], 'b')),
    ];
    await expect(queue.send('C1', 'c', failing([], 'c'))).rejects.toMatchObject({ word: 'queue_full' });
    expect(queue.waiting).toBe(2);
    await clock.advance(5000);
    await expect(Promise.all(waiting)).resolves.toEqual(['a', 'b']);
    expect(queue.waiting).toBe(0);
  });

  it('gives up what waited longer than its age', async () => {
    const { clock, queue } = make(3, 10_000);
    const sent = queue.send('C1', 'post', async () => {
      throw fromClient(new WebAPIRequestError(new Error('down')));
    });
    const outcome = expect(sent).rejects.toMatchObject({ word: 'waited_too_long' });
    await clock.advance(20_000);
    await outcome;
  });

  it('gives nothing up because the clock was set ahead while it waited', async () => {
    const { clock, queue } = make(3, 10_000);
    const down = new WebAPIRequestError(new Error('down'));
    const sent = queue.send('C1', 'post', failing([down, down, down], 'sent'));
    await clock.advance(600);
    clock.set(70 * 60_000);
    await clock.advance(5000);
    expect(await sent).toBe('sent');
  });

  it('is idle when everything is sent, and gives up the rest when it is closed', async () => {
    const { clock, queue } = make();
    await queue.idle();
    const sent = queue.send('C1', 'post', failing([new WebAPIRateLimitedError(900)], 'late'));
    let idle = false;
    void queue.idle().then(() => {
      idle = true;
    });
    await clock.advance(1000);
    expect(idle).toBe(false);
    queue.close();
    await expect(sent).rejects.toBeInstanceOf(SlackRefusal);
    await clock.advance(0);
    expect(idle).toBe(true);
  });

  it('lets what is written down take its turn once, and never wait with the channel', async () => {
    const { clock, queue } = make();
    const sent: string[] = [];
    const first = queue
      .send('C1', 'a', failing([new WebAPIRateLimitedError(30)], 'a'))
      .then((one) => sent.push(one));
    const behind = queue.sendOnce('C1', 'b', failing([], 'b'));
    await expect(behind).rejects.toMatchObject({ waitMs: 30_000, mayStand: false });
    await clock.advance(10_000);
    await expect(queue.sendOnce('C1', 'c', failing([], 'c'))).rejects.toMatchObject({ waitMs: 20_000 });
    await clock.advance(20_000);
    await first;
    await expect(queue.sendOnce('C1', 'd', failing([], 'd'))).resolves.toBe('d');
    expect(sent).toEqual(['a']);
  });

  it('makes everybody wait for what one of them was told about the channel', async () => {
    const { clock, queue } = make();
    const told = queue.sendOnce('C1', 'a', failing([new WebAPIRateLimitedError(5)], 'never'));
    await expect(told).rejects.toBeInstanceOf(PassingTrouble);
    let sent = false;
    const other = queue.send('C1', 'b', failing([], 'b')).then(() => {
      sent = true;
    });
    await clock.advance(4000);
    expect(sent).toBe(false);
    await clock.advance(1000);
    await other;
    expect(sent).toBe(true);
  });

  it('rests no longer after the clock was set back by an hour', async () => {
    const { clock, queue } = make();
    const told = queue.sendOnce('C1', 'a', failing([new WebAPIRateLimitedError(5)], 'never'));
    await expect(told).rejects.toMatchObject({ waitMs: 5000 });
    clock.set(-3_600_000);
    await expect(queue.sendOnce('C1', 'b', failing([], 'b'))).resolves.toBe('b');
  });

  it('refuses a fault of ours without trying it again', async () => {
    const { queue } = make();
    const broken = queue.send('C1', 'a', async () => {
      throw fromClient(new TypeError('not a function'));
    });
    await expect(broken).rejects.toMatchObject({ word: 'unexpected_error' });
  });
});
