// Asking what happens to IKE and ESP outside of the tunnel: what the security policy would do with them, and where old sessions lead.

import type { Observation } from '../../domain/observation.js';
import type { OuterPolicy, RouteHop, StrayedSession } from '../../domain/path.js';
import { readSessions } from './fetchShared.js';
import { type InterfaceWords, parseSecurityMatch, type SessionWords } from './parsePath.js';
import type { Question } from './question.js';

const udp = 17;
const ikePort = 500;

export interface Outside {
  readonly peer: string | null;
  readonly local: string | null;
  readonly interface: string | null;
  /** What the firewall says of that interface. */
  readonly words: Observation<InterfaceWords | null>;
}

/**
 * IKE comes in and ends in one zone. Such traffic is allowed by the rule `intrazone-default`, unless a rule above it denies any to
 * any, which many put there.
 */
export async function readOuterPolicy(
  question: Question,
  outside: Outside,
): Promise<Observation<OuterPolicy>> {
  const { peer, local, interface: unit, words } = outside;
  if (peer === null || local === null || unit === null)
    return question.gap(
      'not-present',
      'The addresses of both ends are not known, so no IKE message could be tried against the policy.',
      'Run `test security-policy-match` with the outside zone, the address of the peer and UDP port 500.',
      'test security-policy-match',
    );
  if (!words.known) return words;
  const zone = words.value?.zone ?? null;
  if (zone === null)
    return question.gap(
      'not-present',
      `The outside interface ${unit} shows no zone, so no IKE message could be tried against the policy.`,
      `Look at the zone of ${unit}.`,
      'test security-policy-match',
    );
  const values = {
    fromZone: zone,
    toZone: zone,
    source: peer,
    destination: local,
    protocol: udp,
    port: ikePort,
  };
  const reply = await question.read('security-match-port', values);
  if (!reply.known) return reply;
  const match = parseSecurityMatch(reply.value);
  // Within a zone no row means that the default decides, which allows.
  if (match?.rule === null) return question.known({ peer, address: local, zone, rule: null, allowed: true });
  return match === null
    ? question.gap(
        'unreadable',
        'The firewall tried the packet and answered in an unknown form.',
        'Run `test security-policy-match` on the firewall.',
        'test security-policy-match',
      )
    : question.known({ peer, address: local, zone, ...match });
}

/** @param toPeer the route that holds now */
export async function readStrayed(
  question: Question,
  peer: string | null,
  toPeer: RouteHop | null,
): Promise<Observation<readonly StrayedSession[]>> {
  const route = toPeer?.interface ?? null;
  if (peer === null || route === null)
    return question.gap(
      'not-present',
      'The route to the peer is not known, so no session could be compared with it.',
      'Run `show session all filter destination` with the address of the peer, and compare the egress interface with the route.',
      'show session all',
    );
  const reply = await readSessions(question, 'sessions-to', { ip: peer });
  if (!reply.known) return reply;
  const strayed = reply.value.flatMap((session): StrayedSession[] => {
    const { egress } = session;
    if (!isOfTunnel(session, peer) || egress === null || egress === route) return [];
    return [{ egress, text: `${session.application ?? 'session'} to ${peer} leaves by ${egress}` }];
  });
  return question.known(strayed);
}

function isOfTunnel(
  { destination, state, application, protocol, port }: SessionWords,
  peer: string,
): boolean {
  if (destination !== peer || state?.toUpperCase() !== 'ACTIVE') return false;
  return (
    /^(ike|ipsec-esp|ipsec-esp-udp)$/.test(application ?? '') ||
    protocol === 50 ||
    port === 500 ||
    port === 4500
  );
}
