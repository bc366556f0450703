// In which records FortiOS logs what an end lived through: none, one or two.
// Captured and public: 37124 with its reason, 37127 of IKEv1, 37130 of IKEv2, 37136, 37138. Every other form is as the log message
// reference documents it, no capture; a reason that nobody showed in a record is left out, as a device tells it to its debug alone.
import type { ChildExchange, Ends, Happening, IkeExchange } from '../model/happening.js';
import { NO_SPI } from '../model/happening.js';
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
function between(ends: Ends, outside: string, spis: string): Fields {
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

function record(
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

export function recordsOf(
  speaker: Speaker,
  about: { row: number } | null,
  happening: Happening,
): LogRecord[] {
  switch (happening.what) {
    case 'ike-started':
      // The responder tells of the first message once it was understood.
      return happening.ike.role === 'initiator' ? [phase1(speaker, happening.ike, 'first', 'OK')] : [];
    case 'ike-succeeded':
      return succeeded(speaker, happening.ike);
    case 'ike-failed':
      return happening.why === 'timeout'
        ? [phase1(speaker, happening.ike, lastOf(happening.ike), 'ERROR')]
        : [];
    case 'ike-proposal-refused':
    case 'mode-refused':
      return [phase1Error(speaker, happening.ike, 'peer SA proposal not match local policy')];
    case 'peer-unknown':
    case 'version-refused':
      return [phase1Error(speaker, happening.ike, 'no matching gateway for new request')];
    case 'key-refused':
      // Of IKEv1 users show the reason in the record; of IKEv2 only in the debug.
      return happening.ike.version === 1
        ? [phase1Error(speaker, happening.ike, 'probable pre-shared secret mismatch')]
        : [phase1(speaker, happening.ike, 'last', 'ERROR')];
    case 'identity-refused':
    case 'method-refused':
    case 'certificate-refused':
      return [phase1(speaker, happening.ike, 'last', 'ERROR')];
    case 'notify-unprotected':
      return [phase1Error(speaker, happening.ike, 'peer notification', 'NO-PROPOSAL-CHOSEN')];
    case 'notify-received':
      return notified(speaker, about, happening);
    case 'notify-sent':
      return happening.notify.name === 'INVALID_SPI' ? [unknownSpi(speaker)] : [];
    case 'peer-dead':
      return [
        record(37_136, 'error', 'IPsec DPD failed', 'IPsec DPD failure', 'dpd', {
          ...between(happening.ends, speaker.outside, happening.spis),
          vpntunnel: speaker.phase1,
          status: 'dpd_failure',
        }),
      ];
    case 'ike-deleted':
    case 'ike-expired':
      return [
        record(37_134, 'notice', 'IPsec phase 1 SA deleted', 'delete IPsec phase 1 SA', 'delete_phase1_sa', {
          ...between(happening.ends, speaker.outside, happening.spis),
          vpntunnel: speaker.phase1,
        }),
      ];
    case 'child-failed':
      return happening.why === 'timeout'
        ? [phase2(speaker, about, happening.child, 'outbound', 'ERROR')]
        : [];
    case 'child-succeeded':
      return [phase2(speaker, about, happening.child, 'inbound', 'DONE')];
    case 'selectors-refused':
      return [phase2(speaker, about, happening.child, 'inbound', 'ERROR')];
    case 'child-proposal-refused':
    case 'pfs-refused':
      return [phase2Error(speaker, happening.child)];
    case 'key-installed':
      return [
        record(37_133, 'notice', 'Install IPsec SA', 'install IPsec SA', 'install_sa', {
          ...between(happening.ends, speaker.outside, happening.ikeSpis),
          vpntunnel: speaker.phase1,
          role: happening.role,
          in_spi: hex(happening.spis.inbound),
          out_spi: hex(happening.spis.outbound),
        }),
      ];
    case 'key-gone':
      return [
        record(37_135, 'notice', 'IPsec phase 2 SA deleted', 'delete IPsec phase 2 SA', 'delete_ipsec_sa', {
          ...between(happening.ends, speaker.outside, ''),
          vpntunnel: speaker.phase1,
          in_spi: hex(happening.spis.inbound),
          out_spi: hex(happening.spis.outbound),
        }),
      ];
    case 'payload-unexpected':
    case 'child-started':
    case 'key-delete-sent':
    case 'key-delete-received':
    case 'config-loaded':
    case 'monitor-changed':
      return [];
  }
}

function hex(spi: number): string {
  return (spi >>> 0).toString(16).padStart(8, '0');
}

type Message = 'first' | 'last';

/** What was sent last and not answered. */
function lastOf({ spis }: IkeExchange): Message {
  return spis.endsWith(NO_SPI) ? 'first' : 'last';
}

function phase1(
  { phase1: vpntunnel, outside }: Speaker,
  ike: IkeExchange,
  message: Message,
  result: 'OK' | 'DONE' | 'ERROR',
  direction: 'inbound' | 'outbound' = result === 'OK' || ike.role === 'initiator' ? 'outbound' : 'inbound',
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
      ...(ike.version === 1 ? { mode: ike.mode } : { exch: message === 'first' ? 'SA_INIT' : 'AUTH' }),
      dir: direction,
      ...(ike.version === 1 ? { stage } : {}),
      role: ike.role,
      result,
      version: `IKEv${ike.version}`,
    },
  );
}

function succeeded(speaker: Speaker, ike: IkeExchange): LogRecord[] {
  const first = phase1(speaker, ike, 'first', 'OK', 'inbound');
  const last = phase1(speaker, ike, 'last', 'DONE', 'inbound');
  return ike.rekey && ike.version === 2 ? [last] : [first, last];
}

function phase1Error(
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

function phase2(
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

function phase2Error(speaker: Speaker, child: ChildExchange): LogRecord {
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

function notified(
  speaker: Speaker,
  about: { row: number } | null,
  { ike, child }: Extract<Happening, { what: 'notify-received' }>,
): LogRecord[] {
  if (child !== undefined) return [phase2(speaker, about, child, 'inbound', 'ERROR')];
  if (ike !== undefined) return [phase1(speaker, ike, lastOf(ike), 'ERROR', 'inbound')];
  return [];
}

function unknownSpi(speaker: Speaker): LogRecord {
  return record(37_131, 'error', 'IPsec ESP', 'IPsec ESP', 'error', {
    vpntunnel: speaker.phase1,
    status: 'esp_error',
    error_num: 'Received ESP packet with unknown SPI.',
  });
}
