// The words of the VPN system log about the IKE SA: what PAN-OS prints, by event.
import type { Role } from '../model/happening.js';
import type { LogEvent, Severity } from './log-event.js';

function event(eventid: string, text: string, severity: Severity = 'informational'): LogEvent {
  return { eventid, severity, text };
}

/** IKEv2. `ends` is `a[500]-b[500]`, own end first; `spis` is `initiator:responder`, 16 hex digits each. */
export const ikev2 = {
  started: (role: Role, ends: string, spis: string, rekey = 'non-rekey') =>
    event(
      'ikev2-nego-ike-start',
      `IKEv2 IKE SA negotiation is started as ${role}, ${rekey}. Initiated SA: ${ends} SPI:${spis}.`,
    ),
  succeeded: (
    role: Role,
    ends: string,
    spis: string,
    serial: number,
    lifetimeSeconds: number,
    rekey = 'non-rekey',
  ) =>
    event(
      'ikev2-nego-ike-succ',
      `IKEv2 IKE SA negotiation is succeeded as ${role}, ${rekey}. Established SA: ${ends} SPI:${spis} SN:${serial} lifetime ${lifetimeSeconds} Sec.`,
    ),
  failed: (role: Role, ends: string, spis: string, reason = '', rekey = 'non-rekey') =>
    event(
      'ikev2-nego-ike-fail',
      `IKEv2 IKE SA negotiation is failed as ${role}, ${rekey}. Failed SA: ${ends} SPI:${spis}.${reason === '' ? '' : ` ${reason}`}`,
    ),
  timeout: 'Due to timeout.',
  parameterMissing: (gateway: string, parameter: 'enc' | 'hash' | 'dh', value: string) => {
    const label = { enc: 'encryption algorithm', hash: 'hash algorithm', dh: 'DH group' }[parameter];
    return event(
      `ikev2-nego-${parameter}-mismatch`,
      `[${gateway}]: Configured ${label} '${value}' was not presented in the IKE proposal. Please ensure that matching proposals are configured on both sides.`,
    );
  },
  noProposalChosen: () => event('ike-generic-event', 'no proposal chosen.'),
  noSuitableProposal: () =>
    event(
      'ikev2-nego-fail-common',
      "IKEv2 IKE SA negotiation is failed. no suitable proposal found in peer's SA payload.",
    ),
  unknownPeer: () => event('ike-generic-event', 'unknown ikev2 peer'),
  receivedNotify: (name: string) => event('ike-generic-event', `received notify type ${name}`),
  idMismatch: (which: 'ID_I' | 'ID_R', type: string, id: string) =>
    event('ike-generic-event', `received ${which} (type ${type} [${id}]) does not match peers id`),
  // Told of by many, captured by nobody: what the vendor documents stands in ikemgr.log ("authentication failure").
  preSharedKey: () =>
    event('ikev2-nego-fail-psk', 'IKEv2 IKE SA negotiation is failed likely due to pre-shared key mismatch'),
  authenticationFailure: () => event('ike-generic-event', 'authentication failure'),
  certificate: (reason: string) =>
    event('ikev2-nego-fail-cert', `IKEv2 certificate authentication failed. ${reason}.`, 'medium'),
  downByDpd: () => event('ikev2-nego-ike-dpd-dn', 'IKEv2 IKE SA is down determined by DPD.'),
};

/** IKEv1. `cookies` is `initiator:responder`, 16 hex digits each; the second all zero: no reply ever came. */
export const ikev1 = {
  started: (role: Role, mode: string, ends: string, cookies: string) =>
    event(
      'ike-nego-p1-start',
      `IKE phase-1 negotiation is started as ${role}, ${mode} mode. Initiated SA: ${ends} cookie:${cookies}.`,
    ),
  succeeded: (role: Role, mode: string, ends: string, cookies: string, lifetimeSeconds: number) =>
    event(
      'ike-nego-p1-succ',
      `IKE phase-1 negotiation is succeeded as ${role}, ${mode} mode. Established SA: ${ends} cookie:${cookies} lifetime ${lifetimeSeconds} Sec.`,
    ),
  timedOut: (role: Role, mode: string, ends: string, cookies: string) =>
    event(
      'ike-nego-p1-fail',
      `IKE phase-1 negotiation is failed as ${role}, ${mode} mode. Failed SA: ${ends} cookie:${cookies} due to timeout.`,
    ),
  noConfiguration: (peer: string) =>
    event(
      'ike-nego-p1-fail-common',
      `IKE phase-1 negotiation is failed. Couldn't find configuration for IKE phase-1 request for peer IP ${peer}`,
    ),
  noSuitableProposal: () =>
    event(
      'ike-nego-p1-fail-common',
      "IKE phase-1 negotiation is failed. no suitable proposal found in peer's SA payload.",
    ),
  unacceptableMode: (mode: string) => event('ike-generic-event', `not acceptable ${mode} mode`),
  unencryptedNotify: (from: string, to: string) =>
    event(
      'ike-generic-event',
      `Received unencrypted Notify payload (no proposal chosen) from IP ${from} to ${to}, ignored...`,
    ),
  preSharedKey: () =>
    event('ike-nego-p1-fail-psk', 'IKE phase-1 negotiation is failed likely due to pre-shared key mismatch'),
  idMismatch: (type: string, id: string) =>
    event('ike-generic-event', `received ID_I (type ${type} [${id}]) does not match peers id`),
  receivedNotify: (name: string, code: number) =>
    event('ike-recv-notify', `IKE protocol notification message received: ${name} (${code}).`),
  sentNotify: (name: string, code: number) =>
    event('ike-send-notify', `IKE protocol notification message sent: ${name} (${code}).`),
  certificate: (reason: string) =>
    event(
      'ike-nego-p1-fail-common',
      `IKE phase-1 negotiation is failed. certificate authentication failed. ${reason}.`,
    ),
  unexpectedPayload: () => event('ike-generic-event', 'received unexpecting payload type 130'),
  downByDpd: () => event('ike-nego-p1-dpd-dn', 'IKE phase-1 SA is down determined by DPD.'),
};

export const saDeleted = {
  ikeSent: () => event('ike-send-p1-delete', 'IKE protocol IKE SA delete message sent to peer.'),
  ikeReceived: () => event('ike-recv-p1-delete', 'IKE protocol IKE SA delete message received from peer.'),
  phase1Expired: (ends: string, cookies: string) =>
    event('ike-nego-p1-expire', `IKE phase-1 SA is expired SA: ${ends} cookie:${cookies}.`),
  phase1Deleted: (ends: string, cookies: string) =>
    event('ike-nego-p1-delete', `IKE phase-1 SA is deleted SA: ${ends} cookie:${cookies}.`),
};
