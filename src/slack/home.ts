// The home tab: what the person's shift needs first, then the whole fleet, worst first; its buttons answer in the direct message.

import type { Declaration } from '../commands/declaration.js';
import type { Dispatcher } from '../commands/dispatcher.js';
import { commandAt, looksAgain } from '../commands/understand.js';
import type { Action, Report } from '../domain/report.js';
import { renderHome, renderView, type SlackBlock } from '../render/slack/index.js';
import { underFirstOf } from '../support/abort.js';
import { timeLimit } from '../support/clock.js';
import { registrations } from './registrations.js';
import type { SendQueue } from './sendQueue.js';
import type { SlackWeb } from './web.js';

export interface HomeParts {
  readonly dispatcher: Dispatcher;
  readonly web: Pick<SlackWeb, 'publishHome'>;
  readonly queue: SendQueue;
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
    const { commands } = this.parts.dispatcher;
    const shift = commandAt('home-shift', commands);
    const fleet = commandAt('home-fleet', commands);
    const check = commandAt('home-trouble', commands);
    // At the same time: both look at the same fleet, and the devices are asked once.
    const inTime = [stop, timeLimit(this.parts.commandTimeoutMs)];
    const [upper, lower, known] = await underFirstOf(inTime, (signal) =>
      Promise.all([
        this.#run(shift, userId, signal),
        this.#run(fleet, userId, signal),
        this.#run(check, userId, signal, check?.doors?.['home-trouble'] ?? []),
      ]),
    );
    const trouble = known?.failed && check ? troubleBlocks(known, check) : [];
    await this.#send(userId, homeBlocks(upper, lower, shift, fleet, trouble));
  }

  /** Null where no command stands behind that part. */
  async #run(
    command: Declaration | null,
    userId: string,
    signal: AbortSignal,
    words: readonly string[] = [],
  ): Promise<Report | null> {
    if (command === null) return null;
    const { dispatcher } = this.parts;
    const asker = { id: userId, name: userId, channel: null, via: 'chat' as const };
    const report = await dispatcher.run([command.name, ...words].join(' '), { asker, signal });
    // A view is refreshed by its own button; a command that edits its message has none here.
    const actions = report.actions.filter((action) => !looksAgain(action.command, dispatcher.commands));
    return { ...report, actions };
  }

  async #send(userId: string, blocks: readonly SlackBlock[]): Promise<void> {
    const { queue, web } = this.parts;
    await queue.send(`home:${userId}`, 'home', () => web.publishHome(userId, { type: 'home', blocks }));
  }
}

function homeBlocks(
  upper: Report | null,
  lower: Report | null,
  shift: Declaration | null,
  fleet: Declaration | null,
  trouble: readonly SlackBlock[],
): readonly SlackBlock[] {
  if (upper !== null && lower !== null && shift !== null && isAnswer(upper)) {
    const isRemark = (action: Action): boolean => Boolean(action.inputs?.length);
    const remarks = upper.actions.filter(isRemark);
    const shown = { ...upper, actions: upper.actions.filter((action) => !isRemark(action)) };
    return renderHome(shown, lower, [...trouble, bar(remarks, shift)], {
      upper: `More does not fit here; the button ${shift.label ?? shift.name} answers with all of it.`,
      lower: cutOf(fleet),
    });
  }
  if (lower === null) return [...trouble, bar([], null)];
  // Why there is no handoff; said once when the fleet may not be read either.
  const why = upper === null || upper.kind === lower.kind ? [] : [note(upper.title.slice(0, 300))];
  return renderView(lower, [...trouble, bar([], null), ...why], cutOf(fleet));
}

const mostTroubles = 4;

/** What is broken in the installation, below the first title; its command looks again and tells all of it. */
function troubleBlocks(known: Report, { label, name }: Declaration): readonly SlackBlock[] {
  const blocks = renderView({ ...known, detail: [], actions: [] }).filter(({ type }) => type !== 'header');
  return [
    note(known.title),
    ...blocks.slice(0, mostTroubles),
    { type: 'actions', elements: [button(`cmd:${firstTroubleId}`, label ?? name, name)] },
    { type: 'divider' },
  ];
}

/** A problem has no place for the shift to start from. */
function isAnswer(report: Report): boolean {
  return report.audience === 'everyone';
}

function cutOf(fleet: Declaration | null): string {
  return `More does not fit here. Ask with the ${fleet?.name ?? ''} command and a filter.`;
}

/** Ids of our own buttons that carry a command; a report's begin at 0. */
const firstOwnId = 900;
const firstTroubleId = 950;

function bar(remarks: readonly Action[], shift: Declaration | null): SlackBlock {
  return {
    type: 'actions',
    elements: [
      button(registrations.homeAsk, 'Ask about a tunnel', registrations.homeAsk, { style: 'primary' }),
      ...(shift ? [button(`cmd:${firstOwnId}`, shift.label ?? shift.name, shift.name)] : []),
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
