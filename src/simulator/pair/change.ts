// What a change of faults does to a running pair: commits, torn-down SAs, and the next attempt.
import { applyFaults, type EffectivePair, isMarked } from '../model/apply-fault.js';
import type { Fault } from '../model/fault.js';
import type { Side } from '../model/side.js';
import type { EndSpec } from '../model/spec.js';
import { isWanted, scheduleAttempts } from './establish.js';
import { removeChild, tearDown } from './rekey.js';
import { type ConfigPart, logConfigLoaded, type PairState, SIDES } from './state.js';

const PARTS: Readonly<Record<ConfigPart, (end: EndSpec) => unknown>> = {
  gateway: (end) => ({ ...end.gateway, authentication: undefined }),
  authentication: (end) => end.gateway.authentication,
  'ike-crypto': (end) => end.ikeCrypto,
  'ipsec-crypto': (end) => end.ipsecCrypto,
  tunnel: (end) => end.tunnel,
};

const PART_NAMES: readonly ConfigPart[] = [
  'gateway',
  'authentication',
  'ike-crypto',
  'ipsec-crypto',
  'tunnel',
];

/** The parts of an end's configuration that differ. */
function differences(before: EndSpec, after: EndSpec): ConfigPart[] {
  return PART_NAMES.filter(
    (part) => JSON.stringify(PARTS[part](before)) !== JSON.stringify(PARTS[part](after)),
  );
}

/** Who commits when nobody is named. */
const USUAL_ADMIN = 'admin';

/** Applies a new set of faults now: logs the commit, drops the SAs whose settings changed, tries again soon. */
export function changeTo(state: PairState, faults: readonly Fault[], by = USUAL_ADMIN): void {
  const old = state.effective;
  const next = applyFaults(state.spec, faults);
  for (const side of SIDES) commit(state, side, old[side], next[side], by);
  state.faults = faults;
  state.effective = next;
  state.failures = 0;
  for (const side of SIDES) dropWhatChanged(state, old, side);
  if (wasMarked(old, next, 'sa-mismatch') || wasMarked(old, next, 'rekey-in-progress')) {
    for (const side of SIDES) tearDown(state, side, false);
  }
  if (!SIDES.some((side) => isWanted(state, side))) for (const side of SIDES) tearDown(state, side, true);
  state.timers.delete('displace');
  state.timers.delete('lose-state');
  scheduleAttempts(state, 3000);
}

function wasMarked(old: EffectivePair, next: EffectivePair, kind: Fault['kind']): boolean {
  return isMarked(old, kind) && !isMarked(next, kind);
}

function commit(state: PairState, side: Side, before: EndSpec, after: EndSpec, by: string): void {
  const changes = differences(before, after);
  if (changes.length === 0) return;
  const end = state.ends[side];
  const [from, to] = [withoutKey(before), withoutKey(after)];
  for (const part of changes)
    end.configLog.push({ atMs: state.atMs, order: end.configLog.length, by, part, before: from, after: to });
  logConfigLoaded(state, side, 900, 920);
}

/** No log holds a key. */
function withoutKey(end: EndSpec): EndSpec {
  const { authentication } = end.gateway;
  if (authentication.method !== 'pre-shared-key') return end;
  return { ...end, gateway: { ...end.gateway, authentication: { ...authentication, key: '' } } };
}

/** A commit that touches the gateway ends its IKE SA; one that touches selectors or ESP ends the child SAs. */
function dropWhatChanged(state: PairState, old: EffectivePair, side: Side): void {
  const before = old[side];
  const after = state.effective[side];
  const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  if (differs(before.gateway, after.gateway) || differs(before.ikeCrypto, after.ikeCrypto)) {
    tearDown(state, side, true);
    return;
  }
  // A changed PFS group or lifetime is used at the next rekey; it does not end what is up.
  const esp = ({ ipsecCrypto }: EndSpec) => [ipsecCrypto.encryption, ipsecCrypto.authentication];
  if (differs(esp(before), esp(after)) || differs(before.tunnel.proxyIds, after.tunnel.proxyIds)) {
    for (let index = 0; index < state.rowCount; index += 1)
      for (const at of SIDES) removeChild(state, at, index);
  }
}
