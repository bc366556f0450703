// What a short excerpt of pluto allows to conclude, where one line alone would mislead.

import { describe, expect, it } from 'vitest';
import { examineLog } from '../../../src/diagnosis/pastedLog.js';
import { linesOf } from '../../../src/logs/format/text.js';
import { readLines } from '../../../src/logs/readLines.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';

function verdictOf(...lines: readonly string[]) {
  return examineLog(readLines(linesOf(lines.join('\n'))), 'a.log', ownPlaybookSet()).diagnosis.verdict;
}

const refusedOffer =
  '"oslo" #8: no local proposal matches remote proposals 1:ESP:ENCR=AES_CBC_256;INTEG=HMAC_SHA1_96;ESN=DISABLED';

describe('an offer that this end refuses', () => {
  it('is a matter of the algorithms where the first child SA is negotiated', () => {
    expect(verdictOf(refusedOffer)).toMatchObject({ cause: 'esp-proposal-mismatch', confidence: 'certain' });
  });

  it('may be a matter of PFS where the child SA stood before and is renewed', () => {
    const verdict = verdictOf(
      '"oslo" #7: STATE_PARENT_R2: received v2I2, PARENT SA established',
      refusedOffer,
      '"oslo" #9: responding to CREATE_CHILD_SA message (ID 94) from 203.0.113.70:4500 with encrypted notification NO_PROPOSAL_CHOSEN',
    );
    expect(verdict).toMatchObject({ cause: 'pfs-mismatch', confidence: 'possible' });
  });
});

describe('a refused proof', () => {
  it('names no reason, in the words of older versions too', () => {
    const verdict = verdictOf('#6:  IKE SA authentication request rejected: AUTHENTICATION_FAILED');
    expect(verdict.cause).toBe('auth-rejected-by-peer');
  });
});

describe('a message whose integrity check fails', () => {
  it('is no refusal by the other end', () => {
    const verdict = verdictOf(
      '"oslo" #135: sent IKE_SA_INIT reply {cipher=AES_CBC_128 integ=HMAC_SHA1_96 prf=HMAC_SHA1 group=MODP2048}',
      '"oslo" #135: failed to match authenticator',
    );
    expect(verdict.cause).toBe('other');
  });
});

describe('a log that ends with phase 1', () => {
  it('is not said to have the tunnel up', () => {
    const verdict = verdictOf(
      '"oslo" #2: STATE_MAIN_R3: sent MR3, ISAKMP SA established {auth=PRESHARED_KEY}',
    );
    expect(verdict.summary).toBe('Phase 1 is up by the log of this end; it shows nothing of phase 2.');
  });
});

describe('a line that only says that a negotiation failed', () => {
  it('names no cause, and what may be behind it comes first', () => {
    const { verdict, alternatives } = examineLog(
      readLines(
        linesOf(
          'IKEv2 child SA negotiation is failed as initiator, non-rekey. Failed SA: 198.51.100.1[500]-203.0.113.9[500] message id:0x00000001. Error code 19',
        ),
      ),
      'a.log',
      ownPlaybookSet(),
    ).diagnosis;
    expect(verdict.cause).toBe('insufficient-data');
    expect(alternatives.slice(0, 2).map(({ cause }) => cause)).toEqual([
      'esp-proposal-mismatch',
      'traffic-selector-mismatch',
    ]);
  });
});
