// What decides where packets go beside the routes of the tunnel: fail-over, policy-based forwarding, a declared backup, the policies.

import type { RouteHop } from '../domain/path.js';
import { choice, type FactDefinition, knownFact, list, text, unknownFact, yes, yesNo } from './fact.js';
import { refused } from './path.js';
import { type EndFact, forEachEnd, fromGap, lineOf, observed } from './perEnd.js';

function wayText({ destination, interface: unit, nextHop, found }: RouteHop): string {
  if (found === false) return `${destination} has no route`;
  const via = unit === null ? 'a route' : unit;
  return `${destination} over ${via}${nextHop === null ? '' : ` to ${nextHop}`}`;
}

const perEnd: readonly EndFact[] = [
  {
    name: 'route.now',
    type: text,
    says: 'Where {end} sends packets for the remote networks now: interface and next hop.',
    needs: ['path'],
    derive: ({ end }) =>
      refused(end, (path) => (path.toRemote.some((hop) => hop.found !== null) ? [] : path.toRemote)) ??
      observed(
        end.path,
        ({ toRemote }) => {
          const told = toRemote.filter((hop) => hop.found !== null);
          const words = told.map(wayText).join('; ');
          return words === '' ? null : { value: words, text: words };
        },
        `${end.name} does not tell its routes to the remote networks.`,
      ),
  },
  {
    name: 'route.by-policy',
    type: yesNo,
    says: 'Whether a rule of policy-based forwarding sends traffic into the tunnel of {end}; then routes do not decide.',
    needs: ['path'],
    derive: ({ end }) => {
      if (!end.path.known) return fromGap(end.path);
      const { byPolicy } = end.path.value;
      if (!byPolicy.known) return fromGap(byPolicy);
      const rules = byPolicy.value.map(({ rule, interface: unit }) => `${rule} forwards to ${unit}`);
      const words = rules.join('; ') || 'no rule of policy-based forwarding leads into the tunnel';
      return knownFact(yes(rules.length > 0), lineOf(byPolicy, words));
    },
  },
  {
    name: 'inner-policy',
    type: choice('allowed', 'denied'),
    says: 'What the security policy of {end} would do with a TCP packet from its first network to the first remote network, as the device tried it; others may be treated otherwise.',
    needs: ['path'],
    derive: ({ end }) => {
      if (!end.path.known) return fromGap(end.path);
      const { innerPolicy } = end.path.value;
      if (!innerPolicy.known) return fromGap(innerPolicy);
      const { source, fromZone, destination, toZone, allowed, rule } = innerPolicy.value;
      const by = rule === null ? 'no rule matches, the default decides' : `rule ${rule}`;
      const words = `a packet from ${source} (${fromZone}) to ${destination} (${toZone}): ${allowed ? 'allowed' : 'denied'}, ${by}`;
      return knownFact(allowed ? 'allowed' : 'denied', lineOf(innerPolicy, words));
    },
  },
  {
    name: 'inner-policy.translated-by',
    type: text,
    says: 'The NAT rule of {end} that would translate a packet between the networks of the tunnel, as the device tried it.',
    needs: ['path'],
    derive: ({ end }) => {
      if (!end.path.known) return fromGap(end.path);
      const { innerPolicy } = end.path.value;
      if (!innerPolicy.known) return fromGap(innerPolicy);
      const { translatedBy: match, source, destination } = innerPolicy.value;
      if (!match.known) return fromGap(match);
      const translatedBy = match.value;
      if (translatedBy === null)
        return unknownFact(
          `No NAT rule of ${end.name} was seen to translate packets of the tunnel.`,
          'Try a packet against the NAT policy of the device.',
        );
      return knownFact(
        translatedBy,
        lineOf(innerPolicy, `a packet from ${source} to ${destination} meets the NAT rule ${translatedBy}`),
      );
    },
  },
  {
    name: 'outer-policy',
    type: choice('allowed', 'denied', 'undecided'),
    says: 'What the security policy of {end} would do with an IKE message of the peer, as the device tried it; `undecided`: a rule that denies may be about the peer.',
    needs: ['path'],
    derive: ({ end }) => {
      if (!end.path.known) return fromGap(end.path);
      const { outerPolicy } = end.path.value;
      if (!outerPolicy.known) return fromGap(outerPolicy);
      const { peer, address, zone, rule, allowed } = outerPolicy.value;
      const by = rule === null ? 'the default within a zone' : `rule ${rule}`;
      const does = allowed === null ? 'undecided' : allowed ? 'allowed' : 'denied';
      const words = `UDP 500 from ${peer} to ${address}, both in zone ${zone}: ${does}, ${by}`;
      return knownFact(does, lineOf(outerPolicy, words));
    },
  },
  {
    name: 'sessions.strayed',
    type: list,
    says: 'IKE and ESP sessions of {end} with the peer that leave by another interface than its route to the peer.',
    needs: ['path'],
    derive: ({ end }) => {
      if (!end.path.known) return fromGap(end.path);
      const { strayed } = end.path.value;
      if (!strayed.known) return fromGap(strayed);
      const texts = strayed.value.map((one) => one.text);
      return knownFact(
        texts,
        lineOf(strayed, texts.join('; ') || 'every session with the peer leaves by its route'),
      );
    },
  },
  {
    name: 'monitor.failed-over',
    type: yesNo,
    says: 'Whether the tunnel monitor of {end} has taken the tunnel interface down on purpose, with its routes.',
    needs: [],
    from: ['monitor', 'monitor.action', 'monitor.state'],
    derive: ({ own }) => {
      const [on, action, state] = [own('monitor'), own('monitor.action'), own('monitor.state')];
      if (on.known && on.value === 'off') return knownFact('no', on.evidence);
      if (action.known && action.value !== 'fail-over') return knownFact('no', action.evidence);
      if (state.known && state.value === 'up') return knownFact('no', state.evidence);
      if (!action.known) return action;
      if (!state.known) return state;
      return knownFact('yes', [...state.evidence, ...action.evidence]);
    },
  },
];

const joint: readonly FactDefinition[] = [
  {
    name: 'tunnel.backup',
    type: yesNo,
    says: 'Whether the tunnel is declared as a backup, whose routes lead elsewhere while another path stands.',
    needs: [],
    from: [],
    derive: ({ evidence: { declared } }) =>
      knownFact(yes(declared.isBackup), [
        {
          device: 'tunnelmedic',
          source: 'declaration',
          at: null,
          text: declared.isBackup ? 'declared as a backup' : 'not declared as a backup',
        },
      ]),
  },
];

export const forwardingFacts = [...forEachEnd(perEnd), ...joint];
