// Asking what decides beside the routes: policy-based forwarding, and what a packet of the tunnel would meet in the policies.

import type { Observation } from '../../domain/observation.js';
import type { InnerPolicy, PolicyRoute } from '../../domain/path.js';
import { fetchFib } from './fetchFib.js';
import { readForwarding, readInterface } from './fetchShared.js';
import { parseNatMatch, parseSecurityMatch } from './parsePath.js';
import type { Question } from './question.js';

/** Rules that forward into the interface of the tunnel. */
export async function readPolicyRoutes(
  question: Question,
  inside: string | null,
): Promise<Observation<readonly PolicyRoute[]>> {
  const rules = await readForwarding(question);
  if (!rules.known) return rules;
  return question.known(
    rules.value.flatMap(({ rule, words }) =>
      inside !== null && words.includes(inside) ? [{ rule, interface: inside }] : [],
    ),
  );
}

export interface Packet {
  /** A host behind this end, and one behind the other. */
  readonly source: string | null;
  readonly destination: string | null;
  /** Zone of the tunnel and the router of both. */
  readonly zone: string | null;
  readonly router: string | null;
  /** Where the peer is reached: a host that is routed there is not behind this end. */
  readonly outside: string | null;
}

const tcp = 6;

/** The zone of the host is that of the interface its network is routed to. */
export async function readInnerPolicy(question: Question, packet: Packet): Promise<Observation<InnerPolicy>> {
  const { source, destination, zone, router, outside } = packet;
  if (source === null || destination === null || zone === null || router === null)
    return question.gap(
      'not-present',
      'The configuration of the tunnel names no networks on both sides, so no packet could be tried against the policies.',
      'Run `test security-policy-match` and `test nat-policy-match` with the zones and two hosts that should talk.',
      'test security-policy-match',
    );
  const fib = await fetchFib(question, router, source);
  if (!fib.known) return fib;
  const behind = fib.value.interface === outside ? null : fib.value.interface;
  const reply = behind === null ? null : await readInterface(question, behind);
  if (reply && !reply.known) return reply;
  const fromZone = reply?.value?.zone ?? null;
  if (fromZone === null)
    return question.gap(
      'not-present',
      `No interface with a zone holds ${source}, so no packet could be tried against the policies.`,
      'Run `test security-policy-match` with the zone of the hosts behind the firewall.',
      'test security-policy-match',
    );
  const values = { fromZone, toZone: zone, source, destination, protocol: tcp };
  const [security, nat] = await Promise.all([
    question.read('security-match', values),
    question.read('nat-match', values),
  ]);
  if (!security.known) return security;
  const match = parseSecurityMatch(security.value);
  if (match === null)
    return question.gap(
      'unreadable',
      'The firewall tried the packet and answered in an unknown form.',
      'Run `test security-policy-match` on the firewall.',
      'test security-policy-match',
    );
  return question.known({
    source,
    destination,
    fromZone,
    toZone: zone,
    rule: match.rule,
    allowed: match.allowed,
    translatedBy: nat.known ? question.known(parseNatMatch(nat.value)) : nat,
  });
}
