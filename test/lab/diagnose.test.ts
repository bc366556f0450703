// Every fault of the lab, diagnosed from the left end, the right end and both by the real command line.
import { describe, expect, it } from 'vitest';
import { faults } from './faults.js';
import { examine, VIEWS, wrongStates } from './table.js';

describe('a fault between two real daemons', () => {
  it.concurrent.each(faults)('$name: $title', async (fault) => {
    const row = await examine(fault);
    const told = VIEWS.map((view) => {
      const { cause, confidence } = row.told[view].verdict;
      return `${view} ${row.grades[view]}: ${cause} (${confidence})`;
    }).join(', ');

    expect(row.grades.both, told).toBe('right');
    expect(['right', 'undecided'], told).toContain(row.grades.left);
    expect(['right', 'undecided'], told).toContain(row.grades.right);
    expect(wrongStates(row)).toEqual([]);
  });
});
