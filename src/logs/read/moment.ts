// What is known at a moment of a negotiation: role, version, how far it got, which exchange runs.

import type { IkeExchange, IkeMessage, ProofMethod } from '../../domain/exchange.js';
import type { Role } from '../../domain/live.js';
import type { LogEvent, Milestone } from '../../domain/log.js';
import { Conversation } from '../exchange/conversation.js';
import { isErrorNotify } from '../exchange/notify.js';
import { observe } from '../exchange/observe.js';

const milestoneOrder: readonly Milestone[] = [
  'started',
  'answered',
  'proposals-agreed',
  'authenticated',
  'child-installed',
];

const natPort = 4500;

export interface Moment {
  role: Role | null;
  ikeVersion: 1 | 2 | null;
  furthest: Milestone | null;
  exchange: string | null;
  auth: ProofMethod | null;
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
  /** The messages of this attempt. */
  readonly conversation: Conversation;
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
    conversation: before?.conversation.next() ?? new Conversation(),
  };
}

export function exchangeOf(moment: Moment): IkeExchange {
  return moment.conversation.reading(moment.ikeVersion, moment.role);
}

export function reached(moment: Moment, milestone: Milestone): boolean {
  return rank(moment.furthest) >= rank(milestone);
}

export function rank(milestone: Milestone | null): number {
  return milestone === null ? -1 : milestoneOrder.indexOf(milestone);
}

/** Takes over what the line tells about the moment. */
export function advance(moment: Moment, event: LogEvent, vendor: string): void {
  const { context } = event;
  if (event.ikeVersion !== null) moment.ikeVersion = event.ikeVersion;
  if (event.milestone !== null && rank(event.milestone) > rank(moment.furthest))
    moment.furthest = event.milestone;
  if (event.says === 'started' || (moment.role === null && event.printedBy !== null))
    moment.role = event.printedBy ?? roleWord(event.captures.role) ?? moment.role;
  if (context.exchange) moment.exchange = context.exchange;
  if (context.auth) moment.auth = context.auth as ProofMethod;
  if (context.rekey) moment.rekey = context.rekey === 'yes';
  if (context.nat === 'yes') moment.nat = true;
  if (context.transport) moment.transport = context.transport === 'yes';
  if (context.hash) moment.hash = context.hash === 'yes';
  if (context.ke) moment.ke = context.ke === 'yes';
  for (const observation of observe(event.line.text, vendor)) {
    moment.conversation.take(observation, event.line.number);
    if (observation.is === 'message') takeLast(moment);
    if (observation.is === 'datagram' && observation.port === natPort) moment.floated = true;
    if (observation.is === 'nat' && (observation.ours || observation.theirs)) moment.nat = true;
    if (observation.is === 'auth' && observation.who === 'ours' && observation.method !== null)
      moment.auth = observation.method;
  }
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

function takeLast(moment: Moment): void {
  const message = moment.conversation.last();
  if (!message) return;
  if (message.port === natPort) moment.floated = true;
  takeMessage(moment, message);
}

/** What the messages of the line tell about the moment; payload lists are read as data, whichever daemon printed them. */
function takeMessage(moment: Moment, message: IkeMessage): void {
  const { exchange, direction, kind, payloads, notifies } = message;
  if (exchange === 'informational') {
    if (message.ikeVersion === 1 && message.isEncrypted !== null) moment.hash = message.isEncrypted;
    moment.ikeVersion = message.ikeVersion ?? moment.ikeVersion;
    return;
  }
  if (exchange === 'transaction') return;
  moment.exchange = exchange;
  moment.ikeVersion = message.ikeVersion ?? moment.ikeVersion;
  const own = direction === 'sent';
  const isRequest = kind === 'request';
  const phaseOne = ['ike-init', 'ike-auth', 'main', 'aggressive'].includes(exchange);
  if (phaseOne && kind !== null) moment.role = own === isRequest ? 'initiator' : 'responder';
  moment.waiting = own && isRequest;
  if ((exchange === 'quick' || exchange === 'create-child') && payloads !== null) {
    if (payloads.includes('SA')) moment.ke = payloads.includes('KE');
    if (notifies.some(({ name }) => name === 'REKEY_SA')) moment.rekey = true;
    else if (isRequest) moment.rekey = false;
  }
  if (notifies.some(({ name }) => name === 'USE_TRANSPORT_MODE') || payloads?.includes('NAT-OA'))
    moment.transport = true;
  if (payloads?.includes('CERT') && own && phaseOne) moment.auth = 'certificate';
  if (exchange === 'main' && payloads?.includes('HASH') && moment.auth === null) moment.auth = 'psk';
  raiseBy(moment, message);
}

function raiseBy(moment: Moment, message: IkeMessage): void {
  const { exchange, direction, kind, step, payloads } = message;
  const phaseOne = ['ike-init', 'ike-auth', 'main', 'aggressive'].includes(exchange);
  if (!phaseOne) return;
  const own = direction === 'sent';
  const isResponse = kind === 'response';
  // Where payloads are not printed, a first answer without an error is one with a chosen proposal.
  const chosen =
    payloads?.includes('SA') ??
    (kind === 'response' && step !== null && !message.notifies.some(isErrorNotify));
  if (isResponse && chosen && exchange !== 'ike-auth') raise(moment, 'proposals-agreed');
  else if (isResponse && (payloads !== null || !own)) raise(moment, 'answered');
  // The key exchange and the identity of main mode, and IKE_AUTH, are only sent to a peer that answered with a proposal.
  else if (
    own &&
    kind === 'request' &&
    ((exchange === 'main' && (step ?? 1) >= 3) || exchange === 'ike-auth')
  )
    raise(moment, 'proposals-agreed');
  raise(moment, 'started');
}

function raise(moment: Moment, milestone: Milestone): void {
  if (rank(milestone) > rank(moment.furthest)) moment.furthest = milestone;
}
