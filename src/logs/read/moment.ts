// What is known at a moment of a negotiation: role, version, how far it got, which exchange runs.

import type { Role } from '../../domain/live.js';
import type { LogEvent, Milestone } from '../../domain/log.js';

const milestoneOrder: readonly Milestone[] = [
  'started',
  'answered',
  'proposals-agreed',
  'authenticated',
  'child-installed',
];

export interface Moment {
  role: Role | null;
  ikeVersion: 1 | 2 | null;
  furthest: Milestone | null;
  exchange: string | null;
  auth: 'psk' | 'certificate' | 'eap' | 'null' | null;
  rekey: boolean;
  nat: boolean;
  transport: boolean;
  /** The last informational message was encrypted (IKEv1): its sender has our keys. Null when not told. */
  hash: boolean | null;
  /** The child exchange carries a key exchange (PFS). Null when not told. */
  ke: boolean | null;
  /** The negotiation moved to UDP 4500. */
  floated: boolean;
  /** The last own request that is not answered yet was sent by this end. */
  waiting: boolean;
  /** A child was installed at some time in the log of this tunnel. */
  everUp: boolean;
  /** The log begins in the middle: phase 1 stood before its first line. */
  stood: boolean;
}

export function newMoment(before: Moment | null): Moment {
  return {
    role: before?.role ?? null,
    ikeVersion: before?.ikeVersion ?? null,
    furthest: null,
    exchange: null,
    auth: before?.auth ?? null,
    rekey: false,
    nat: false,
    transport: false,
    hash: null,
    ke: null,
    floated: false,
    waiting: false,
    everUp: before?.everUp ?? false,
    stood: false,
  };
}

export function reached(moment: Moment, milestone: Milestone): boolean {
  return rank(moment.furthest) >= rank(milestone);
}

export function rank(milestone: Milestone | null): number {
  return milestone === null ? -1 : milestoneOrder.indexOf(milestone);
}

/** Takes over what the line tells about the moment. */
export function advance(moment: Moment, event: LogEvent): void {
  const { context } = event;
  if (event.ikeVersion !== null) moment.ikeVersion = event.ikeVersion;
  if (event.milestone !== null && rank(event.milestone) > rank(moment.furthest))
    moment.furthest = event.milestone;
  if (event.says === 'started' || (moment.role === null && event.printedBy !== null))
    moment.role = event.printedBy ?? roleWord(event.captures.role) ?? moment.role;
  if (context.exchange) moment.exchange = context.exchange;
  if (context.auth) moment.auth = context.auth as Moment['auth'];
  if (context.rekey) moment.rekey = context.rekey === 'yes';
  if (context.nat === 'yes') moment.nat = true;
  if (context.transport) moment.transport = context.transport === 'yes';
  if (context.hash) moment.hash = context.hash === 'yes';
  if (context.ke) moment.ke = context.ke === 'yes';
  if (event.says === 'payloads') takePayloads(moment, event);
  if (event.says === 'packet') takePacket(moment, event);
  if (event.says === 'auth-sent' && /:?(UDP\/)?4500\b/.test(event.line.text)) moment.floated = true;
  if (event.says === 'child-up') {
    moment.everUp = true;
    moment.rekey = false;
  }
}

function roleWord(word: string | undefined): Role | null {
  const lower = word?.toLowerCase() ?? '';
  return lower.startsWith('init') ? 'initiator' : lower.startsWith('resp') ? 'responder' : null;
}

const exchanges: Readonly<Record<string, string>> = {
  IKE_SA_INIT: 'ike-init',
  IKE_AUTH: 'ike-auth',
  CREATE_CHILD_SA: 'create-child',
  ID_PROT: 'main',
  AGGRESSIVE: 'aggressive',
  QUICK_MODE: 'quick',
};

/** charon prints every message with the short names of its payloads: `IKE_AUTH response 1 [ IDr AUTH N(NO_PROP) ]`. */
function takePayloads(moment: Moment, event: LogEvent): void {
  const payloads = (event.captures.payloads ?? '').split(' ');
  const name = (event.captures.exchange ?? '').toUpperCase();
  const exchange = exchanges[name];
  const own = event.signature.includes('generating');
  const request = event.signature.endsWith('request');
  if (name.startsWith('INFORMATIONAL')) {
    if (name.endsWith('V1')) {
      moment.hash = payloads.includes('HASH');
      moment.ikeVersion = 1;
    }
    return;
  }
  if (!exchange) return;
  moment.exchange = exchange;
  moment.ikeVersion = name.startsWith('IKE') || exchange === 'create-child' ? 2 : 1;
  const phaseOne = ['ike-init', 'ike-auth', 'main', 'aggressive'].includes(exchange);
  if (phaseOne) moment.role = own === request ? 'initiator' : 'responder';
  moment.waiting = own && request;
  if (exchange === 'quick' || exchange === 'create-child') {
    if (payloads.includes('SA')) moment.ke = payloads.includes('KE');
    if (payloads.includes('N(REKEY_SA)')) moment.rekey = true;
    else if (request) moment.rekey = false;
  }
  if (payloads.includes('N(USE_TRANSP)') || payloads.includes('NAT-OA')) moment.transport = true;
  if (payloads.includes('CERT') && own && phaseOne) moment.auth = 'certificate';
  if (exchange === 'main' && payloads.includes('HASH') && moment.auth === null) moment.auth = 'psk';
  if (
    !request &&
    payloads.includes('SA') &&
    (exchange === 'ike-init' || exchange === 'main' || exchange === 'aggressive')
  )
    raise(moment, 'proposals-agreed');
  else if (!request && phaseOne) raise(moment, 'answered');
  // The key exchange and the identity of main mode, and IKE_AUTH, are only sent to a peer that answered with a proposal.
  else if (
    own &&
    request &&
    ((exchange === 'main' && (payloads.includes('KE') || payloads.includes('HASH'))) ||
      exchange === 'ike-auth')
  )
    raise(moment, 'proposals-agreed');
  if (phaseOne) raise(moment, 'started');
}

function takePacket(moment: Moment, event: LogEvent): void {
  if (/\[4500\]/.test(event.captures.to ?? '') || /\[4500\]/.test(event.captures.from ?? ''))
    moment.floated = true;
}

function raise(moment: Moment, milestone: Milestone): void {
  if (rank(milestone) > rank(moment.furthest)) moment.furthest = milestone;
}
