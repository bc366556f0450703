import { describe, expect, it } from 'vitest';
import { otherFailure } from '../../../../src/diagnosis/given/sameFailure.js';
import { linesOf } from '../../../../src/logs/format/text.js';
import { readLines } from '../../../../src/logs/readLines.js';

const read = (...lines: string[]) => readLines(linesOf(lines.join('\n')));

const ours = {
  proposalRefused: read(
    '09[IKE] <hub|1> initiating IKE_SA hub[1] to 203.0.113.9',
    '11[ENC] <hub|1> parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]',
    '11[IKE] <hub|1> received NO_PROPOSAL_CHOSEN notify error',
  ),
  authenticationRefused: read(
    '09[IKE] <hub|2> initiating IKE_SA hub[2] to 203.0.113.9',
    '11[ENC] <hub|2> parsed IKE_SA_INIT response 0 [ SA KE No ]',
    '11[ENC] <hub|2> parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]',
    '11[IKE] <hub|2> received AUTHENTICATION_FAILED notify error',
  ),
  selectorsRefused: read(
    '09[IKE] <hub|3> initiating IKE_SA hub[3] to 203.0.113.9',
    '11[ENC] <hub|3> parsed IKE_SA_INIT response 0 [ SA KE No ]',
    '11[IKE] <hub|3> IKE_SA hub[3] established between 198.51.100.1[a]...203.0.113.9[b]',
    '11[IKE] <hub|3> received TS_UNACCEPTABLE notify, no CHILD_SA built',
  ),
};
const theirs = {
  proposals: read(
    '13[IKE] <1> 198.51.100.1 is initiating an IKE_SA',
    '13[CFG] <1> received proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048',
    '13[CFG] <1> configured proposals: IKE:AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048',
    '13[IKE] <1> received proposals unacceptable',
  ),
  key: read(
    '13[IKE] <2> 198.51.100.1 is initiating an IKE_SA',
    "13[IKE] <to-hub|2> tried 1 shared key for 'b' - 'a', but MAC mismatched",
  ),
  unknown: read('13[IKE] no IKE config found for 203.0.113.9...198.51.100.1, sending NO_PROPOSAL_CHOSEN'),
};

describe('a log of the end that refuses', () => {
  it('is of the failure of our end when its reason lies at the step at which we were stopped', () => {
    expect(otherFailure(ours.proposalRefused, theirs.proposals)).toBeNull();
    expect(otherFailure(ours.proposalRefused, theirs.unknown)).toBeNull();
    expect(otherFailure(ours.authenticationRefused, theirs.key)).toBeNull();
  });

  it('is of another failure when we got farther since, or less far', () => {
    expect(otherFailure(ours.authenticationRefused, theirs.proposals)).toEqual({
      ours: 'auth-rejected-by-peer',
      theirs: 'ike-proposal-mismatch',
    });
    expect(otherFailure(ours.proposalRefused, theirs.key)?.theirs).toBe('psk-mismatch');
    expect(otherFailure(ours.selectorsRefused, theirs.key)?.theirs).toBe('psk-mismatch');
  });

  it('is taken as it is where nothing shows that it is another', () => {
    expect(otherFailure(read(), theirs.key)).toBeNull();
    expect(otherFailure(theirs.key, ours.proposalRefused)).toBeNull();
  });
});
