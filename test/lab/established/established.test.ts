// Every fault of an established tunnel between two real daemons, while traffic flows and after it stopped, from each view.
import { describe, expect, it } from 'vitest';
import { examineEstablished, type Looked } from './examine.js';
import { establishedFaults } from './faults.js';
import { namespaceGround, specOf } from './namespaceGround.js';

const possibleHere = establishedFaults.filter((fault) => fault.needsKernel !== true);

const lineOf = ({ fault, moment, view, told, grade }: Looked): string =>
  `${fault.name}, ${moment}, ${view}: ${grade}: ${told.verdict.cause} (${told.verdict.confidence}), state ${told.state}`;

describe('a fault of a tunnel that stands', () => {
  it.concurrent.each(possibleHere)('$name: $title', async (fault) => {
    const ground = await namespaceGround(specOf(fault));
    try {
      const looked = await examineEstablished(ground, fault);
      const bad = looked.filter(({ grade }) => grade === 'WRONG' || grade === 'HEALTHY-WRONG');
      expect(bad.map(lineOf), looked.map(lineOf).join('\n')).toEqual([]);
    } finally {
      await ground.stop();
    }
  });
});
