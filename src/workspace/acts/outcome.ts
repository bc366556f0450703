// What came of something that a person did, and the parts that every interactive payload shares.
import type { Context } from '../context.js';
import type { Fields, Person } from '../model.js';
import type { Arrival } from '../transport.js';

export interface ActOutcome {
  /** `refused`: Slack's client would not have sent it; `error` says why. */
  state: 'acked' | 'timeout' | 'failed' | 'refused';
  latencyMs: number;
  /** What the app acknowledged with; `{}` when nothing. */
  response: Fields;
  error?: string;
}

export function outcomeOf(arrival: Arrival): ActOutcome {
  if (arrival.state === 'acked') {
    return { state: 'acked', latencyMs: arrival.latencyMs, response: arrival.response };
  }
  const error = arrival.state === 'timeout' ? 'operation_timeout' : arrival.reason;
  return { state: arrival.state, latencyMs: arrival.latencyMs, response: {}, error };
}

export function refused(error: string): ActOutcome {
  return { state: 'refused', latencyMs: 0, response: {}, error };
}

/** The person behind an id or a handle. Throws when nobody is meant: the caller is a test or the page. */
export function personOf(context: Context, reference: string): Person {
  const name = reference.replace(/^@/, '');
  const found = context.world.people.find((person) => person.id === reference || person.name === name);
  if (found === undefined) throw new Error(`Nobody in the workspace is called ${reference}.`);
  return found;
}

/** user, team, token and app: the head of every interactive payload. */
export function interactionHead(context: Context, person: Person): Fields {
  const { world } = context;
  return {
    user: { id: person.id, username: person.name, name: person.name, team_id: world.teamId },
    api_app_id: world.appId,
    token: 'unused',
    team: { id: world.teamId, domain: 'local' },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** What people type becomes Slack's text: entities, links, mentions and channels by id. */
export function typedText(context: Context, text: string): string {
  const { people, channels } = context.world;
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped
    .replace(/(^|\s)(https?:\/\/[^\s<>|]+)/g, (_whole, space: string, url: string) => `${space}<${url}>`)
    .replace(/(^|\s)@([a-z0-9._-]+)/g, (whole, space: string, name: string) => {
      const person = people.find((one) => one.name === name);
      return person === undefined ? whole : `${space}<@${person.id}>`;
    })
    .replace(/(^|\s)#([a-z0-9_-]+)/g, (whole, space: string, name: string) => {
      const channel = channels.find((one) => one.kind === 'channel' && one.name === name);
      return channel === undefined ? whole : `${space}<#${channel.id}|${channel.name}>`;
    });
}
