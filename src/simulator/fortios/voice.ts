// In which records FortiOS logs what an end lived through: none, one or two.
// Captured and public: 37124 with its reason, 37127 of IKEv1, 37130 of IKEv2, 37136, 37138. Every other form is as the log message
// reference documents it, no capture; a reason that nobody showed in a record is left out, as a device tells it to its debug alone.
import type { Happening } from '../model/happening.js';
import type { LogRecord } from './log-record.js';
import {
  between,
  hex,
  lastOf,
  phase1,
  phase1Error,
  phase2,
  phase2Error,
  record,
  type Speaker,
  succeeded,
  unknownSpi,
} from './vpn-records.js';

export function recordsOf(
  speaker: Speaker,
  about: { row: number } | null,
  happening: Happening,
): LogRecord[] {
  switch (happening.what) {
    case 'ike-started':
      // The responder tells of the first message once it was understood.
      return happening.ike.role === 'initiator'
        ? [phase1(speaker, happening.ike, 'first', 'OK', 'outbound')]
        : [];
    case 'ike-succeeded':
      return succeeded(speaker, happening.ike);
    case 'ike-failed':
      return happening.why === 'timeout'
        ? [phase1(speaker, happening.ike, lastOf(happening.ike), 'ERROR', 'outbound')]
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
        : [phase1(speaker, happening.ike, 'last', 'ERROR', 'inbound')];
    case 'identity-refused':
    case 'method-refused':
    case 'certificate-refused':
      return [phase1(speaker, happening.ike, 'last', 'ERROR', 'inbound')];
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

function notified(
  speaker: Speaker,
  about: { row: number } | null,
  { ike, child }: Extract<Happening, { what: 'notify-received' }>,
): LogRecord[] {
  if (child !== undefined) return [phase2(speaker, about, child, 'inbound', 'ERROR')];
  if (ike !== undefined) return [phase1(speaker, ike, lastOf(ike), 'ERROR', 'inbound')];
  return [];
}
