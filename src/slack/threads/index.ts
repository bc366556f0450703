// Incidents in Slack: what was written down is said, what was acknowledged is kept, buttons find their fields again.

import type { Declaration } from '../../commands/declaration.js';
import type { RunOptions } from '../../commands/dispatcher.js';
import { commandIn, personGiven } from '../../commands/understand.js';
import type { Clock } from '../../domain/clock.js';
import type { Action, Report } from '../../domain/report.js';
import { incidentFrom } from '../../incidents/incident.js';
import type { Logger } from '../../support/logger.js';
import type { Place } from '../place.js';
import type { Posting } from '../posting.js';
import type { SlackWeb } from '../web.js';
import { actKey } from './acts.js';
import { findAction, findForm, plainForm } from './findForm.js';
import { Kept } from './kept.js';
import { Names } from './names.js';
import type { IncidentParts } from './ports.js';
import { Poster } from './poster.js';
import { type Told, toldOf } from './settle.js';

export type { IncidentParts, IncidentStores } from './ports.js';
export { usualTimes } from './ports.js';

export class Incidents {
  readonly kept: Kept;
  readonly names: Names;
  readonly #poster: Poster;
  readonly #parts: IncidentParts;
  readonly #web: SlackWeb;
  readonly #commands: readonly Declaration[];

  constructor(parts: {
    readonly incidents: IncidentParts;
    readonly commands: readonly Declaration[];
    readonly web: SlackWeb;
    readonly posting: Posting;
    readonly clock: Clock;
    readonly logger: Logger;
    /** Whether an event is a message of another app that matters: it is kept before it is acknowledged. */
    readonly isHeard: (event: unknown) => boolean;
    /** One sentence for whoever sent a payload. */
    readonly tell: (body: unknown, sentence: string) => void;
  }) {
    this.#parts = parts.incidents;
    this.#web = parts.web;
    this.#commands = parts.commands;
    const { commands, isHeard } = parts;
    this.kept = new Kept({ ...parts, keyOf: (body) => actKey(body, commands, isHeard) });
    this.names = new Names(parts);
    this.#poster = new Poster({ ...parts, onLook: (stores) => this.kept.look(stores) });
  }

  start(): void {
    this.#poster.start();
  }

  async stop(): Promise<void> {
    await this.#poster.stop();
  }

  /** A command that writes into an incident shows no progress of its own: the thread does. */
  isQuiet(command: string): boolean {
    return (commandIn(command, this.#commands)?.writes ?? 'nothing') !== 'nothing';
  }

  /** Where it was said, if that was a thread and the command makes something of it. */
  async threadFor(command: string, place: Place): Promise<RunOptions['thread'] | null> {
    const { channel, threadTs: ts, direct } = place;
    if (ts === null || direct || (commandIn(command, this.#commands)?.thread ?? 'none') === 'none')
      return null;
    return { channel, ts, link: await this.#web.permalink(channel, ts).catch(() => null) };
  }

  /** `hand @mei`: a mention carries an id alone; the person becomes a field with the name that Slack knows, as a modal gives it. */
  async named(command: string): Promise<Readonly<Record<string, string>>> {
    const given = personGiven(command, this.#commands);
    const id = given && /^<@([UW][A-Z0-9]{2,20})(?:\|[^<>]*)?>$/.exec(given.person)?.[1];
    return given && id ? { [given.option]: await this.names.mention(id) } : {};
  }

  /** After a command: its messages are on their way; answers what the asker is to be told besides. Null when it wrote nothing. */
  async settle(command: string, report: Report, place: Place): Promise<Told | null> {
    if (this.isQuiet(command)) this.#poster.poke();
    if (!report.changed) return null;
    // Whoever acted before the restart was told, or sees it in the thread.
    if (this.kept.isAgain && report.changed.seqs.length === 0) return { kind: 'nothing' };
    return await toldOf(await this.#parts.stores(), report, report.changed, place);
  }

  async form(command: string, label: string): Promise<Action | null> {
    const declared = commandIn(command, this.#commands);
    if (declared?.about !== 'incident') return plainForm(command, label, declared?.form ?? null);
    return await findForm((await this.#parts.stores()).incidents, command);
  }

  /** What the menu of further acts offers under this command now; null for what is no act on an incident. */
  async action(command: string): Promise<Action | null> {
    if (commandIn(command, this.#commands)?.about !== 'incident') return null;
    return await findAction((await this.#parts.stores()).incidents, command);
  }

  /** Where a report belongs that is about an incident: its thread; where it was asked while there is none. */
  async placeFor({ incident: id }: Report, asked: Place): Promise<Place & { readonly link: string | null }> {
    const events = id === undefined ? [] : await (await this.#parts.stores()).incidents.events(id);
    const thread = events.length > 0 ? incidentFrom(events).thread : null;
    if (!thread) return { ...asked, link: null };
    return {
      ...asked,
      channel: thread.channel,
      threadTs: thread.ts,
      newThread: false,
      direct: false,
      link: thread.link,
    };
  }

  /** Tunnels of open incidents, that of the newest change first. */
  async openTunnels(most: number): Promise<readonly string[]> {
    const open = await (await this.#parts.stores()).incidents.list({ open: true, limit: most });
    return open.flatMap((events) => incidentFrom(events).tunnels).slice(0, most);
  }

  async incidentOfThread(channel: string, ts: string): Promise<string | null> {
    return await (await this.#parts.stores()).incidents.findByThread(channel, ts);
  }
}
