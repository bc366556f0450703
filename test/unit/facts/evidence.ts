// Evidence for tests of facts: a healthy pair of ends, changed in a few words, with every fact by name.

import { statesOf } from '../../../src/diagnosis/states.js';
import { type FactBook, readFacts } from '../../../src/facts/book.js';
import { evidenceOf, type Visible } from '../../scenarios/build.js';
import type { Situation, SituationEnd } from '../../scenarios/situation.js';

export interface Change {
  readonly ours?: SituationEnd;
  readonly theirs?: SituationEnd;
  readonly logs?: { readonly ours?: string[]; readonly theirs?: string[] };
  readonly version?: 1 | 2;
  readonly visible?: Visible;
  readonly answers?: string[];
  readonly vendor?: string;
}

export function situationOf(change: Change): Situation {
  const wanted = { cause: 'tunnel-up-healthy' };
  const vendor = change.vendor ?? 'strongswan';
  return {
    title: 'a test',
    truth: 'tunnel-up-healthy',
    ...(change.version ? { version: change.version } : {}),
    ...(change.ours ? { ours: change.ours } : {}),
    ...(change.theirs ? { theirs: change.theirs } : {}),
    ...(change.answers ? { answers: change.answers } : {}),
    ...(change.logs ? { logs: { [vendor]: change.logs } } : {}),
    expect: { both: wanted, left: wanted, right: wanted },
  };
}

export function factsOf(change: Change): FactBook {
  const evidence = evidenceOf(situationOf(change), change.vendor ?? 'strongswan', change.visible ?? 'both');
  return readFacts(evidence, statesOf(evidence));
}

/** The value of a fact, or `unknown`. */
export function factValue(change: Change, name: string): unknown {
  const state = factsOf(change).fact(name);
  return state.known ? state.value : 'unknown';
}
