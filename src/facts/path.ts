// The underlay and the overlay of each end: routes, tunnel interface, zone, dropped sessions, backup route.

import type { EndEvidence } from '../domain/evidence.js';
import type { DeniedSession, RouteHop, TunnelPath } from '../domain/path.js';
import { choice, list, text, type UnknownFact, yes, yesNo } from './fact.js';
import { type EndFact, forEachEnd, fromGap, observed } from './perEnd.js';

function hopText(hop: RouteHop): string {
  if (hop.found === false) return `no route to ${hop.destination}`;
  const via = [
    hop.interface ? `interface ${hop.interface}` : '',
    hop.nextHop ? `next hop ${hop.nextHop}` : '',
  ];
  return `route to ${hop.destination}: ${via.filter((one) => one !== '').join(', ') || 'found'}`;
}

function interfaceName(path: TunnelPath): string | null {
  return path.interface?.name ?? null;
}

/** Only devices with a tunnel interface route into the tunnel; policy-based ends need no such route. */
function wrongHops(path: TunnelPath): readonly RouteHop[] | null {
  const tunnel = interfaceName(path);
  if (path.toRemote.length === 0 || path.toRemote.some((hop) => hop.found === null)) return null;
  return path.toRemote.filter(
    (hop) => hop.found === false || (tunnel !== null && hop.interface !== null && hop.interface !== tunnel),
  );
}

/** The device refused to look a route up: why is known, and what it would have found is not. */
export function refused(
  { path }: EndEvidence,
  hopsOf: (path: TunnelPath) => readonly RouteHop[],
): UnknownFact | null {
  const gap = path.known ? hopsOf(path.value).find((hop) => hop.gap)?.gap : undefined;
  return gap ? fromGap(gap) : null;
}

const toRemote = (path: TunnelPath): readonly RouteHop[] => path.toRemote;

/** A tunnel that selects any to any, and into which nothing is routed, has nothing to look up: that is no silence of the device. */
function noHops({ path, name }: EndEvidence): string {
  return path.known && path.value.toRemote.length === 0
    ? `${name} names no remote network for this tunnel: no selector, no static route and no route of its table leads into it.`
    : `${name} does not tell its routes to the remote networks.`;
}

function denied(what: DeniedSession['what'], words: string): EndFact {
  return {
    name: `denied.${what}`,
    type: yesNo,
    says: `Whether {end} dropped ${words} by a security policy.`,
    needs: ['path'],
    derive: ({ end }) =>
      observed(
        end.path.known ? end.path.value.denied : end.path,
        (sessions) => {
          const hits = sessions.filter((one) => one.what === what);
          const lines = hits.map((one) => `${one.text}${one.rule ? ` (rule ${one.rule})` : ''}`);
          return {
            value: yes(hits.length > 0),
            text: lines.length > 0 ? lines.join('; ') : `no dropped ${what} session`,
          };
        },
        '',
      ),
  };
}

function present(
  name: string,
  says: string,
  read: (path: TunnelPath) => string | null,
  words: string,
  place: 'tunnel.zone' | 'tunnel.address' | 'route',
): EndFact {
  return {
    name,
    type: yesNo,
    says,
    needs: ['path'],
    derive: ({ end }) => {
      const setting = end.config.known ? end.config.value.places[place] : undefined;
      return observed(
        end.path,
        (path) => {
          if (!path.interface) return null;
          const value = read(path);
          const text = `tunnel interface ${path.interface.name}: ${value === null ? `no ${words}` : `${words} ${value}`}`;
          return { value: yes(value !== null), text, ...(setting ? { source: setting } : {}) };
        },
        `${end.name} shows no tunnel interface.`,
      );
    },
  };
}

const facts: readonly EndFact[] = [
  {
    name: 'route.to-peer',
    type: choice('found', 'missing', 'through-tunnel'),
    says: 'How {end} reaches the peer address; through the tunnel itself cannot work.',
    needs: ['path'],
    derive: ({ end }) =>
      refused(end, ({ toPeer }) => (toPeer ? [toPeer] : [])) ??
      observed(
        end.path,
        (path) => {
          const hop = path.toPeer;
          if (!hop || hop.found === null) return null;
          if (!hop.found) return { value: 'missing', text: hopText(hop) };
          const loops = hop.interface !== null && hop.interface === interfaceName(path);
          return { value: loops ? 'through-tunnel' : 'found', text: hopText(hop) };
        },
        `${end.name} does not tell its route to the peer.`,
      ),
  },
  {
    name: 'route.to-remote',
    type: choice('into-tunnel', 'elsewhere', 'missing'),
    says: 'Whether {end} sends traffic for the remote networks into the tunnel.',
    needs: ['path'],
    derive: ({ end }) =>
      refused(end, toRemote) ??
      observed(
        end.path,
        (path) => {
          const wrong = wrongHops(path);
          if (wrong === null) return null;
          const shown = (wrong.length > 0 ? wrong : path.toRemote).map(hopText).join('; ');
          if (wrong.length === 0) return { value: 'into-tunnel', text: shown };
          return { value: wrong.some((hop) => hop.found === false) ? 'missing' : 'elsewhere', text: shown };
        },
        noHops(end),
      ),
  },
  {
    name: 'route.wrong',
    type: list,
    says: 'Remote networks that {end} does not route into the tunnel.',
    needs: ['path'],
    derive: ({ end }) =>
      refused(end, toRemote) ??
      observed(
        end.path,
        (path) => {
          const wrong = wrongHops(path);
          return wrong === null
            ? null
            : {
                value: wrong.map((hop) => hop.destination),
                text: wrong.map(hopText).join('; ') || 'all remote networks are routed into the tunnel',
              };
        },
        `${end.name} does not tell its routes to the remote networks.`,
      ),
  },
  {
    name: 'backup-route',
    type: yesNo,
    says: 'Whether {end} has a second route that takes over when the tunnel goes down.',
    needs: ['path'],
    derive: ({ end }) =>
      observed(
        end.path,
        ({ hasBackupRoute }) =>
          hasBackupRoute === null
            ? null
            : {
                value: yes(hasBackupRoute),
                text: hasBackupRoute ? 'a backup route exists' : 'there is no backup route',
              },
        `${end.name} does not tell whether a backup route exists.`,
      ),
  },
  {
    name: 'interface.up',
    type: yesNo,
    says: 'Whether the tunnel interface of {end} is up.',
    needs: ['path'],
    derive: ({ end }) =>
      observed(
        end.path,
        ({ interface: one }) =>
          one?.up == null
            ? null
            : { value: yes(one.up), text: `tunnel interface ${one.name}: ${one.up ? 'up' : 'down'}` },
        `${end.name} shows no tunnel interface.`,
      ),
  },
  present(
    'interface.zone',
    'Whether the tunnel interface of {end} is in a security zone.',
    (path) => path.interface?.zone ?? null,
    'zone',
    'tunnel.zone',
  ),
  present(
    'interface.router',
    'Whether the tunnel interface of {end} is in a virtual router.',
    (path) => path.interface?.router ?? null,
    'virtual router',
    'route',
  ),
  present(
    'interface.address',
    'Whether the tunnel interface of {end} has an address to ask from.',
    (path) => path.interface?.address ?? null,
    'address',
    'tunnel.address',
  ),
  denied('ike', 'IKE from or to the peer'),
  denied('esp', 'ESP from or to the peer'),
  denied('inner', 'traffic that belongs into the tunnel'),
  {
    name: 'denied.rule',
    type: text,
    says: 'The rule of {end} that dropped something of this tunnel.',
    needs: ['path'],
    derive: ({ end }) =>
      observed(
        end.path.known ? end.path.value.denied : end.path,
        (sessions) => {
          const hit = sessions.find((one) => one.rule !== null);
          return hit?.rule ? { value: hit.rule, text: hit.text } : null;
        },
        `${end.name} names no rule that drops traffic of this tunnel.`,
      ),
  },
];

export const pathFacts = forEachEnd(facts);
