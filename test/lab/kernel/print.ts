// Command: every fault inside the small machine, from each view, into docs/lab-kernel-results.md. `npm run lab:kernel [-- FAULT…]`, as root.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { examineEstablished, type Looked } from '../established/examine.js';
import { specOf } from '../established/namespaceGround.js';
import { runNow } from '../shell.js';
import { Teardown } from '../teardown.js';
import { machineFaults } from './faults.js';
import { bootMachine } from './machine.js';
import { machineGround } from './machineGround.js';
import { kernelText, lineOf } from './table.js';

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !machineFaults.some((fault) => fault.name === name));
if (unknown !== undefined) {
  console.error(`There is no fault ${unknown}. Known: ${machineFaults.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const document = fileURLToPath(new URL('../../../docs/lab-kernel-results.md', import.meta.url));
const teardown = new Teardown();
const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-kernel-'));
teardown.add(() => runNow('rm', ['-rf', folder]));
try {
  const machine = await bootMachine(folder, teardown);
  const looked: Looked[] = [];
  for (const fault of machineFaults) {
    if (wanted.length > 0 && !wanted.includes(fault.name)) continue;
    const ground = await machineGround(machine, specOf(fault), join(folder, fault.name));
    const here = await examineEstablished(ground, fault);
    for (const one of here) console.error(lineOf(one));
    looked.push(...here);
    await ground.stop();
    // After each: a run that is ended before its time leaves what it saw.
    if (wanted.length === 0) await writeFile(document, kernelText(looked));
  }
  console.log(kernelText(looked));
} finally {
  teardown.run();
}
