// The beginning of a line tells whose it is, and keeps the phrases of other vendors away from it.

import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../src/logs/format/text.js';
import { vendorOfPrefix } from '../../../src/logs/read/prefix.js';
import { readLines } from '../../../src/logs/readLines.js';

describe('the prefix of a line', () => {
  it.each([
    ['"hub"[3] 203.0.113.9 #7: STATE_MAIN_I3: sent MI3, expecting MR3', 'libreswan'],
    ['packet from 203.0.113.9:500: received Vendor ID payload [RFC 3947]', 'libreswan'],
    ['Jan  1 00:00:00 gw charon: 09[IKE] <hub|4> sending keep alive', 'strongswan'],
    ['hub_1  | 09[CFG1] selected proposal: none', 'strongswan'],
    ['Group = hub, IP = 203.0.113.9, PHASE 1 COMPLETED', 'cisco-asa'],
    ['ike V=root:0:hub:12: negotiation timeout, deleting', 'fortios'],
    ['[PERR]: {    7:   60}: unknown exchange', 'panos'],
  ])('names the vendor: %s', (line, vendor) => {
    expect(vendorOfPrefix(line)).toBe(vendor);
    expect(readLines(linesOf(line)).vendor).toBe(vendor);
  });

  it('is missing in a bare message', () => {
    expect(vendorOfPrefix('received NO_PROPOSAL_CHOSEN notify error')).toBeNull();
  });
});

describe('whose log it is', () => {
  const read = (text: string) => readLines(linesOf(text));

  it.each([
    [
      'msg_id="021A-0008" IKEv2 IKE_SA_INIT exchange from 203.0.113.9:500 to 198.51.100.1:500 failed. GatewayEndpoint=\'gw\'. Reason=version mismatch',
      'watchguard',
    ],
    ['(198.51.100.1<->203.0.113.9) encapsulation mode mismatch', 'watchguard'],
    ['iked[12]: spi=0x0123456789abcdef: sa_free: retransmit limit reached', 'openbsd'],
    ['srx1 kmd[2011]: IKE Phase-1 (Initiator) completed with Proposal', 'juniper'],
    ['event=ike_sa_failed statusmsg="Timed out"', 'clavister'],
  ])('is told by its own words, not by those it shares: %s', (line, vendor) => {
    expect(read(line).vendor).toBe(vendor);
  });

  it('is not told by words of every vendor, and nothing is proven by them', () => {
    const reading = read('vpnd: encapsulation mode mismatch');
    expect(reading.vendor).toBe('unknown');
    expect(reading.candidates[0]).toMatchObject({
      cause: 'encapsulation-mode-mismatch',
      confidence: 'possible',
    });
  });

  it('is left open where several vendors print the same words, and that is said', () => {
    const reading = read('message lacks IDr payload');
    expect(reading.sharedBy).toContain('racoon');
    expect(reading.notes.join(' ')).toMatch(/print these words alike/);
    expect(reading.notes.join(' ')).not.toContain('mixes');
  });
});

describe('a vendor ID payload', () => {
  it('is no dead peer, whatever other vendors call their faults', () => {
    const reading = readLines(
      linesOf(
        '"hub" #1: initiating Main Mode\n"hub" #1: received Vendor ID payload [Dead Peer Detection]\n"hub" #1: STATE_MAIN_I3: sent MI3, expecting MR3',
      ),
    );
    expect(reading.candidates.map(({ cause }) => cause)).not.toContain('dpd-timeout');
  });
});
