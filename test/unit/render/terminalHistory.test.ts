// The past of a tunnel in one line of signs: the worst of a column shows, labels stand below their instants.

import { describe, expect, it } from 'vitest';
import type { HistoryPicture } from '../../../src/domain/picture.js';
import { historyLines } from '../../../src/render/terminalHistory.js';

const plain = (text: string): string => text;

const history: HistoryPicture = {
  kind: 'history',
  title: '',
  from: '2026-11-21T00:00:00Z',
  to: '2026-11-22T00:00:00Z',
  zone: 'UTC',
  ticks: [
    { at: '2026-11-21T06:00:00Z', label: '06:00' },
    { at: '2026-11-21T07:00:00Z', label: '07:00' },
    { at: '2026-11-21T23:00:00Z', label: '23:00' },
  ],
  stretches: [
    { from: '2026-11-21T00:00:00Z', to: '2026-11-21T06:00:00Z', state: 'unknown' },
    { from: '2026-11-21T06:00:00Z', to: '2026-11-21T12:00:00Z', state: 'up' },
    { from: '2026-11-21T12:00:00Z', to: '2026-11-21T12:01:00Z', state: 'down' },
    { from: '2026-11-21T12:01:00Z', to: '2026-11-22T00:00:00Z', state: 'up' },
  ],
  lasted: [
    { state: 'up', text: '17 h 59 min' },
    { state: 'down', text: '1 min' },
    { state: 'unknown', text: '6 h' },
  ],
  traffic: null,
  rekeys: [],
  events: [],
  says: [],
};

describe('the band on a terminal', () => {
  it('shows what lasted a minute, and names each sign', () => {
    const style = { width: 28, bold: plain, dim: plain, tone: () => plain };
    expect(historyLines(history, style)).toEqual([
      '',
      '  ??????======X===========',
      '        06:00',
      '  = up 17 h 59 min',
      '  ? not known 6 h',
      '  X down 1 min',
    ]);
  });
});
