// Command: every fault of an established tunnel with ESP of a real kernel, from each view. `npm run lab:kernel [-- FAULT…]`, as root.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examineEstablished } from '../established/examine.js';
import { Teardown } from '../teardown.js';
import { machineFaults, machineSpec } from './faults.js';
import { bootMachine } from './machine.js';
import { machineGround } from './machineGround.js';

const wanted = process.argv.slice(2);
const teardown = new Teardown();
const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-kernel-'));
try {
  const machine = await bootMachine(folder, teardown);
  console.error('booted', process.uptime());
  for (const fault of machineFaults) {
    if (wanted.length > 0 && !wanted.includes(fault.name)) continue;
    const began = Date.now();
    const ground = await machineGround(machine, machineSpec, join(folder, fault.name));
    for (const { moment, view, told, grade } of await examineEstablished(ground, fault)) {
      const others = told.alternatives.slice(0, 4).map(({ cause }) => cause);
      console.log(
        `${fault.name} | ${moment} | ${view} | ${grade} | ${told.verdict.cause} (${told.verdict.confidence}) | ${told.state} | ${others.join(', ')} | ${told.summary}`,
      );
    }
    console.error(fault.name, Date.now() - began);
  }
} finally {
  console.error(folder);
  teardown.run();
}
