// What a fact is: a named, typed statement derived from evidence, known with its lines or unknown with the reason.

import type { EndName, TunnelEvidence } from '../domain/evidence.js';
import type { TunnelState } from '../domain/live.js';
import type { EvidenceLine } from '../domain/verdict.js';

export type FactType =
  | { readonly kind: 'yes-no' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'number'; readonly unit: string }
  | { readonly kind: 'text' }
  | { readonly kind: 'list' };

/** Yes-no facts are `yes` or `no`; choices are one of their values. */
export type FactValue = string | number | readonly string[];

export interface KnownFact {
  readonly known: true;
  readonly value: FactValue;
  readonly evidence: readonly EvidenceLine[];
}

/** `why` says in one sentence what is missing, `how` how to get it. */
export interface UnknownFact {
  readonly known: false;
  readonly why: string;
  readonly how: string;
}

export type FactState = KnownFact | UnknownFact;

/** The kinds of evidence of one end; `later` is the second look at live state. */
export type EndKind =
  | 'config'
  | 'live'
  | 'later'
  | 'log'
  | 'path'
  | 'clock'
  | 'uptime'
  | 'ha'
  | 'certificates'
  | 'changes'
  | 'drops'
  | 'before';

interface Need {
  readonly end: EndName;
  readonly kind: EndKind;
}

/** A state and the sentence that it rests on. */
interface NamedState {
  readonly state: TunnelState;
  readonly basis: string;
}

/** States as `status` shows them; derived once for the whole product and handed in, so that no two answers differ. */
export interface States {
  readonly ours: NamedState;
  readonly theirs: NamedState;
  readonly tunnel: NamedState;
}

/** What a derivation may look at: the evidence, the states, and other facts by name (a person's answer included). */
export interface View {
  readonly evidence: TunnelEvidence;
  readonly states: States;
  fact(name: string): FactState;
  /** What many facts rest on, found once for all of them. @param find looks at nothing but its view. */
  once<T>(find: (view: View) => T): T;
}

export interface FactDefinition {
  readonly name: string;
  readonly type: FactType;
  /** What the fact says, one sentence for people who write playbooks. */
  readonly says: string;
  readonly needs: readonly Need[];
  /** A value of a choice as people call it. */
  readonly titleOf?: (value: string) => string;
  /** The value of a choice that people call so; null when it is none. */
  readonly valueCalled?: (typed: string) => string | null;
  /** Facts whose evidence this one needs as well. */
  readonly from: readonly string[];
  derive(view: View): FactState;
}

export const yesNo: FactType = { kind: 'yes-no' };
export const text: FactType = { kind: 'text' };
export const list: FactType = { kind: 'list' };
export function choice(...values: readonly string[]): FactType {
  return { kind: 'choice', values };
}
export function number(unit: string): FactType {
  return { kind: 'number', unit };
}

export function knownFact(value: FactValue, evidence: readonly EvidenceLine[]): KnownFact {
  return { known: true, value, evidence };
}

export function unknownFact(why: string, how: string): UnknownFact {
  return { known: false, why, how };
}

export function yes(condition: boolean): 'yes' | 'no' {
  return condition ? 'yes' : 'no';
}

/** How a value reads in a sentence; an empty list reads `none`. */
export function valueText(value: FactValue, type: FactType): string {
  if (typeof value === 'number') {
    if (type.kind !== 'number' || type.unit === '') return String(value);
    return `${value} ${value === 1 ? type.unit.replace(/(?<=[a-z]{2})s$/i, '') : type.unit}`;
  }
  if (typeof value === 'string') return value;
  return value.length === 0 ? 'none' : value.join(', ');
}

/** Combines facts: the first unknown one decides, else `derive` gets their values in order and all evidence lines. */
export function combine(
  states: readonly FactState[],
  derive: (values: readonly FactValue[]) => FactValue | UnknownFact,
): FactState {
  const values: FactValue[] = [];
  const evidence: EvidenceLine[] = [];
  for (const state of states) {
    if (!state.known) return state;
    values.push(state.value);
    evidence.push(...state.evidence);
  }
  const result = derive(values);
  return typeof result === 'object' && 'known' in result ? result : knownFact(result, evidence);
}
