// At which end a log was printed: our own log must never be read as the partner's.

import { describe, expect, it } from 'vitest';
import { isBetweenOthers, whoseLog } from '../../../../src/diagnosis/given/whoseLog.js';
import { linesOf } from '../../../../src/logs/format/text.js';
import { globexLog } from '../../../../src/simulator/index.js';

const ours = '198.51.100.120';
const theirs = '192.0.2.202';
const whose = (text: string) => whoseLog(linesOf(text), ours, theirs);

describe('a log', () => {
  it.each([
    [
      'PAN-OS',
      `IKEv2 IKE SA negotiation is failed as initiator, non-rekey. Failed SA: ${ours}[500]-${theirs}[500] SPI:187c7834ebb8b31d:0000000000000000.`,
    ],
    ['strongSwan, sent', `05[NET] sending packet: from ${ours}[500] to ${theirs}[500] (464 bytes)`],
    ['strongSwan, received', `05[NET] received packet: from ${theirs}[500] to ${ours}[500] (36 bytes)`],
    ['Cisco', `Local:${ours}:500 Remote:${theirs}:500 Username:Unknown IKEv2 negotiation aborted`],
    ['Cisco ASA, IKEv1', `Group = ${theirs}, IP = ${theirs}, Removing peer from peer table failed`],
    ['FortiOS', `type="event" subtype="vpn" remip=${theirs} locip=${ours} action="negotiate"`],
  ])('of our own end is known: %s', (_vendor, line) => {
    expect(whose(line)).toBe('ours');
    expect(whose(line.replaceAll(ours, 'X').replaceAll(theirs, ours).replaceAll('X', theirs))).toBe('theirs');
  });

  it('of the partner’s strongSwan is theirs', () => {
    expect(whose(globexLog(new Date('2026-03-01T12:00:00Z')))).toBe('theirs');
  });

  it('of which no line names both is nobody’s for certain, and so is a mixture', () => {
    expect(whose('05[IKE] received NO_PROPOSAL_CHOSEN notify error')).toBeNull();
    expect(whose(`SA: ${ours}[500]-198.51.100.7[500]`)).toBeNull();
    expect(whose(`SA: ${ours}[500]-${theirs}[500]\nSA: ${theirs}[500]-${ours}[500]`)).toBeNull();
  });
});

describe('a log between two other ends', () => {
  const other = linesOf('05[NET] sending packet: from 192.0.2.1[500] to 192.0.2.2[500] (464 bytes)');

  it('is known where our address is the one that the other end sees', () => {
    expect(isBetweenOthers(other, ours)).toBe(true);
    expect(isBetweenOthers(linesOf('05[IKE] received NO_PROPOSAL_CHOSEN notify error'), ours)).toBe(false);
  });

  it('is not claimed behind NAT, where the other end sees an address that we do not know', () => {
    expect(isBetweenOthers(other, '10.41.255.16')).toBe(false);
  });
});
