// Command: every fault inside the small machine, from each view, into docs/lab-kernel-results.md. `npm run lab:kernel [-- FAULT…]`, as root.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { examineEstablished, type Looked } from '../established/examine.js';
import type { EstablishedFault } from '../established/faults.js';
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
const chosen = machineFaults.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const looked = new Map<EstablishedFault, readonly Looked[]>();
const text = (): string => kernelText(machineFaults.flatMap((fault) => looked.get(fault) ?? []));

/** The machines mostly wait, so each takes the next situation as soon as it is free. */
async function work(faults: EstablishedFault[], number: number): Promise<void> {
  const own = join(folder, `machine-${number}`);
  await mkdir(own);
  const machine = await bootMachine(own, teardown);
  for (let fault = faults.shift(); fault !== undefined; fault = faults.shift()) {
    const ground = await machineGround(machine, specOf(fault), join(own, fault.name));
    const here = await examineEstablished(ground, fault);
    for (const one of here) console.error(lineOf(one));
    looked.set(fault, here);
    await ground.stop();
    // After each: a run that is ended before its time leaves what it saw.
    if (wanted.length === 0) await writeFile(document, text());
  }
}

try {
  const left = [...chosen];
  await Promise.all(chosen.slice(0, 2).map((_, number) => work(left, number)));
  console.log(text());
} finally {
  teardown.run();
}
