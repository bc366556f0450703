// Asking what the firewall policies would do with a packet of the tunnel, in both directions; none is sent.

import type { Observation } from '../../domain/observation.js';
import type { InnerPolicy } from '../../domain/path.js';
import { verdictOf } from './normalizePath.js';
import { type PolicyWords, parsePolicies, parsePolicyLookup } from './parsePath.js';
import type { Question } from './question.js';
import { isIpv6, readRoute } from './readRoute.js';

export interface Hosts {
  /** The interface of the tunnel. */
  readonly tunnel: string;
  /** A host behind this end, and one behind the other. */
  readonly source: string | null;
  readonly destination: string | null;
  /** Where the peer is reached: a host that is routed there is not behind this end. */
  readonly outside: string | null;
}

/**
 * FortiOS lets in and out only what a policy names, each direction by its own: what is denied of the two is told, else what goes
 * into the tunnel.
 */
export async function fetchInnerPolicy(question: Question, hosts: Hosts): Promise<Observation<InnerPolicy>> {
  const { source, destination, tunnel, outside } = hosts;
  if (source === null || destination === null)
    return question.gap(
      'not-present',
      'The configuration of the tunnel names no networks on both sides, so no packet could be tried against the policies.',
      'Use Policy Lookup with the interfaces and two hosts that should talk.',
      'monitor/firewall/policy-lookup',
    );
  const route = await readRoute(question, source);
  if (!route.known) return route;
  const behind = route.value.interface;
  if (behind === null || behind === outside || behind === tunnel)
    return question.gap(
      'not-present',
      `No interface behind the firewall leads to ${source}, so no packet could be tried against the policies.`,
      'Use Policy Lookup with the interface of the hosts behind the firewall.',
      'monitor/firewall/policy-lookup',
    );
  const table = await question.readRows('policies', {}, { slow: true });
  const policies = table.known ? parsePolicies(table.value) : [];
  const out = await tryPacket(question, policies, { source, destination, fromZone: behind, toZone: tunnel });
  if (!out.known || !out.value.allowed) return out;
  const back = await tryPacket(question, policies, {
    source: destination,
    destination: source,
    fromZone: tunnel,
    toZone: behind,
  });
  return back.known && !back.value.allowed ? back : out;
}

async function tryPacket(
  question: Question,
  policies: readonly PolicyWords[],
  packet: Pick<InnerPolicy, 'source' | 'destination' | 'fromZone' | 'toZone'>,
): Promise<Observation<InnerPolicy>> {
  const { source, destination, fromZone } = packet;
  const name = isIpv6(destination) ? 'policy-lookup-6' : 'policy-lookup';
  const reply = await question.read(name, { from: fromZone, source, destination });
  if (!reply.known) return reply;
  const verdict = verdictOf(parsePolicyLookup(reply.value.results), policies);
  if (verdict === null)
    return question.gap(
      'unreadable',
      'The firewall tried the packet and answered in an unknown form.',
      'Use Policy Lookup on the firewall.',
    );
  const { rule, allowed, translatedBy } = verdict;
  return question.known({ ...packet, rule, allowed, translatedBy: question.known(translatedBy) });
}
