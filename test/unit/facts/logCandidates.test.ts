import { describe, expect, it } from 'vitest';
import { factValue } from './evidence.js';

const start = [
  '09[IKE] <to-lyon|1> initiating IKE_SA to-lyon[1] to 203.0.113.20',
  '09[ENC] <to-lyon|1> parsed IKE_SA_INIT response 0 [ SA KE No ]',
  "09[IKE] <to-lyon|1> authentication of 'paris.example' (myself) with pre-shared key",
  '09[ENC] <to-lyon|1> generating IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]',
];
const refused = [
  ...start,
  '09[ENC] <to-lyon|1> parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]',
  '09[IKE] <to-lyon|1> received AUTHENTICATION_FAILED notify error',
];
const refuses = [
  '07[IKE] <1> 192.0.2.10 is initiating an IKE_SA',
  "07[IKE] <to-paris|1> tried 1 shared key for 'lyon.example' - 'paris.example', but MAC mismatched",
  '07[ENC] <to-paris|1> generating IKE_AUTH response 1 [ N(AUTH_FAILED) ]',
];
const down = { sa: 'down' as const };

describe('the logs of both ends together', () => {
  it('let the end that refuses decide', () => {
    const change = { ours: down, theirs: down, logs: { ours: refused, theirs: refuses } };
    expect(factValue(change, 'ours.log.cause')).toBe('auth-rejected-by-peer');
    expect(factValue(change, 'log.cause')).toBe('psk-mismatch');
    expect(factValue(change, 'log.decider')).toBe('theirs');
    expect(factValue(change, 'initiator')).toBe('ours');
    expect(factValue(change, 'responder.log')).toBe('read');
  });

  it('abstain when only the refused end speaks, with the reasons it can have', () => {
    const change = { ours: down, visible: 'left' as const, logs: { ours: refused } };
    expect(factValue(change, 'log.cause')).toBe('auth-rejected-by-peer');
    expect(factValue(change, 'responder.log')).toBe('foreign');
    expect(factValue(change, 'log.others')).toContain('psk-mismatch');
  });

  it('name the proposals that a log prints as every other sentence names them', () => {
    const log = [
      '06[IKE] <to-lyon|1> 203.0.113.20 is initiating an IKE_SA',
      '06[CFG] <to-lyon|1> received proposals: IKE:AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048',
      '06[CFG] <to-lyon|1> configured proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048',
      '06[IKE] <to-lyon|1> received proposals unacceptable',
      '06[ENC] <to-lyon|1> generating IKE_SA_INIT response 0 [ N(NO_PROP) ]',
    ];
    const change = { ours: down, visible: 'left' as const, logs: { ours: log } };
    expect(factValue(change, 'log.received')).toContain('aes-128-cbc / sha256');
    expect(factValue(change, 'log.configured')).toContain('aes-256-cbc / sha256');
  });

  it('drop a cause that both configurations exclude', () => {
    const line = [
      '06[CFG] <9> received proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048',
      '06[IKE] <9> received proposals unacceptable',
    ];
    expect(factValue({ ours: down, theirs: down, logs: { theirs: line } }, 'log.cause')).not.toBe(
      'ike-proposal-mismatch',
    );
    expect(factValue({ ours: down, visible: 'left', logs: { ours: line } }, 'log.cause')).toBe(
      'ike-proposal-mismatch',
    );
  });

  it('do not call a peer unknown that this end has a gateway for', () => {
    const line = [
      '06[IKE] <9> no IKE config found for 192.0.2.10...203.0.113.20, sending NO_PROPOSAL_CHOSEN',
    ];
    const change = { ours: down, visible: 'left' as const, logs: { ours: line } };
    expect(factValue(change, 'log.cause')).toBe('ike-version-mismatch');
    expect(factValue(change, 'log.confidence')).toBe('possible');
    expect(factValue(change, 'log.others')).toContain('unknown-peer');
  });

  it('support nothing when the tunnel came up afterwards', () => {
    const cured = [
      ...refused,
      ...start,
      '09[IKE] <to-lyon|2> IKE_SA to-lyon[2] established between 192.0.2.10[paris.example]...203.0.113.20[lyon.example]',
      '09[IKE] <to-lyon|2> CHILD_SA lan{1} established with SPIs c0ffee01_i deadbe02_o and TS 10.1.0.0/24 === 10.2.0.0/24',
    ];
    expect(factValue({ logs: { ours: cured } }, 'log.cause')).toBe('none');
  });
});
