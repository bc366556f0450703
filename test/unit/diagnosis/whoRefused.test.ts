// Which end refused, by the line that decides: the end that prints it, or the other one where it only tells of a refusal.

import { describe, expect, it } from 'vitest';
import { examineLog } from '../../../src/diagnosis/pastedLog.js';
import type { EventWord } from '../../../src/domain/eventWords.js';
import type { Role } from '../../../src/domain/live.js';
import { eventAlone, type LogEvent } from '../../../src/domain/log.js';
import { isRefusedByOther } from '../../../src/facts/logRefused.js';
import { linesOf } from '../../../src/logs/format/text.js';
import { readLines } from '../../../src/logs/readLines.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';

const line = { at: null, text: '', eventId: '', severity: null, object: '', number: 1 } as const;

function isOther(says: EventWord, role: Role | null, direction?: 'sent' | 'received'): boolean {
  const told = eventAlone(line, { signature: 'one', readBy: 'signature', vendor: 'generic', says });
  const event: LogEvent = direction === undefined ? told : { ...told, context: { direction } };
  return isRefusedByOther({ cause: 'other', confidence: 'possible', evidence: [event], why: '' }, role);
}

describe('the end that refused', () => {
  it('is the other one where this end received the refusal', () => {
    for (const says of ['auth-rejected', 'id-rejected', 'proposal-rejected', 'selector-rejected'] as const)
      expect([says, isOther(says, 'initiator')]).toEqual([says, true]);
    expect(isOther('payloads', null, 'received')).toBe(true);
  });

  it('is this one where it refuses or sends the refusal', () => {
    for (const says of ['proposal-refused', 'selector-refused', 'id-mismatch', 'certificate-bad'] as const)
      expect([says, isOther(says, 'initiator')]).toEqual([says, false]);
    expect(isOther('id-rejected', null, 'sent')).toBe(false);
  });

  it('is a responder itself where it speaks of proposals and selectors, which only it chooses', () => {
    expect(isOther('proposal-rejected', 'responder')).toBe(false);
    expect(isOther('auth-rejected', 'responder')).toBe(true);
  });

  it('is whoever does not answer', () => {
    expect(isOther('no-answer', 'initiator')).toBe(true);
  });
});

describe('a log of the end that was refused', () => {
  const said = (text: string): string =>
    examineLog(readLines(linesOf(text)), 'a.log', ownPlaybookSet()).diagnosis.verdict.summary;

  it('is read as a refusal of the other end, never of its own', () => {
    expect(said('[IKE] received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built')).toBe(
      'The other end accepts none of the IPsec proposals of this end.',
    );
    expect(said('[IKE] received TS_UNACCEPTABLE notify, no CHILD_SA built')).toBe(
      'The other end rejects the traffic selectors (proxy IDs) of this end.',
    );
  });

  it('and one of the end that refuses as its own', () => {
    expect(said('[CFG] traffic selectors 10.0.2.0/24 === 10.0.0.0/24 unacceptable')).toBe(
      'This end rejects the traffic selectors (proxy IDs) of the other end.',
    );
  });

  it('names the own certificate or key where that is what fails', () => {
    expect(said('"hub" #1: unable to locate my private key for RSA Signature')).toBe(
      'This end cannot use its own certificate or private key.',
    );
  });

  it('says no cause where a table only shows that no SA is there', () => {
    const table = "'hub' 203.0.113.9:0  selectors(total,up): 1/0  rx(pkt,err): 0/0  tx(pkt,err): 0/5";
    expect(said(table)).not.toMatch(/accepts none|rejects/);
  });
});
