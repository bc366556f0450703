// The tunnel monitor: what it asks, whether it answers, whether it can answer at all, and what happens when it does not.

import { contains, readSelector } from '../domain/selector.js';
import type { TunnelConfig } from '../domain/tunnelConfig.js';
import { choice, knownFact, text, unknownFact, yes, yesNo } from './fact.js';
import { type EndFact, forEachEnd, fromGap, lineOf, observed } from './perEnd.js';

/** A null monitor means none is configured, unless the adapter says that it cannot be read. */
function monitorIsOn(config: TunnelConfig): 'on' | 'off' | null {
  if (config.unreadable.monitor !== undefined) return null;
  return config.monitor?.enabled ? 'on' : 'off';
}

const facts: readonly EndFact[] = [
  {
    name: 'monitor',
    type: choice('on', 'off'),
    says: 'Whether {end} pings an address through the tunnel to see that traffic passes.',
    needs: ['config'],
    derive: ({ end }) =>
      observed(
        end.config,
        (config) => {
          const value = monitorIsOn(config);
          const { monitor } = config;
          const words =
            value === 'on' && monitor
              ? `tunnel monitor: on, destination ${monitor.destination ?? 'not told'}, action ${monitor.action ?? 'not told'}`
              : 'tunnel monitor: off';
          return value === null
            ? null
            : { value, text: words, ...(config.places.monitor ? { source: config.places.monitor } : {}) };
        },
        `${end.name} does not tell its tunnel monitor.`,
      ),
  },
  {
    name: 'monitor.destination',
    type: text,
    says: 'The address that the monitor of {end} asks.',
    needs: ['config'],
    derive: ({ end }) =>
      observed(
        end.config,
        ({ monitor, places }) =>
          monitor?.destination
            ? {
                value: monitor.destination,
                text: `monitored address: ${monitor.destination}`,
                ...(places['monitor.destination'] ? { source: places['monitor.destination'] } : {}),
              }
            : null,
        `${end.name} has no monitored address.`,
      ),
  },
  {
    name: 'monitor.action',
    type: choice('wait-recover', 'fail-over'),
    says: 'What {end} does when its monitor fails: wait and rekey, or take the tunnel down so that routes move.',
    needs: ['config'],
    derive: ({ end }) =>
      observed(
        end.config,
        ({ monitor, places }) =>
          monitor?.action
            ? {
                value: monitor.action,
                text: `action when the monitor fails: ${monitor.action}`,
                ...(places['monitor.action'] ? { source: places['monitor.action'] } : {}),
              }
            : null,
        `${end.name} does not tell the action of a monitor.`,
      ),
  },
  {
    name: 'monitor.state',
    type: choice('up', 'down'),
    says: 'What the monitor of {end} sees right now.',
    needs: ['live', 'later'],
    derive: ({ end }) =>
      observed(
        end.later.known ? end.later : end.live,
        ({ monitor }) => {
          if (!monitor?.enabled || monitor.state === 'unknown') return null;
          const count =
            monitor.sent === null
              ? ''
              : `, ${monitor.answered ?? 'unknown'} of ${monitor.sent} probes answered`;
          return {
            value: monitor.state,
            text: `tunnel monitor to ${monitor.destination ?? 'its destination'}: ${monitor.state}${count}`,
          };
        },
        `${end.name} shows no monitor state.`,
      ),
  },
  {
    name: 'monitor.covered',
    type: yesNo,
    says: 'Whether a proxy ID of {end} covers the monitored address, so that the ping may enter the tunnel.',
    needs: ['config'],
    derive: ({ end }) => {
      if (!end.config.known) return fromGap(end.config);
      const { monitor, children, unreadable } = end.config.value;
      const target = monitor?.destination ? readSelector(monitor.destination) : null;
      if (!target) return unknownFact(`${end.name} has no monitored address.`, 'Configure a tunnel monitor.');
      if (unreadable['child.selectors'] !== undefined) {
        return unknownFact(unreadable['child.selectors'], `Look at the selectors on ${end.name}.`);
      }
      const named = monitor?.child ? children.filter((child) => child.name === monitor.child) : children;
      const covering = named.find((child) => child.remote.some((remote) => contains(remote, target)));
      const words = covering
        ? `${monitor?.destination} lies in the remote side of ${covering.name}`
        : `${monitor?.destination} lies in no remote side of ${named.map((child) => child.name).join(', ')}`;
      return knownFact(
        yes(covering !== undefined),
        lineOf(end.config, words, end.config.value.places['child.selectors']),
      );
    },
  },
];

export const monitorFacts = forEachEnd(facts);
