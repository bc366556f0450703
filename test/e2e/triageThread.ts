// One incident's thread as people see and use it: what it says, its buttons and menus, and what it tells one person alone.

import { systemClock } from '../../src/support/clock.js';
import type { Fields, Message, Workspace } from '../../src/workspace/index.js';

const patienceMs = 90_000;

/** Looks until it is so; the reason stands in the error. */
export async function eventually<T>(
  look: () => T | Promise<T>,
  what = '',
  timeoutMs = patienceMs,
): Promise<NonNullable<T>> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen as NonNullable<T>;
    if (Date.now() > end) throw new Error(`Not within ${timeoutMs} ms: ${what || look.toString()}`);
    await systemClock.sleep(40);
  }
}

/** Sends what was filled in. Who reads in the modal, of us or of Slack, that it did not arrive in time sends it again, as it says. */
export async function sendModal(slack: Workspace, filled: Parameters<Workspace['submitView']>[0]) {
  return await eventually(async () => {
    const outcome = await slack.submitView(filled);
    return Object.values(outcome.errors).some((told) => /Try again/.test(told)) ? null : outcome;
  }, 'the modal is taken');
}

export interface Shown {
  readonly actionId: string;
  readonly label: string;
  /** The command. */
  readonly value: string;
}

export function buttonsOf(message: Message): Shown[] {
  return elementsOf(message)
    .flatMap((one) => (one.type === 'feedback_buttons' ? thumbsOf(one) : [one]))
    .filter((one) => one.type === 'button')
    .map((one) => ({
      actionId: String(one.action_id),
      label: labelOf(one),
      value: String(one.value ?? ''),
    }));
}

function thumbsOf({ action_id, positive_button, negative_button }: Fields): Fields[] {
  return fieldsIn([positive_button, negative_button]).map((one) => ({ ...one, type: 'button', action_id }));
}

/** The options of the menus of a message. */
export function optionsOf(message: Message): Shown[] {
  return elementsOf(message).flatMap((menu) =>
    fieldsIn(menu.options).map((option) => ({
      actionId: String(menu.action_id),
      label: labelOf(option),
      value: String(option.value ?? ''),
    })),
  );
}

function elementsOf(message: Message): Fields[] {
  return message.blocks.flatMap((block) => [...fieldsIn(block.elements), ...fieldsIn([block.accessory])]);
}

function fieldsIn(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : [];
}

function labelOf(element: Fields): string {
  return String((element.text as { text?: unknown } | undefined)?.text ?? '');
}

/** The key of an incident's event that a message says; null for every other message. */
export function keyOf(message: Message): string | null {
  const payload = (message.metadata as { event_payload?: { key?: unknown } } | undefined)?.event_payload;
  return typeof payload?.key === 'string' && payload.key.startsWith('inc-') ? payload.key : null;
}

export interface ThreadOptions {
  readonly channel?: string;
  /** The message that the thread stands below, when it is not the incident's card. */
  readonly below?: string;
  /** Where a channel has several incidents. */
  readonly tunnel?: string;
}

/** By default the thread below the first incident's card in #netops. */
export class IncidentThread {
  readonly #slack: Workspace;
  readonly #channel: string;
  readonly #below: string | undefined;
  readonly #tunnel: string;

  constructor(slack: Workspace, options: ThreadOptions = {}) {
    this.#slack = slack;
    this.#channel = options.channel ?? 'netops';
    this.#below = options.below;
    this.#tunnel = options.tunnel ?? '';
  }

  /** The incident's card. */
  get head(): Message | undefined {
    const among =
      this.#below === undefined
        ? this.#slack.messages(this.#channel)
        : this.#slack.thread(this.#channel, this.#below);
    return among.find(
      (message) => /^\S+ Incident inc-/.test(message.text) && message.text.includes(this.#tunnel),
    );
  }

  get messages(): Message[] {
    if (this.#below !== undefined) return this.#slack.thread(this.#channel, this.#below);
    const { head } = this;
    return head ? this.#slack.thread(this.#channel, head.threadTs ?? head.ts) : [];
  }

  get texts(): string[] {
    return this.messages.map((message) => message.text);
  }

  /** How often the thread says it. */
  count(pattern: RegExp): number {
    return this.texts.filter((text) => pattern.test(text)).length;
  }

  get id(): string {
    return /inc-[a-z0-9]+/.exec(this.head?.text ?? '')?.[0] ?? '';
  }

  /** The first message of the thread: replies go below it. */
  get ts(): string {
    return this.messages[0]?.ts ?? '';
  }

  /** The events that the messages say, in the order in which they stand there: `inc-…:1`. */
  get keys(): string[] {
    return this.messages.flatMap((message) => keyOf(message) ?? []);
  }

  says(pattern: RegExp): Promise<Message> {
    return eventually(
      () => this.messages.find((message) => pattern.test(message.text)),
      `the thread says ${pattern}`,
    ).catch((error: Error) => {
      throw new Error(`${error.message}\n${this.texts.join('\n')}`);
    });
  }

  /** What only this person was told. */
  tells(user: string, pattern: RegExp): Promise<Message> {
    return eventually(
      () => this.#slack.ephemerals(user).find((message) => pattern.test(message.text)),
      `${user} is told ${pattern}`,
    ).catch((error: Error) => {
      const told = this.#slack.ephemerals(user).map((message) => message.text);
      throw new Error(`${error.message}\n${told.join('\n')}`);
    });
  }

  /** Clicks a button of the newest message that has it, or chooses it from a menu; waits for it to be drawn. */
  async click(label: string, user = 'ana'): Promise<void> {
    const found = await eventually(
      () => newestWith(this.messages, buttonsOf, label) ?? newestWith(this.messages, optionsOf, label),
      `a button or an option ${label}`,
    );
    await this.#operate(found, user);
  }

  /** Clicks a button of a message that only this person sees. */
  async clickTold(label: string, user: string): Promise<void> {
    const told = () => this.#slack.ephemerals(user);
    const found = await eventually(
      () => newestWith(told(), buttonsOf, label) ?? newestWith(told(), optionsOf, label),
      `a button or an option ${label} that only ${user} sees`,
    );
    await this.#operate(found, user);
  }

  /** Clicks what asks for fields, fills them in by field name and sends them. */
  async fill(label: string, fields: Readonly<Record<string, string>>, user = 'ana') {
    const send = await this.filled(label, fields, user);
    return await send();
  }

  /** Clicks what asks for fields and fills them in. @returns what sends them. */
  async filled(label: string, fields: Readonly<Record<string, string>>, user = 'ana') {
    const before = new Set(this.#slack.openViews(user).map((view) => view.id));
    await this.click(label, user);
    const view = await eventually(
      () => this.#slack.openViews(user).findLast((one) => !before.has(one.id)),
      `the modal of ${label}`,
    );
    const values = Object.fromEntries(Object.entries(fields).map(([name, value]) => [`in:${name}`, value]));
    return () => sendModal(this.#slack, { user, viewId: view.id, values });
  }

  async #operate({ message, shown }: Found, user: string): Promise<void> {
    const { actionId, value } = shown;
    const place = { user, channel: this.#channel, ts: message.ts, actionId };
    if (buttonsOf(message).some((button) => button.actionId === actionId))
      await this.#slack.click({ ...place, value });
    else await this.#slack.select({ ...place, value });
  }
}

interface Found {
  readonly message: Message;
  readonly shown: Shown;
}

function newestWith(
  messages: readonly Message[],
  controlsOf: (message: Message) => Shown[],
  label: string,
): Found | null {
  for (const message of messages.toReversed()) {
    const shown = controlsOf(message).find((one) => one.label === label);
    if (shown) return { message, shown };
  }
  return null;
}
