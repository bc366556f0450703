// Asking how the packets of a tunnel travel: its interface, the way to the peer and to the remote networks, and the policies.

import type { EvidenceScope } from '../../domain/device.js';
import type { Gap, Observation } from '../../domain/observation.js';
import type { RouteHop, TunnelPath } from '../../domain/path.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { fetchOuterPolicy } from './fetchOuterPolicy.js';
import { fetchInnerPolicy } from './fetchPolicies.js';
import { readTunnel } from './fetchTunnels.js';
import { isDialUp, rowsOf } from './normalizeLive.js';
import {
  hopOf,
  localHost,
  needsRoutes,
  policyRoutesInto,
  remoteTargets,
  type Target,
} from './normalizePath.js';
import { parseInterface, parsePolicyRoutes, parseRoutes, type RouteWords } from './parsePath.js';
import type { Question } from './question.js';
import { readRoute } from './readRoute.js';

type Outside = NonNullable<TunnelPath['outside']>;

const mostRemotes = 8;

export async function fetchPath(question: Question, scope: EvidenceScope): Promise<Observation<TunnelPath>> {
  const { tunnel } = scope;
  if (!tunnel) throw new TypeError('path needs a tunnel');
  const inside = await readInterface(question, tunnel);
  if (!inside.known) return inside;
  const peer = await peerOf(question, tunnel);
  const toPeer = peer === null ? null : await lookUp(question, { address: peer, shown: peer });
  const routes = needsRoutes(tunnel) ? await readRoutes(question) : question.known([]);
  const remotes = routes.known ? remoteTargets(tunnel, routes.value).slice(0, mostRemotes) : [];
  const toRemote: RouteHop[] = [];
  for (const target of remotes) toRemote.push(await lookUp(question, target));
  const source = localHost(tunnel);
  return question.known({
    interface: inside.value,
    outside: await readOutside(question, tunnel.ike.localInterface),
    toPeer,
    toRemote: routes.known ? toRemote : [untold(tunnel.interface ?? tunnel.tunnel, routes)],
    hasBackupRoute: null,
    byPolicy: await readPolicyRoutes(question, tunnel),
    innerPolicy: await fetchInnerPolicy(question, {
      tunnel: tunnel.interface ?? tunnel.tunnel,
      source,
      destination: remotes[0]?.address ?? null,
      outside: tunnel.ike.localInterface,
    }),
    outerPolicy: await fetchOuterPolicy(question, tunnel, peer),
    strayed: notListed(question, 'whether sessions with the peer still leave by an old route'),
    denied: notListed(question, 'sessions that it dropped'),
  });
}

/** Nothing of it is in the API that is read here; the command line tells it. */
function notListed(question: Question, what: string): Gap {
  return question.gap(
    'not-supported',
    `FortiOS does not tell ${what}.`,
    'Look at `diagnose sys session list` with a filter for the peer, and at the forward traffic log.',
    'sessions',
  );
}

async function readInterface(
  question: Question,
  tunnel: TunnelConfig,
): Promise<Observation<TunnelPath['interface']>> {
  const name = tunnel.interface;
  if (name === null) return question.known(null);
  const reply = await question.read('interface-of', { name });
  if (!reply.known) return reply;
  const words = parseInterface(reply.value.results, name);
  // An interface is its own zone to the policies, and the virtual domain is its router.
  const router = question.session.settings.vdom;
  return question.known({
    name,
    zone: name,
    router,
    address: words?.address ?? null,
    up: words?.link ?? null,
  });
}

async function readOutside(question: Question, name: string | null): Promise<Outside | null> {
  if (name === null) return null;
  const reply = await question.read('interface-of', { name });
  return { name, up: reply.known ? (parseInterface(reply.value.results, name)?.link ?? null) : null };
}

/** As it is in use, where it was configured by name or dials in. */
async function peerOf(question: Question, tunnel: TunnelConfig): Promise<string | null> {
  const { peer } = tunnel.ike;
  if (peer?.kind === 'address') return peer.address;
  const rows = await readTunnel(question, tunnel.ike.name, isDialUp(tunnel));
  return rows.known ? (rowsOf(tunnel, rows.value).find((row) => row.peer !== null)?.peer ?? null) : null;
}

async function lookUp(question: Question, { address, shown }: Target): Promise<RouteHop> {
  const told = await readRoute(question, address);
  return told.known ? hopOf(shown, told.value) : untold(shown, told);
}

function untold(destination: string, gap: Gap): RouteHop {
  return { destination, interface: null, nextHop: null, found: null, gap };
}

async function readRoutes(question: Question): Promise<Observation<readonly RouteWords[]>> {
  const told = await question.readRows('routes', {}, { slow: true });
  return told.known ? question.known(parseRoutes(told.value)) : told;
}

/** A rule of SD-WAN decides too, and is not read: where the tunnel is a member of it, nobody can say that routes decide. */
async function readPolicyRoutes(question: Question, tunnel: TunnelConfig): Promise<TunnelPath['byPolicy']> {
  const told = await question.readRows('policy-routes');
  if (!told.known) return told;
  const rules = policyRoutesInto(tunnel.interface, parsePolicyRoutes(told.value));
  if (rules.length > 0 || tunnel.vendorKeys.sdwan === undefined) return question.known(rules);
  return question.gap(
    'not-supported',
    `The tunnel is a member of SD-WAN, whose rules are not read; they decide before the routes.`,
    'Look at `diagnose sys sdwan service` on the firewall.',
  );
}
