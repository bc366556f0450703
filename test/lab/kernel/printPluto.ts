// Command: our charon against a partner's pluto, into docs/lab-pluto-results.md. `npm run lab:pluto [-- FAULT…]`, as root.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNow } from '../shell.js';
import { Teardown } from '../teardown.js';
import { bootMachine } from './machine.js';
import { examinePair, type PairRow, pairFaults, pairLine, pairText } from './plutoPair.js';

const wanted = process.argv.slice(2);
const document = fileURLToPath(new URL('../../../docs/lab-pluto-results.md', import.meta.url));
const teardown = new Teardown();
const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-pluto-'));
teardown.add(() => runNow('rm', ['-rf', folder]));
try {
  const machine = await bootMachine(folder, teardown);
  const rows: PairRow[] = [];
  for (const fault of pairFaults) {
    if (wanted.length > 0 && !wanted.includes(fault.name)) continue;
    const row = await examinePair(machine, fault, join(folder, fault.name));
    console.error(`${pairLine(row)} ${row.alone.told.summary} | ${row.withLog.told.summary}`);
    rows.push(row);
    if (wanted.length === 0) await writeFile(document, pairText(rows));
  }
  console.log(pairText(rows));
} finally {
  teardown.run();
}
