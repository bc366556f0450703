// What waits to be sent: in order, after Retry-After, through outages, bounded; one channel never holds up another.

import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { SlackRefusal } from '../../../src/slack/failure.js';
import { Outbox } from '../../../src/slack/outbox.js';
import { createLogger } from '../../../src/support/logger.js';
import { ManualClock } from '../../support/manualClock.js';

function make(perChannel = 3, maxAgeMs = 60_000) {
  const clock = new ManualClock();
  const limits = { perChannel, maxAgeMs, firstWaitMs: 500, lastWaitMs: 4000 };
  return { clock, outbox: new Outbox({ clock, logger: createLogger('silent'), limits }) };
}

/** Fails with each error in turn, then answers. */
function failing(errors: unknown[], answer: string) {
  const queue = [...errors];
  return async () => {
    const error = queue.shift();
    if (error !== undefined) throw error;
    return answer;
  };
}

describe('the outbox', () => {
  it('keeps the order of a channel while its first message waits', async () => {
    const { clock, outbox } = make();
    const sent: string[] = [];
    const first = outbox
      .send('C1', 'a', failing([new WebAPIRateLimitedError(30)], 'a'))
      .then((one) => sent.push(one));
    const second = outbox.send('C1', 'b', failing([], 'b')).then((one) => sent.push(one));
    const other = outbox.send('C2', 'c', failing([], 'c')).then((one) => sent.push(one));
    await clock.advance(29_000);
    expect(sent).toEqual(['c']);
    await clock.advance(1000);
    await Promise.all([first, second, other]);
    expect(sent).toEqual(['c', 'a', 'b']);
  });

  it('tries again after broken connections, HTTP errors and internal errors', async () => {
    const { clock, outbox } = make();
    const errors = [
      new WebAPIRequestError(new Error('ECONNRESET')),
      new WebAPIHTTPError(503, 'down', {}),
      new WebAPIPlatformError({ ok: false, error: 'internal_error' }),
      new SyntaxError('Unexpected token <'),
    ];
    const sent = outbox.send('C1', 'post', failing(errors, 'there'));
    await clock.advance(10_000);
    await expect(sent).resolves.toBe('there');
  });

  it.each(['not_in_channel', 'channel_not_found', 'invalid_blocks', 'invalid_auth'])(
    'does not try again after %s',
    async (word) => {
      const { outbox } = make();
      const refused = outbox.send(
        'C1',
        'post',
        failing([new WebAPIPlatformError({ ok: false, error: word })], 'never'),
      );
      await expect(refused).rejects.toMatchObject({ word });
    },
  );

  it('refuses more than its bound, and goes on with what waits', async () => {
    const { clock, outbox } = make(2);
    const waiting = [
      outbox.send('C1', 'a', failing([new WebAPIRateLimitedError(5)], 'a')),
      outbox.send('C1', 'b', failing([], 'b')),
    ];
    await expect(outbox.send('C1', 'c', failing([], 'c'))).rejects.toMatchObject({ word: 'outbox_full' });
    expect(outbox.waiting).toBe(2);
    await clock.advance(5000);
    await expect(Promise.all(waiting)).resolves.toEqual(['a', 'b']);
    expect(outbox.waiting).toBe(0);
  });

  it('gives up what waited longer than its age', async () => {
    const { clock, outbox } = make(3, 10_000);
    const sent = outbox.send('C1', 'post', async () => {
      throw new WebAPIRequestError(new Error('down'));
    });
    const outcome = expect(sent).rejects.toMatchObject({ word: 'waited_too_long' });
    await clock.advance(20_000);
    await outcome;
  });

  it('is idle when everything is sent, and gives up the rest when it is closed', async () => {
    const { clock, outbox } = make();
    await outbox.idle();
    const sent = outbox.send('C1', 'post', failing([new WebAPIRateLimitedError(900)], 'late'));
    let idle = false;
    void outbox.idle().then(() => {
      idle = true;
    });
    await clock.advance(1000);
    expect(idle).toBe(false);
    outbox.close();
    await expect(sent).rejects.toBeInstanceOf(SlackRefusal);
    await clock.advance(0);
    expect(idle).toBe(true);
  });
});
