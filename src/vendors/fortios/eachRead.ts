// Each request of the adapter once: what it is filled with on this FortiGate, and its reply as it came.

import type { Observation } from '../../domain/observation.js';
import { knownInventory } from './fetchInventory.js';
import type { Question } from './question.js';
import { type ReadName, reads } from './reads.js';
import type { FortiReply } from './reply.js';
import type { Values } from './requests.js';

/** What the requests that name something are filled with. */
interface Known {
  /** The name of some tunnel; null where there is none. */
  readonly tunnel: string | null;
}

/** Those that need more than the path; null: it cannot be asked, for want of what it names. */
const filled: { readonly [R in ReadName]?: (known: Known) => Values | null } = {
  'ipsec-of': ({ tunnel }) => (tunnel === null ? null : { tunnel }),
};

export interface FilledRead {
  readonly name: ReadName;
  readonly values: Values;
}

/** In the order of the list; without those that this FortiGate cannot be asked. */
export async function eachRead(question: Question): Promise<readonly FilledRead[]> {
  const known = await learn(question);
  return (Object.keys(reads) as ReadName[]).flatMap((name) => {
    const fill = filled[name];
    const values = fill === undefined ? {} : fill(known);
    return values === null ? [] : [{ name, values }];
  });
}

export function replyTo(question: Question, { name, values }: FilledRead): Promise<Observation<FortiReply>> {
  return question.read(name, values, { slow: true });
}

async function learn(question: Question): Promise<Known> {
  const tunnels = await knownInventory(question);
  return { tunnel: (tunnels.known && tunnels.value[0]?.tunnel) || null };
}
