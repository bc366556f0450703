// A message that may stand already is looked for by its key, also where our clock was wrong when it was written down.

import { expect, it } from 'vitest';
import { Posting } from '../../../src/slack/posting.js';
import { SendQueue } from '../../../src/slack/sendQueue.js';
import { slackSettings } from '../../../src/slack/settings.js';
import type { SlackWeb } from '../../../src/slack/web.js';
import { createLogger } from '../../../src/support/logger.js';
import { ManualClock } from '../../support/manualClock.js';

it.each([
  ['as it should be', 0],
  ['70 minutes ahead', 70 * 60_000],
])('is not said again by a clock that was %s', async (_what, aheadMs) => {
  const clock = new ManualClock();
  const logger = createLogger('silent');
  const stands = { at: clock.now().getTime(), channel: 'C1', ts: '1.2' };
  const posted: string[] = [];
  const web = {
    findByKey: async (_channel: string, _thread: string | null, _key: string, since: Date) =>
      stands.at >= since.getTime() - 60_000 ? { channel: stands.channel, ts: stands.ts } : null,
    post: async (channel: string) => {
      posted.push(channel);
      return { channel, ts: '2.1' };
    },
  } as unknown as SlackWeb;
  const queue = new SendQueue({ clock, logger, limits: slackSettings({ botToken: 'xoxb-1' }).queue });
  const posting = new Posting({ web, queue, logger, planBlocks: true });
  const since = new Date(stands.at + aheadMs);
  const wanted = { channel: 'C1', threadTs: '1.1', key: 'inc-1:2', since, mayStand: true };
  const found = await posting.postOnce(wanted, { text: 'a note', blocks: [] }, async () => true);
  expect([found, posted]).toEqual([{ channel: 'C1', ts: '1.2' }, []]);
});
