// What the exchange or the version excludes is never listed, by whatever part of the diagnosis it was thought of.

import { describe, expect, it } from 'vitest';
import { examineLog } from '../../../src/diagnosis/pastedLog.js';
import { linesOf } from '../../../src/logs/format/text.js';
import { readLines } from '../../../src/logs/readLines.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';

function listed(...lines: string[]): string[] {
  const { diagnosis } = examineLog(readLines(linesOf(lines.join('\n'))), 'a.log', ownPlaybookSet());
  return [diagnosis.verdict.cause, ...diagnosis.alternatives.map(({ cause }) => cause)];
}

const init = [
  '09[IKE] <hub|1> initiating IKE_SA hub[1] to 203.0.113.9',
  '09[ENC] <hub|1> generating IKE_SA_INIT request 0 [ SA KE No ]',
];
const answered = '10[ENC] <hub|1> parsed IKE_SA_INIT response 0 [ SA KE No CERTREQ ]';
const refused = [
  '11[ENC] <hub|1> parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]',
  '11[IKE] <hub|1> received AUTHENTICATION_FAILED notify error',
];

describe('the alternatives of a whole diagnosis', () => {
  it('hold nothing of IKE_AUTH when IKE_SA_INIT was refused, and no mode with IKEv2', () => {
    const causes = listed(
      ...init,
      '10[ENC] <hub|1> parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]',
      '10[IKE] <hub|1> received NO_PROPOSAL_CHOSEN notify error',
    );
    expect(causes).toEqual([
      'proposal-rejected-by-peer',
      'ike-proposal-mismatch',
      'unknown-peer',
      'ike-version-mismatch',
    ]);
  });

  it('hold no pre-shared key when this end signs, and no path when the peer answered', () => {
    const own =
      "10[IKE] <hub|1> authentication of 'hub.example' (myself) with RSA_EMSA_PKCS1_SHA2_256 successful";
    const causes = listed(...init, answered, own, ...refused);
    expect(causes[0]).toBe('auth-rejected-by-peer');
    expect(causes).not.toContain('psk-mismatch');
    expect(causes).not.toContain('peer-unreachable');
  });

  it('hold no PFS when the child SA of IKE_AUTH is missing', () => {
    const causes = listed(
      '09[IKE] <hub|1> IKE_SA hub[1] established between 198.51.100.1[hub.example]...203.0.113.9[spoke.example]',
      '10[ENC] <hub|1> parsed IKE_AUTH response 1 [ IDr AUTH N(NO_PROP) ]',
      '10[IKE] <hub|1> received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built',
    );
    expect(causes[0]).toBe('esp-proposal-mismatch');
    expect(causes).not.toContain('pfs-mismatch');
  });
});
