// Which end printed a log that does not say so outright.

import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../src/logs/format/text.js';
import { readLines } from '../../../src/logs/readLines.js';

describe('the side of a log', () => {
  it.each([
    ['"hub" #1: STATE_MAIN_R2: sent MR2, expecting MI3', 'responder'],
    ['"hub" #2: STATE_QUICK_I1: retransmission; will wait 20s for response', 'initiator'],
    [
      'ISAKMP (1001): received packet from 203.0.113.9 dport 500 sport 500 Global (I) MM_NO_STATE',
      'initiator',
    ],
    ['09[ENC] parsed QUICK_MODE request 5 [ HASH SA No ID ID ]', 'responder'],
    ['09[ENC] generating CREATE_CHILD_SA request 4 [ SA No KE TSi TSr ]', 'initiator'],
    ['12[ENC] generating INFORMATIONAL request 2 [ N(AUTH_FAILED) ]', 'initiator'],
    ['%ASA-7-713906: IKE MM Initiator FSM error history MM_WAIT_MSG2', 'initiator'],
    ['%ASA-7-713906: IKE MM FSM error history MM_WAIT_MSG3', 'responder'],
    ['id=firewall msg="IKE Responder: IPsec proposal does not match (Phase 2)"', 'responder'],
  ])('follows from states, requests and words: %s', (line, side) => {
    expect(readLines(linesOf(line)).side).toBe(side);
  });

  it('stays open when nothing tells it', () => {
    expect(readLines(linesOf('09[IKE] sending keep alive to 203.0.113.9[4500]')).side).toBeNull();
  });

  it('is what the caller says when he knows it', () => {
    const lines = linesOf('"hub" #1: STATE_MAIN_R2: sent MR2, expecting MI3');
    expect(readLines(lines, { side: 'initiator' }).side).toBe('initiator');
  });
});
