// What is recognized before anything is called a fault: state, HA standby, maintenance, rekeying, who can be asked.

import type { EndEvidence } from '../domain/evidence.js';
import type { GapReason } from '../domain/observation.js';
import type { EvidenceLine } from '../domain/verdict.js';
import {
  choice,
  type FactDefinition,
  type FactState,
  knownFact,
  text,
  unknownFact,
  yes,
  yesNo,
} from './fact.js';
import { type EndFact, forEachEnd, fromGap, lineOf, observed } from './perEnd.js';

const cannotBeAsked: readonly GapReason[] = [
  'unreachable',
  'timeout',
  'unauthorized',
  'untrusted',
  'busy',
  'unreadable',
  'device-error',
];

const states = choice('up', 'degraded', 'down', 'idle', 'disabled');

function reachable(end: EndEvidence): FactState {
  // What a person gave says nothing about a device.
  const asked = [end.config, end.live].filter((one) => !one.known || one.source.file === undefined);
  const answered = asked.find((one) => one.known);
  if (answered) return knownFact('yes', lineOf(answered, 'the device answered'));
  const refused = asked.find((one) => !one.known && cannotBeAsked.includes(one.reason));
  if (refused && !refused.known) {
    const line: EvidenceLine = {
      device: refused.device,
      source: refused.request,
      at: refused.at || null,
      text: refused.says,
    };
    return knownFact('no', [line]);
  }
  const [first] = asked;
  return first && !first.known
    ? fromGap(first)
    : unknownFact(`${end.name} was not asked.`, `Ask ${end.name}.`);
}

const perEnd: readonly EndFact[] = [
  {
    name: 'reachable',
    type: yesNo,
    says: 'Whether the device of {end} could be asked at all.',
    needs: ['config', 'live'],
    derive: ({ end }) => reachable(end),
  },
  {
    name: 'state',
    type: states,
    says: 'The state of the tunnel as {end} shows it.',
    needs: ['config', 'live', 'later', 'ha', 'log'],
    derive: ({ end, view }) => {
      const { state, basis } = view.states[end.end];
      return state === 'unknown'
        ? unknownFact(basis, `Ask ${end.name}.`)
        : knownFact(state, lineOf(end.live.known ? end.live : end.config, basis));
    },
  },
  {
    name: 'ha',
    type: choice('none', 'active', 'standby'),
    says: 'Whether the unit that was asked at {end} is the active one of an HA pair.',
    needs: ['ha'],
    derive: ({ end }) =>
      observed(
        end.ha,
        (ha) => {
          if (!ha.enabled) return { value: 'none', text: 'HA is not enabled' };
          if (ha.local === null || ha.local === 'other') return null;
          const standby = ha.local === 'passive' || ha.local === 'suspended';
          return { value: standby ? 'standby' : 'active', text: `HA state of this unit: ${ha.local}` };
        },
        `${end.name} does not tell its HA state.`,
      ),
  },
  {
    name: 'rekeying',
    type: yesNo,
    says: 'Whether {end} replaces an SA by a newer one right now, which is normal.',
    needs: ['live'],
    derive: ({ end }) =>
      observed(
        end.live,
        (live) => {
          const busy = [
            ...live.ike.filter((sa) => sa.state === 'rekeying').map((sa) => `IKE SA ${sa.id} ${sa.rawState}`),
            ...live.children
              .filter((child) => child.state === 'rekeying' || child.beingReplaced)
              .map((child) => `IPsec SA ${child.name} ${child.rawState}`),
          ];
          return {
            value: yes(busy.length > 0),
            text: busy.length > 0 ? busy.join(', ') : 'no SA is being replaced',
          };
        },
        `${end.name} does not tell whether it rekeys.`,
      ),
  },
];

const joint: readonly FactDefinition[] = [
  {
    name: 'tunnel.name',
    type: text,
    says: 'What people call the tunnel.',
    needs: [],
    from: [],
    derive: ({ evidence }) => knownFact(evidence.tunnel, []),
  },
  {
    name: 'tunnel.state',
    type: states,
    says: 'The state of the whole tunnel from both ends.',
    needs: [],
    from: ['ours.state', 'theirs.state'],
    derive: ({ evidence, states: found }) => {
      const lines = [evidence.ours, evidence.theirs].flatMap((end) =>
        end.live.known ? lineOf(end.live, found[end.end].basis) : [],
      );
      if (found.tunnel.state !== 'unknown') return knownFact(found.tunnel.state, lines);
      return unknownFact(found.tunnel.basis, 'Make sure that the devices of the ends can be asked.');
    },
  },
  {
    name: 'tunnel.maintenance',
    type: yesNo,
    says: 'Whether the tunnel is in a declared maintenance window.',
    needs: [],
    from: [],
    derive: ({ evidence }) => {
      const { maintenance } = evidence.declared;
      if (!maintenance) return knownFact('no', []);
      const now = Date.parse(evidence.collectedAt);
      const inside = Date.parse(maintenance.from) <= now && now < Date.parse(maintenance.to);
      return knownFact(yes(inside), [
        {
          device: 'tunnelmedic',
          source: 'declared maintenance',
          at: maintenance.from,
          text: `maintenance from ${maintenance.from} to ${maintenance.to}: ${maintenance.why}`,
        },
      ]);
    },
  },
  {
    name: 'tunnel.criticality',
    type: choice('low', 'normal', 'high'),
    says: 'How important the tunnel is declared to be.',
    needs: [],
    from: [],
    derive: ({ evidence }) =>
      knownFact(evidence.declared.criticality, [
        {
          device: 'tunnelmedic',
          source: 'declaration',
          at: null,
          text: `criticality: ${evidence.declared.criticality}`,
        },
      ]),
  },
  {
    name: 'ends.readable',
    type: choice('both', 'ours', 'theirs', 'neither'),
    says: 'Of which ends the configuration could be read.',
    needs: [
      { end: 'ours', kind: 'config' },
      { end: 'theirs', kind: 'config' },
    ],
    from: [],
    derive: ({ evidence: { ours, theirs } }) => {
      const value = ours.config.known
        ? theirs.config.known
          ? 'both'
          : 'ours'
        : theirs.config.known
          ? 'theirs'
          : 'neither';
      return knownFact(value, [
        ...lineOf(ours.config, 'configuration read'),
        ...lineOf(theirs.config, 'configuration read'),
      ]);
    },
  },
  {
    name: 'devices.reachable',
    type: choice('some', 'none'),
    says: 'Whether any device of this tunnel could be asked; `none` when all that we have refused or stayed silent.',
    needs: [],
    from: ['ours.reachable', 'theirs.reachable'],
    derive: ({ evidence, fact }) => {
      const ours = fact('ours.reachable');
      const theirs = evidence.theirs.readable ? fact('theirs.reachable') : null;
      const all = [ours, ...(theirs ? [theirs] : [])];
      const lines = all.flatMap((state) => (state.known ? state.evidence : []));
      if (all.every((state) => state.known && state.value === 'no')) return knownFact('none', lines);
      return knownFact('some', lines);
    },
  },
];

export const availabilityFacts = [...forEachEnd(perEnd), ...joint];
