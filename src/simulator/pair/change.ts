// What a change of faults does to a running pair: commits, torn-down SAs, and the next attempt.
import { applyFaults, type EffectivePair, isMarked } from '../model/apply-fault.js';
import type { Fault } from '../model/fault.js';
import type { Side } from '../model/side.js';
import type { EndSpec } from '../model/spec.js';
import { device } from '../negotiation/child-texts.js';
import { isWanted, scheduleAttempts } from './establish.js';
import { removeChild, tearDown } from './rekey.js';
import { type PairState, SIDES, writeLog } from './state.js';

interface Difference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The parts of an end's configuration that differ, under the names the config log prints. */
function differences(before: EndSpec, after: EndSpec): Difference[] {
  const parts = [
    {
      path: `network ike gateway ${before.gateway.name}`,
      part: (end: EndSpec) => ({ ...end.gateway, authentication: undefined }),
    },
    {
      path: `network ike gateway ${before.gateway.name} authentication`,
      part: (end: EndSpec) => end.gateway.authentication,
    },
    {
      path: `network ike crypto-profiles ike-crypto-profiles ${before.ikeCrypto.name}`,
      part: (end: EndSpec) => end.ikeCrypto,
    },
    {
      path: `network ike crypto-profiles ipsec-crypto-profiles ${before.ipsecCrypto.name}`,
      part: (end: EndSpec) => end.ipsecCrypto,
    },
    { path: `network tunnel ipsec ${before.tunnel.name}`, part: (end: EndSpec) => end.tunnel },
  ];
  return parts
    .map(({ path, part }) => ({ path, before: part(before), after: part(after) }))
    .filter((found) => JSON.stringify(found.before) !== JSON.stringify(found.after));
}

/** Who commits when nobody is named. */
const USUAL_ADMIN = 'admin';

/** Applies a new set of faults now: logs the commit, drops the SAs whose settings changed, tries again soon. */
export function changeTo(state: PairState, faults: readonly Fault[], by = USUAL_ADMIN): void {
  const old = state.effective;
  const next = applyFaults(state.spec, faults);
  for (const side of SIDES) commit(state, side, differences(old[side], next[side]), by);
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

function commit(state: PairState, side: Side, changes: readonly Difference[], by: string): void {
  if (changes.length === 0) return;
  const end = state.ends[side];
  for (const { path } of changes)
    end.configLog.push({ atMs: state.atMs, order: end.configLog.length, by, path });
  writeLog(state, side, state.atMs + 900, '', device.configLoaded(1));
  writeLog(state, side, state.atMs + 920, '', device.configLoaded(2));
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
