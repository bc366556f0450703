// The home tab: the whole fleet, worst first, with a refresh and a way to ask about one tunnel.

import type { Dispatcher } from '../commands/command.js';
import { renderView, type SlackBlock } from '../render/slack/index.js';
import { timeLimit } from '../support/clock.js';
import type { Outbox } from './outbox.js';
import { registrations } from './registrations.js';
import type { SlackWeb } from './web.js';

export interface HomeParts {
  readonly dispatcher: Dispatcher;
  readonly web: SlackWeb;
  readonly outbox: Outbox;
  readonly commandTimeoutMs: number;
}

export class Home {
  readonly #busy = new Set<string>();

  constructor(private readonly parts: HomeParts) {}

  /** @param empty nothing is shown yet: say that the fleet is being read. One refresh at a time for each person. */
  async publish(userId: string, empty: boolean, stop: AbortSignal): Promise<void> {
    if (this.#busy.has(userId)) return;
    this.#busy.add(userId);
    try {
      if (empty) await this.#send(userId, [note('Reading the fleet …')]);
      const { dispatcher, commandTimeoutMs } = this.parts;
      const signal = AbortSignal.any([stop, timeLimit(commandTimeoutMs)]);
      const asker = { id: userId, name: userId, channel: null, via: 'slack' as const };
      const report = await dispatcher.run('list', { asker, signal });
      await this.#send(userId, renderView(report, [buttons]));
    } finally {
      this.#busy.delete(userId);
    }
  }

  async #send(userId: string, blocks: readonly SlackBlock[]): Promise<void> {
    const { outbox, web } = this.parts;
    await outbox.send(`home:${userId}`, 'home', () => web.publishHome(userId, { type: 'home', blocks }));
  }
}

const buttons: SlackBlock = {
  type: 'actions',
  elements: [
    button(registrations.homeAsk, 'Ask about a tunnel', 'primary'),
    button(registrations.homeRefresh, 'Refresh', undefined),
  ],
};

function button(actionId: string, label: string, style: 'primary' | undefined) {
  const text = { type: 'plain_text', text: label, emoji: false } as const;
  const shown = style === undefined ? {} : { style };
  return { type: 'button', action_id: actionId, text, value: actionId, ...shown } as const;
}

function note(text: string): SlackBlock {
  return { type: 'context', elements: [{ type: 'plain_text', text, emoji: false }] };
}
