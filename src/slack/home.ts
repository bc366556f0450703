// The home tab: what the person's shift needs first, then the whole fleet, worst first; its buttons answer in the direct message.

import type { Dispatcher } from '../commands/command.js';
import type { Action, Report } from '../domain/report.js';
import { renderHome, renderView, type SlackBlock } from '../render/slack/index.js';
import { timeLimit } from '../support/clock.js';
import type { Outbox } from './outbox.js';
import { registrations } from './registrations.js';
import type { SlackWeb } from './web.js';

export interface HomeParts {
  readonly dispatcher: Dispatcher;
  readonly web: Pick<SlackWeb, 'publishHome'>;
  readonly outbox: Outbox;
  readonly commandTimeoutMs: number;
}

export class Home {
  /** Who is being shown it now, and whether something happened meanwhile. */
  readonly #busy = new Map<string, { again: boolean }>();

  constructor(private readonly parts: HomeParts) {}

  /** @param empty nothing is shown yet: say that the fleet is being read. One refresh at a time for each person. */
  async publish(userId: string, empty: boolean, stop: AbortSignal): Promise<void> {
    const running = this.#busy.get(userId);
    if (running) {
      running.again = true;
      return;
    }
    const state = { again: false };
    this.#busy.set(userId, state);
    try {
      if (empty) await this.#send(userId, [note('Reading the fleet …')]);
      do {
        state.again = false;
        await this.#refresh(userId, stop);
      } while (state.again && !stop.aborted);
    } finally {
      this.#busy.delete(userId);
    }
  }

  async #refresh(userId: string, stop: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([stop, timeLimit(this.parts.commandTimeoutMs)]);
    // At the same time: both look at the same fleet, and the devices are asked once.
    const [handoff, fleet] = await Promise.all([
      this.#handoff(userId, signal),
      this.#run('list', userId, signal),
    ]);
    await this.#send(userId, homeBlocks(handoff, fleet));
  }

  /** Null where handoffs are not known. */
  async #handoff(userId: string, signal: AbortSignal): Promise<Report | null> {
    const isKnown = this.parts.dispatcher.commands.some((command) => command.name === 'handoff');
    return isKnown ? await this.#run('handoff', userId, signal) : null;
  }

  #run(command: string, userId: string, signal: AbortSignal): Promise<Report> {
    const asker = { id: userId, name: userId, channel: null, via: 'slack' as const };
    return this.parts.dispatcher.run(command, { asker, signal });
  }

  async #send(userId: string, blocks: readonly SlackBlock[]): Promise<void> {
    const { outbox, web } = this.parts;
    await outbox.send(`home:${userId}`, 'home', () => web.publishHome(userId, { type: 'home', blocks }));
  }
}

function homeBlocks(handoff: Report | null, fleet: Report): readonly SlackBlock[] {
  if (handoff?.kind === 'handoff') {
    const isRemark = (action: Action): boolean => Boolean(action.inputs?.length);
    const remarks = handoff.actions.filter(isRemark);
    const shown = { ...handoff, actions: handoff.actions.filter((action) => !isRemark(action)) };
    return renderHome(shown, fleet, [bar(remarks, true)]);
  }
  // Why there is no handoff; said once when the fleet may not be read either.
  const why = handoff === null || handoff.kind === fleet.kind ? [] : [note(handoff.title.slice(0, 300))];
  return renderView(fleet, [bar([], false), ...why]);
}

/** Ids of our own buttons that carry a command; a report's begin at 0. */
const firstOwnId = 900;

function bar(remarks: readonly Action[], hasHandoff: boolean): SlackBlock {
  return {
    type: 'actions',
    elements: [
      button(registrations.homeAsk, 'Ask about a tunnel', registrations.homeAsk, { style: 'primary' }),
      ...(hasHandoff ? [button(`cmd:${firstOwnId}`, 'Handoff', 'handoff')] : []),
      ...remarks.map(({ label, command }, index) => button(`form:${firstOwnId + 1 + index}`, label, command)),
      button(registrations.homeRefresh, 'Refresh', registrations.homeRefresh),
    ],
  };
}

function button(actionId: string, label: string, value: string, more: { readonly style?: 'primary' } = {}) {
  const text = { type: 'plain_text', text: label.slice(0, 75), emoji: false } as const;
  return { type: 'button', action_id: actionId, text, value, ...more } as const;
}

function note(text: string): SlackBlock {
  return { type: 'context', elements: [{ type: 'plain_text', text, emoji: false }] };
}
