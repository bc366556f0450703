// The same report on narrow and wide terminals: names stay whole, what gives way is the text; wide characters take two columns.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Report, StateRow } from '../../../src/domain/report.js';
import { columnsOf } from '../../../src/render/layout.js';
import { renderTerminal } from '../../../src/render/terminal.js';

const now = new Date('2026-03-01T12:00:00Z');

function shown(block: Block, width: number, color = false): string {
  const report: Report = {
    kind: 'list',
    tone: 'bad',
    title: '5 tunnels',
    summary: [block],
    detail: [],
    actions: [],
    choice: null,
    files: [],
    audience: 'everyone',
    json: null,
  };
  return renderTerminal(report, { now, zone: 'utc', color, width });
}

const row = (change: Partial<StateRow>): StateRow => ({
  tone: 'good',
  state: 'up',
  name: 'paris-hq',
  since: '3 d 2 h',
  says: '',
  more: 'fw-paris + fw-hq → 203.0.113.11',
  actions: [],
  ...change,
});

const states: Block = {
  kind: 'states',
  rows: [
    row({
      tone: 'bad',
      state: 'down',
      name: 'tunnel-x',
      since: '2 h 19 min',
      says: 'likely: IKE ID mismatch',
    }),
    row({
      tone: 'warning',
      state: 'degraded',
      name: '東京-大阪',
      since: '',
      says: 'fw-tokyo: monitor down, IKE SA up. fw-osaka: flow state active, IKE SA up',
    }),
    row({
      tone: 'unknown',
      state: 'cannot tell',
      name: 'oslo-r&d:lab',
      since: '',
      says: 'fw-oslo cannot be reached.',
    }),
    row({}),
  ],
};

const incidents: Block = {
  kind: 'table',
  columns: ['Incident', 'Tunnel', 'State', 'Owner', 'Cause'],
  rows: [
    [
      'inc-4f7k2m',
      'customer-north/branch-0017',
      'waiting for the partner: log of their gateway',
      'ana',
      'likely: the pre-shared keys differ',
    ],
    ['inc-9d2xq8', 'tunnel-x', 'open', 'nobody', 'not diagnosed'],
  ],
};

describe('one line a tunnel', () => {
  it('in 80 columns wraps the reason and leaves out where', () => {
    expect(shown(states, 80)).toMatchInlineSnapshot(`
      "5 tunnels
      x down         tunnel-x      2 h 19 min  likely: IKE ID mismatch
      ! degraded     東京-大阪                 fw-tokyo: monitor down, IKE SA up.
                                               fw-osaka: flow state active, IKE SA up
      ? cannot tell  oslo-r&d:lab              fw-oslo cannot be reached.
      + up           paris-hq      3 d 2 h
      "
    `);
  });

  it('in 140 columns has room for where', () => {
    expect(shown(states, 140)).toMatchInlineSnapshot(`
      "5 tunnels
      x down         tunnel-x      2 h 19 min  likely: IKE ID mismatch                                             fw-paris + fw-hq → 203.0.113.11
      ! degraded     東京-大阪                 fw-tokyo: monitor down, IKE SA up. fw-osaka: flow state active,     fw-paris + fw-hq → 203.0.113.11
                                               IKE SA up
      ? cannot tell  oslo-r&d:lab              fw-oslo cannot be reached.                                          fw-paris + fw-hq → 203.0.113.11
      + up           paris-hq      3 d 2 h                                                                         fw-paris + fw-hq → 203.0.113.11
      "
    `);
  });

  it('in 40 columns puts the reason below the name', () => {
    expect(shown(states, 40)).toMatchInlineSnapshot(`
      "5 tunnels
      x down tunnel-x
          2 h 19 min, likely: IKE ID mismatch
      ! degraded 東京-大阪
          fw-tokyo: monitor down, IKE SA up.
          fw-osaka: flow state active, IKE SA
          up
      ? cannot tell oslo-r&d:lab
          fw-oslo cannot be reached.
      + up paris-hq
          3 d 2 h
      "
    `);
  });

  it('has the state in its color, and nothing of the rest', () => {
    const [, line = ''] = shown(states, 80, true).split('\n');
    expect(line).toContain(`\u001B[31mx down${' '.repeat(7)}\u001B[0m  tunnel-x`);
  });
});

describe('a table', () => {
  it('in 80 columns breaks text, never a name', () => {
    expect(shown(incidents, 80)).toMatchInlineSnapshot(`
      "5 tunnels
        Incident    Tunnel                      State           Owner   Cause
        inc-4f7k2m  customer-north/branch-0017  waiting for     ana     likely: the
                                                the partner:            pre-shared
                                                log of their            keys differ
                                                gateway
        inc-9d2xq8  tunnel-x                    open            nobody  not diagnosed
      "
    `);
  });

  it('in 140 columns has one line a row', () => {
    expect(shown(incidents, 140)).toMatchInlineSnapshot(`
      "5 tunnels
        Incident    Tunnel                      State                                          Owner   Cause
        inc-4f7k2m  customer-north/branch-0017  waiting for the partner: log of their gateway  ana     likely: the pre-shared keys differ
        inc-9d2xq8  tunnel-x                    open                                           nobody  not diagnosed
      "
    `);
  });

  it('whose names alone are wider than the terminal stands row by row', () => {
    expect(shown(incidents, 50)).toMatchInlineSnapshot(`
      "5 tunnels
        inc-4f7k2m
          Tunnel: customer-north/branch-0017
          State: waiting for the partner: log of their
            gateway
          Owner: ana
          Cause: likely: the pre-shared keys differ
        inc-9d2xq8
          Tunnel: tunnel-x
          State: open
          Owner: nobody
          Cause: not diagnosed
      "
    `);
  });

  it('never parts a word that is shorter than the line, whatever the width', () => {
    const word = fc.stringMatching(/^[a-z0-9-]{1,30}$/);
    const rows = fc.array(fc.array(word, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 40, max: 160 }), (cells, width) => {
        const text = shown({ kind: 'table', columns: ['a', 'b', 'c', 'd'], rows: cells }, width);
        const words = new Set(text.split(/\s+/));
        for (const cell of cells.flat()) expect(words).toContain(cell);
        for (const line of text.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(width);
      }),
      { numRuns: 60 },
    );
  });
});
