// The tunnel monitor: what it asks, whether it answers, whether it can answer at all, and what happens when it does not.

import type { EndEvidence } from '../domain/evidence.js';
import { contains, readSelector } from '../domain/selector.js';
import type { TunnelConfig } from '../domain/tunnelConfig.js';
import { choice, knownFact, text, unknownFact, yes, yesNo } from './fact.js';
import { type EndFact, forEachEnd, fromGap, lineOf, observed } from './perEnd.js';

/** A null monitor means none is configured, unless the adapter says that it cannot be read. */
function monitorIsOn(config: TunnelConfig): 'on' | 'off' | null {
  if (config.unreadable.monitor !== undefined) return null;
  return config.monitor?.enabled ? 'on' : 'off';
}

/** An answer that came back went through the tunnel. */
function answeredProbes(end: EndEvidence) {
  const look = end.later.known ? end.later : end.live;
  const monitor = look.known ? look.value.monitor : null;
  if (!monitor?.enabled || (monitor.answered ?? 0n) === 0n) return null;
  const words = `${monitor.answered} of ${monitor.sent ?? 'unknown'} probes to ${monitor.destination ?? 'the monitored address'} were answered`;
  return knownFact('yes', lineOf(look, words));
}

/** The address that the ping comes from: that of the tunnel interface. */
function sourceOf(end: EndEvidence) {
  const seen = end.live.known ? (end.live.value.monitor?.source ?? null) : null;
  const held = end.path.known ? (end.path.value.interface?.address ?? null) : null;
  const address = (seen ?? held)?.split('/')[0] ?? null;
  const selector = address === null ? null : readSelector(address);
  return address !== null && selector ? { address, selector } : null;
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
    says: 'Whether a proxy ID of {end} covers the pair that the monitor uses, tunnel address to monitored address, so that the ping may enter the tunnel; answered probes prove it.',
    needs: ['config', 'live', 'later', 'path'],
    derive: ({ end }) => {
      if (!end.config.known) return fromGap(end.config);
      const answered = answeredProbes(end);
      if (answered) return answered;
      const { monitor, children, unreadable } = end.config.value;
      const target = monitor?.destination ? readSelector(monitor.destination) : null;
      if (!target) return unknownFact(`${end.name} has no monitored address.`, 'Configure a tunnel monitor.');
      if (unreadable['child.selectors'] !== undefined) {
        return unknownFact(unreadable['child.selectors'], `Check the selectors on ${end.name}.`);
      }
      const named = monitor?.child ? children.filter((child) => child.name === monitor.child) : children;
      const source = sourceOf(end);
      const covering = named.find(
        (child) =>
          child.remote.some((remote) => contains(remote, target)) &&
          (source === null || child.local.some((local) => contains(local, source.selector))),
      );
      const pair = `${source === null ? 'the monitor' : source.address} to ${monitor?.destination}`;
      const words = covering
        ? `${pair} is covered by ${covering.name}`
        : `${pair} is covered by no proxy ID of ${named.map((child) => child.name).join(', ')}`;
      return knownFact(
        yes(covering !== undefined),
        lineOf(end.config, words, end.config.value.places['child.selectors']),
      );
    },
  },
];

export const monitorFacts = forEachEnd(facts);
