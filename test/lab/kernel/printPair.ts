// Command: our charon against a partner's daemon of another make, into docs. `npm run lab:pluto [-- FAULT…]` or `lab:iked`, as root.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNow } from '../shell.js';
import { Teardown } from '../teardown.js';
import { bootMachine } from './machine.js';
import { examinePair, iked, type PairRow, pairLine, pairText, pluto } from './pair.js';

const [daemon, ...wanted] = process.argv.slice(2);
const partner = daemon === 'iked' ? iked : pluto;
const document = fileURLToPath(new URL(`../../../docs/${partner.document}`, import.meta.url));
const teardown = new Teardown();
const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-pair-'));
teardown.add(() => runNow('rm', ['-rf', folder]));
try {
  const machine = await bootMachine(folder, teardown);
  const rows: PairRow[] = [];
  for (const fault of partner.faults) {
    if (wanted.length > 0 && !wanted.includes(fault.name)) continue;
    const row = await examinePair(machine, partner, fault, join(folder, fault.name));
    console.error(`${pairLine(row)} ${row.alone.told.summary} | ${row.withLog.told.summary}`);
    rows.push(row);
    if (wanted.length === 0) await writeFile(document, pairText(partner, rows));
  }
  console.log(pairText(partner, rows));
} finally {
  teardown.run();
}
