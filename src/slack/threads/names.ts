// What people are called: Slack's ids stand in payloads, names stand in timelines.

import type { Clock } from '../../domain/clock.js';
import type { SlackWeb } from '../web.js';

const keepMs = 3_600_000;
const mostPeople = 5000;
/** As long as the name of a person may be in a command. */
const longestName = 80;

export class Names {
  readonly #known = new Map<string, { readonly name: string; readonly until: number }>();

  constructor(private readonly parts: { readonly web: SlackWeb; readonly clock: Clock }) {}

  /** The name that people see; what the payload called them when Slack does not say. */
  async of(user: { readonly id: string; readonly name: string }): Promise<string> {
    const now = this.parts.clock.now().getTime();
    const known = this.#known.get(user.id);
    if (known && known.until > now) return known.name;
    const said = await this.parts.web.personName(user.id).catch(() => null);
    // Names are kept with all that a person does; what no database takes is no part of one.
    const name = said?.replace(/\p{Cc}/gu, ' ').replace(/\p{Surrogate}/gu, '\ufffd') ?? null;
    if (name === null) return user.name || user.id;
    if (this.#known.size >= mostPeople) this.#known.clear();
    this.#known.set(user.id, { name, until: now + keepMs });
    return name;
  }

  /** `U1|Ana`: the id and the name that the timeline shows, as commands read a person. */
  async mention(id: string): Promise<string> {
    const known = await this.of({ id, name: '' });
    const name = known
      .replace(/\p{Cf}/gu, '')
      .replace(/[<>|\p{Cc}]/gu, ' ')
      .trim();
    const shown = name.slice(0, longestName).replace(/[\uD800-\uDBFF]$/, '');
    return `${id}|${shown || id}`;
  }
}
