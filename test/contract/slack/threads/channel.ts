// Slack in memory, for what is posted from the outbox: what stands there, and the troubles that posts meet.

import type { SlackMessage } from '../../../../src/render/slack/index.js';
import { fromClient, SlackRefusal } from '../../../../src/slack/failure.js';
import type { Posted, SlackWeb } from '../../../../src/slack/web.js';
import { systemClock } from '../../../../src/support/clock.js';

export interface Standing extends Posted {
  readonly key: string | undefined;
  readonly threadTs: string | null;
  message: SlackMessage;
}

export type Trouble = { readonly error: Error; readonly stands: boolean } | null;

/** Slack as far as posting needs it; `troubles` meet the next posts, one each. */
export class Channel implements SlackWeb {
  readonly standing: Standing[] = [];
  readonly troubles: Trouble[] = [];
  readonly searchTroubles: Error[] = [];
  /** Which messages were edited, each as often as it was. */
  readonly edited: string[] = [];

  get updates(): number {
    return this.edited.length;
  }

  async post(channel: string, message: SlackMessage, threadTs: string | null, key?: string): Promise<Posted> {
    const trouble = this.troubles.shift() ?? null;
    const ts = `${this.standing.length + 1}.0`;
    if (!trouble || trouble.stands) this.standing.push({ channel, ts, key, threadTs, message });
    if (trouble) throw fromClient(trouble.error);
    return { channel, ts };
  }
  async update(_channel: string, ts: string, message: SlackMessage): Promise<void> {
    this.edited.push(ts);
    const found = this.standing.find((one) => one.ts === ts);
    if (!found) throw new SlackRefusal('message_not_found');
    found.message = message;
  }
  async findByKey(channel: string, threadTs: string | null, key: string): Promise<Posted | null> {
    const trouble = this.searchTroubles.shift();
    if (trouble) throw trouble;
    const found = this.standing.find((one) => one.key === key && one.threadTs === threadTs);
    return found ? { channel, ts: found.ts } : null;
  }
  whoAmI = async () => ({ botUserId: 'U', botId: 'B', teamId: 'T', enterpriseId: '', appId: 'A' });
  postEphemeral = async () => undefined;
  remove = async () => undefined;
  upload = async () => undefined;
  replies = async () => [];
  filesSince = async () => [];
  fileAddress = async () => null;
  permalink = async () => null;
  message = async () => null;
  personName = async () => null;
  groupMembers = async () => [];
  openView = async () => undefined;
  publishHome = async () => undefined;
}

export async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await happened())) {
    if (Date.now() > end) throw new Error(`It did not happen: ${happened}`);
    // What is looked at is a database in this process: to look at it without a pause would keep it from happening.
    await systemClock.sleep(15);
  }
}
