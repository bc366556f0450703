// What each end is configured with for phase 1: version, mode, authentication, timers, flags.

import type { IkeGatewayConfig } from '../domain/tunnelConfig.js';
import { choice, type FactValue, knownFact, list, number, text, yes, yesNo } from './fact.js';
import { type EndFact, forEachEnd, fromGap, lineOf, setting } from './perEnd.js';

const said =
  (label: string) =>
  (value: FactValue): string =>
    `${label}: ${String(value)}`;

function flag(value: boolean | null): 'on' | 'off' | null {
  return value === null ? null : value ? 'on' : 'off';
}

function dpdOf(ike: IkeGatewayConfig): 'on' | 'off' | null {
  return flag(ike.dpd?.enabled ?? null);
}

const facts: readonly EndFact[] = [
  {
    name: 'name',
    type: text,
    says: 'The name of the device at {end}, or of the partner.',
    needs: [],
    derive: ({ end }) => knownFact(end.name, []),
  },
  {
    name: 'readable',
    type: yesNo,
    says: 'Whether a device of {end} can be read by us; a foreign end cannot.',
    needs: [],
    derive: ({ end }) => knownFact(yes(end.readable), []),
  },
  {
    name: 'gateway.twins',
    type: list,
    says: 'Other gateways of the device of {end} that claim the same peer from the same address, by name.',
    needs: ['config'],
    derive: ({ end }) =>
      setting(
        end,
        'gateway',
        ({ twins }) => twins ?? null,
        (value) =>
          typeof value === 'object' && value.length > 0
            ? `other gateways for the same peer: ${value.join(', ')}`
            : 'no other gateway for the same peer',
      ),
  },
  {
    name: 'ike.network-id',
    type: text,
    says: 'The network ID of IKEv2 that {end} sends and expects, which only FortiOS has; `none` where none is set.',
    needs: ['config'],
    derive: ({ end }) =>
      setting(end, 'gateway', ({ ike }) => ike.networkId ?? 'none', said('IKEv2 network ID')),
  },
  {
    name: 'ike.version',
    type: choice('ikev1', 'ikev2', 'ikev2-preferred', 'any'),
    says: 'The IKE version that {end} is set to.',
    needs: ['config'],
    derive: ({ end }) => setting(end, 'ike.version', (config) => config.ike.version, said('IKE version')),
  },
  {
    name: 'ike.mode',
    type: choice('main', 'aggressive', 'auto'),
    says: 'The exchange mode of IKEv1 at {end}.',
    needs: ['config'],
    derive: ({ end }) =>
      setting(end, 'ike.exchange-mode', (config) => config.ike.exchangeMode, said('exchange mode')),
  },
  {
    name: 'ike.auth',
    type: choice('psk', 'certificate', 'eap', 'xauth'),
    says: 'How {end} proves who it is.',
    needs: ['config'],
    derive: ({ end }) => setting(end, 'ike.auth', (config) => config.ike.auth, said('authentication')),
  },
  {
    name: 'ike.peer-auth',
    type: choice('psk', 'certificate', 'eap', 'xauth'),
    says: 'How {end} wants the peer to prove who it is.',
    needs: ['config'],
    derive: ({ end }) =>
      setting(
        end,
        'ike.auth',
        (config) => config.ike.peerAuth ?? config.ike.auth,
        said('authentication wanted of the peer'),
      ),
  },
  {
    name: 'ike.lifetime',
    type: number('seconds'),
    says: 'The phase 1 lifetime at {end}.',
    needs: ['config'],
    derive: ({ end }) =>
      setting(
        end,
        'ike.lifetime',
        (config) => config.ike.lifetimeSeconds,
        said('phase 1 lifetime in seconds'),
      ),
  },
  {
    name: 'dpd',
    type: choice('on', 'off'),
    says: 'Whether {end} asks if the peer is alive (DPD, or the liveness check of IKEv2).',
    needs: ['config'],
    derive: ({ end }) => setting(end, 'ike.dpd', (config) => dpdOf(config.ike), said('dead peer detection')),
  },
  {
    name: 'dpd.interval',
    type: number('seconds'),
    says: 'How often {end} asks if the peer is alive.',
    needs: ['config'],
    derive: ({ end }) =>
      setting(
        end,
        'ike.dpd',
        (config) => config.ike.dpd?.intervalSeconds ?? null,
        said('DPD interval in seconds'),
      ),
  },
  {
    name: 'nat-t',
    type: choice('on', 'off'),
    says: 'Whether NAT traversal is allowed at {end}.',
    needs: ['config'],
    derive: ({ end }) =>
      setting(
        end,
        'ike.nat-traversal',
        (config) => (config.ike.natTraversal === 'forced' ? 'on' : config.ike.natTraversal),
        said('NAT traversal'),
      ),
  },
  {
    name: 'passive',
    type: yesNo,
    says: 'Whether {end} is passive: it only responds and never initiates.',
    needs: ['config'],
    derive: ({ end }) =>
      setting(
        end,
        'ike.passive',
        (config) => {
          if (config.ike.passive === true) return 'yes';
          const starts = config.children.map((child) => child.start);
          if (starts.length > 0 && starts.every((start) => start === 'never')) return 'yes';
          return config.ike.passive === null && starts.some((start) => start === null) ? null : 'no';
        },
        (value) => (value === 'yes' ? 'passive: only responds' : 'may initiate'),
      ),
  },
  {
    name: 'post-quantum',
    type: choice('none', 'ppk-preferred', 'ppk-mandatory', 'hybrid'),
    says: 'How {end} protects the keys against quantum computers: a pre-shared key that it prefers or insists on (RFC 8784), or a hybrid key exchange (RFC 9370).',
    needs: ['config'],
    derive: ({ end }) =>
      setting(
        end,
        'ike.auth',
        ({ ike }) => ike.postQuantum,
        (value) => `protection against quantum computers: ${String(value)}`,
      ),
  },
  {
    name: 'fragmentation',
    type: choice('on', 'off'),
    says: 'Whether {end} may cut large IKE messages into fragments.',
    needs: ['config'],
    derive: ({ end }) =>
      setting(
        end,
        'ike.fragmentation',
        (config) => flag(config.ike.fragmentation),
        said('IKE fragmentation'),
      ),
  },
  {
    name: 'disabled',
    type: yesNo,
    says: 'Whether the gateway or the tunnel is disabled at {end}.',
    needs: ['config'],
    derive: ({ end }) => {
      if (!end.config.known) return fromGap(end.config);
      const { disabled, ike, places } = end.config.value;
      const off = disabled === true || ike.disabled === true;
      const words = off
        ? `${ike.disabled === true ? `gateway ${ike.name}` : `tunnel ${end.config.value.tunnel}`} is disabled`
        : 'gateway and tunnel are enabled';
      return knownFact(
        yes(off),
        lineOf(end.config, words, places[ike.disabled === true ? 'gateway' : 'tunnel']),
      );
    },
  },
];

export const gatewayFacts = forEachEnd(facts);
