// A log speaks of the failure that our end meets now, or of one before: told by when it was given and by the times in it.

import { describe, expect, it } from 'vitest';
import { untimely } from '../../../../src/diagnosis/given/timely.js';
import { linesOf } from '../../../../src/logs/format/text.js';
import { readLines } from '../../../../src/logs/readLines.js';

const read = (...lines: string[]) => readLines(linesOf(lines.join('\n')));
const ours = read(
  '2026-03-02T08:00:00Z gw charon: 09[IKE] <hub|1> IKE_SA hub[1] established between 198.51.100.1[a]...203.0.113.9[b]',
  '2026-03-02T08:00:01Z gw charon: 09[IKE] <hub|1> CHILD_SA lan{1} established with SPIs c0ffee01_i deadbe02_o and TS 10.1.0.0/24 === 10.2.0.0/24',
  '2026-03-02T09:30:00Z gw charon: 09[IKE] <hub|1> retransmit 5 of request with message ID 3',
  '2026-03-02T09:30:30Z gw charon: 09[IKE] <hub|1> giving up after 5 retransmits',
);
const refusal = (time: string) =>
  read(
    `${time} logid="0101037124" type="event" subtype="vpn" logdesc="IPsec phase 1 error" remip=198.51.100.1 status="negotiate_error" reason="peer SA proposal not match local policy"`,
  );
const late = (theirs: ReturnType<typeof read>, givenAt = '2026-03-02T10:00:00Z', isMoved = false) =>
  untimely(theirs, ours, { isMoved, givenAt });

describe('a log of the time since the tunnel last stood', () => {
  it('counts, and so does one without times', () => {
    expect(late(refusal('date=2026-03-02 time=09:45:00 tz="+0000"'))).toBeNull();
    expect(late(refusal(''))).toBeNull();
  });

  it('counts where its zone is not told and may make up for the difference', () => {
    expect(late(refusal('date=2026-03-02 time=03:45:00'))).toBeNull();
  });
});

describe('a log of an earlier failure', () => {
  it('does not count when its deciding line was printed before, with the line and both times', () => {
    expect(late(refusal('date=2026-03-02 time=07:45:00 tz="+0000"'))?.detail).toBe(
      'its deciding line (line 1) is of 2026-03-02 07:45 UTC, and the tunnel stood until 2026-03-02 08:00 UTC after that',
    );
    expect(late(refusal('date=2025-01-20 time=16:57:10'))?.remedy).toBe(
      'Send the lines of an attempt after 2026-03-02 08:00 UTC.',
    );
  });

  it('does not count when it was given before this failure began, whatever its clock says', () => {
    expect(late(refusal(''), '2026-03-02T07:50:00Z')?.detail).toContain('it is of the failure before');
  });

  it('is told by its age where our own log does not reach back to the beginning', () => {
    const never = read('2026-03-02T09:30:00Z gw charon: 09[IKE] giving up after 5 retransmits');
    const options = { isMoved: false, givenAt: '2026-03-02T10:00:00Z' };
    expect(untimely(refusal('date=2026-02-01 time=09:00:00'), never, options)?.detail).toContain('29 d 1 h');
    expect(untimely(refusal('date=2026-02-28 time=09:00:00'), never, options)).toBeNull();
  });
});

describe('a tunnel that comes and goes', () => {
  it('has one failure, of which an older log may tell', () => {
    const flaps = read(
      '2026-03-02T09:00:00Z gw charon: 09[IKE] <hub|1> retransmit 5 of request with message ID 3',
      '2026-03-02T09:00:30Z gw charon: 09[IKE] <hub|1> giving up after 5 retransmits',
      '2026-03-02T09:10:01Z gw charon: 09[IKE] <hub|2> CHILD_SA lan{1} established with SPIs c0ffee01_i deadbe02_o and TS 10.1.0.0/24 === 10.2.0.0/24',
      '2026-03-02T09:30:00Z gw charon: 09[IKE] <hub|2> retransmit 5 of request with message ID 3',
      '2026-03-02T09:30:30Z gw charon: 09[IKE] <hub|2> giving up after 5 retransmits',
    );
    const options = { isMoved: false, givenAt: '2026-03-02T10:00:00Z' };
    expect(untimely(refusal('date=2026-03-02 time=09:01:00 tz="+0000"'), flaps, options)).toBeNull();
  });
});
