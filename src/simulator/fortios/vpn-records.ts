// The records of subtype vpn in FortiOS's event log, field by field in the order of syslog.
import { type ChildExchange, type Ends, type IkeExchange, NO_SPI } from '../model/happening.js';
import type { Level, LogRecord } from './log-record.js';

export interface Speaker {
  /** Name of the phase 1, which is its interface's too. */
  readonly phase1: string;
  readonly outside: string;
  /** Name of a phase 2 by its place. */
  readonly phase2: (index: number) => string;
}

type Fields = LogRecord['fields'];

const NOT_A_NAME = 'N/A';

/** Whom an exchange is with, as every record of subtype vpn begins. `cookies`: both SPIs of the IKE SA. */
export function between(ends: Ends, outside: string, spis: string): Fields {
  return {
    remip: ends.peer.address,
    locip: ends.own.address,
    remport: ends.peer.port,
    locport: ends.own.port,
    outintf: outside,
    cookies: spis === '' ? NOT_A_NAME : spis.replace(':', '/'),
    user: NOT_A_NAME,
    group: NOT_A_NAME,
    useralt: NOT_A_NAME,
    xauthuser: NOT_A_NAME,
    xauthgroup: NOT_A_NAME,
    assignip: NOT_A_NAME,
  };
}

export function record(
  id: number,
  level: Level,
  logdesc: string,
  msg: string,
  action: string,
  fields: Fields,
): LogRecord {
  return {
    logid: `01010${id}`,
    subtype: 'vpn',
    level,
    logdesc,
    msg,
    fields: { action, ...fields },
  };
}

export function hex(spi: number): string {
  return (spi >>> 0).toString(16).padStart(8, '0');
}

type Message = 'first' | 'last';

/** What was sent last and not answered. */
export function lastOf({ spis }: IkeExchange): Message {
  return spis.endsWith(NO_SPI) ? 'first' : 'last';
}

export function phase1(
  { phase1: vpntunnel, outside }: Speaker,
  ike: IkeExchange,
  message: Message,
  result: 'OK' | 'DONE' | 'ERROR',
  direction: 'inbound' | 'outbound',
): LogRecord {
  const failed = result === 'ERROR';
  const stage = message === 'first' ? 1 : 3;
  return record(
    failed ? 37_128 : 37_127,
    failed ? 'error' : 'notice',
    'Progress IPsec phase 1',
    'progress IPsec phase 1',
    'negotiate',
    {
      ...between(ike.ends, outside, ike.spis),
      vpntunnel,
      status: failed ? 'failure' : 'success',
      init: ike.role === 'initiator' ? 'local' : 'remote',
      ...(ike.version === 1 ? { mode: ike.mode } : { exch: exchangeName(ike, message) }),
      dir: direction,
      ...(ike.version === 1 ? { stage } : {}),
      role: ike.role,
      result,
      version: `IKEv${ike.version}`,
    },
  );
}

function exchangeName({ rekey }: IkeExchange, message: Message): string {
  if (rekey) return 'CREATE_CHILD';
  return message === 'first' ? 'SA_INIT' : 'AUTH';
}

export function succeeded(speaker: Speaker, ike: IkeExchange): LogRecord[] {
  const first = phase1(speaker, ike, 'first', 'OK', 'inbound');
  const last = phase1(speaker, ike, 'last', 'DONE', 'inbound');
  return ike.rekey && ike.version === 2 ? [last] : [first, last];
}

export function phase1Error(
  speaker: Speaker,
  ike: IkeExchange,
  reason: string,
  notify = 'NOT-APPLICABLE',
): LogRecord {
  const [initiator = ''] = ike.spis.split(':');
  const isFirst = reason !== 'probable pre-shared secret mismatch';
  return record(37_124, 'error', 'IPsec phase 1 error', 'IPsec phase 1 error', 'negotiate', {
    ...between(ike.ends, speaker.outside, isFirst ? `${initiator}:${NO_SPI}` : ike.spis),
    // No phase 1 was chosen yet.
    vpntunnel: isFirst && ike.role === 'responder' ? NOT_A_NAME : speaker.phase1,
    status: 'negotiate_error',
    reason,
    peer_notif: notify,
    fctuid: NOT_A_NAME,
    advpnsc: 0,
  });
}

function exchangeOf(child: ChildExchange): Fields {
  if (child.version === 1) return { mode: 'quick' };
  return { exch: child.inAuth ? 'AUTH' : 'CREATE_CHILD' };
}

export function phase2(
  { phase1: vpntunnel, outside, phase2: nameOf }: Speaker,
  about: { row: number } | null,
  child: ChildExchange,
  dir: 'inbound' | 'outbound',
  result: 'DONE' | 'ERROR',
): LogRecord {
  const failed = result === 'ERROR';
  return record(
    failed ? 37_130 : 37_129,
    failed ? 'error' : 'notice',
    'Progress IPsec phase 2',
    'progress IPsec phase 2',
    'negotiate',
    {
      ...between(child.ends, outside, child.ikeSpis),
      vpntunnel,
      ...(about === null ? {} : { phase2_name: nameOf(about.row) }),
      status: failed ? 'failure' : 'success',
      init: child.role === 'initiator' ? 'local' : 'remote',
      ...exchangeOf(child),
      dir,
      role: child.role,
      result,
      version: `IKEv${child.version}`,
    },
  );
}

export function phase2Error(speaker: Speaker, child: ChildExchange): LogRecord {
  return record(37_125, 'error', 'IPsec phase 2 error', 'IPsec phase 2 error', 'negotiate', {
    ...between(child.ends, speaker.outside, child.ikeSpis),
    vpntunnel: speaker.phase1,
    status: 'negotiate_error',
    reason: 'peer SA proposal not match local policy',
    peer_notif: 'NOT-APPLICABLE',
    ...exchangeOf(child),
    version: `IKEv${child.version}`,
  });
}

export function unknownSpi(speaker: Speaker): LogRecord {
  return record(37_131, 'error', 'IPsec ESP', 'IPsec ESP', 'error', {
    vpntunnel: speaker.phase1,
    status: 'esp_error',
    error_num: 'Received ESP packet with unknown SPI.',
  });
}
