// Asking what the policies for what ends on the device itself would do with an IKE message of the peer.

import type { Observation } from '../../domain/observation.js';
import type { OuterPolicy } from '../../domain/path.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { localInFor } from './normalizePath.js';
import { addressObjects, type FortiAddresses } from './normalizePhase2.js';
import { parseObjects } from './parseConfig.js';
import { type LocalInWords, parseLocalIn } from './parsePath.js';
import type { Question } from './question.js';
import { isIpv6 } from './readRoute.js';

export async function fetchOuterPolicy(
  question: Question,
  tunnel: TunnelConfig,
  peer: string | null,
): Promise<Observation<OuterPolicy>> {
  const { localInterface: outside, localAddress: address } = tunnel.ike;
  // Its rules are a table of their own, which is not read: those of IPv4 say nothing of it.
  if (peer !== null && isIpv6(peer))
    return question.gap(
      'not-supported',
      'The policies for what ends on the firewall itself are read for IPv4 alone, and the peer has an IPv6 address.',
      'Look at `show firewall local-in-policy6` for a rule that denies IKE of the peer.',
    );
  const told = await question.readRows('local-in');
  if (!told.known) return told;
  if (peer === null || outside === null || address === null)
    return question.gap(
      'not-present',
      'The configuration names no addresses on both sides, so nothing could be said of IKE messages of the peer.',
      remedy,
    );
  const rules = parseLocalIn(told.value);
  const found = localInFor(rules, { peer, outside }, await networksOf(question, rules));
  const isOpen = 'undecided' in found;
  const id = isOpen ? found.undecided : (found.rule?.id ?? null);
  return question.known({
    peer,
    address,
    zone: outside,
    rule: id === null ? null : `local-in policy ${id}`,
    // An object of the rule could not be read as a network or a service.
    allowed: isOpen ? null : (found.rule?.allows ?? true),
  });
}

const remedy = 'Compare the addresses and services of `config firewall local-in-policy` with the peer.';

/** Objects are read only where a rule names any. */
async function networksOf(question: Question, rules: readonly LocalInWords[]): Promise<FortiAddresses> {
  if (rules.every(({ sources }) => sources.every((name) => name === 'all'))) return new Map();
  const addresses = await question.readRows('addresses', {}, { slow: true });
  const groups = await question.readRows('address-groups', {}, { slow: true });
  return addressObjects({
    addresses: addresses.known ? parseObjects(addresses.value) : [],
    groups: groups.known ? parseObjects(groups.value) : [],
  });
}
