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
