// Faults of a tunnel that stands where ESP is protocol 50 of a real kernel: one machine, booted once.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineEstablished } from '../established/examine.js';
import { specOf } from '../established/namespaceGround.js';
import { runNow } from '../shell.js';
import { Teardown } from '../teardown.js';
import { boundedFaults, machineFaults } from './faults.js';
import { bootMachine, type Machine } from './machine.js';
import { machineGround } from './machineGround.js';
import { failuresOf, lineOf } from './table.js';

// `npm run lab:kernel` looks at all of them.
const looked = machineFaults.filter(({ name }) => boundedFaults.includes(name));

describe('a fault of a tunnel that stands, with ESP of a kernel', () => {
  const teardown = new Teardown();
  let folder: string;
  let machine: Machine;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-kernel-'));
    teardown.add(() => runNow('rm', ['-rf', folder]));
    machine = await bootMachine(folder, teardown);
  }, 600_000);

  afterAll(async () => {
    teardown.run();
  });

  it.each(looked)(
    '$name: $title',
    async (fault) => {
      const ground = await machineGround(machine, specOf(fault), join(folder, fault.name));
      const seen = await examineEstablished(ground, fault);
      expect(failuresOf(seen), seen.map(lineOf).join('\n')).toEqual([]);
    },
    300_000,
  );
});
