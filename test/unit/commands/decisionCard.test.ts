// The card of a decision where there is little room.

import { describe, expect, it } from 'vitest';
import { decisionBlocks } from '../../../src/commands/decisionCard.js';
import type { Decision } from '../../../src/domain/decision.js';

const either: Decision = {
  state: 'down',
  since: '2026-11-21T02:10:07Z',
  cause: { code: 'peer-id-mismatch', says: 'fw-b expects another ID.', confidence: 'certain' },
  trigger: null,
  untriggered: '',
  remedies: [
    { actor: 'fw-a', says: 'Set Local ID on fw-a.' },
    { actor: 'fw-b', says: 'Set Peer ID on fw-b.', isAlternative: true },
  ],
  acts: 'both',
};

describe('a card', () => {
  it('that tells one of two ways names who goes it', () => {
    const shown = JSON.stringify(decisionBlocks(either, { tone: 'bad', seenAt: null, isFirstOnly: true }));
    expect(shown).toContain('{"label":"Who acts","value":"You, on fw-a"}');
    expect(shown).not.toContain('fw-b.');
    const both = JSON.stringify(decisionBlocks(either, { tone: 'bad', seenAt: null }));
    expect(both).toContain('{"label":"Who acts","value":"You: change one end"}');
  });

  it('of the moment says since when in UTC, as the lines of the logs are', () => {
    const toldAt = '2026-11-21T02:11:00Z';
    expect(decisionBlocks(either, { tone: 'bad', seenAt: null, toldAt })[0]).toMatchObject({
      text: [{ strong: 'Down' }, ' since 02:10:07 UTC', '.'],
    });
  });
});
