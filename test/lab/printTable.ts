// Command: the whole table into docs/lab-results.md and onto the terminal. `npx tsx test/lab/printTable.ts [FAULT…]`, as root.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { faults } from './faults.js';
import { examine, type Row, tableText, VIEWS } from './table.js';

const wanted = process.argv.slice(2);
const rows: Row[] = [];
for (const fault of faults) {
  if (wanted.length > 0 && !wanted.includes(fault.name)) continue;
  const row = await examine(fault);
  rows.push(row);
  const short = VIEWS.map((view) => `${view} ${row.grades[view]} ${row.told[view].verdict.cause}`).join('; ');
  console.error(`${fault.name}: ${short}`);
}
if (wanted.length === 0) {
  const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
  await mkdir(docs, { recursive: true });
  await writeFile(`${docs}lab-results.md`, tableText(rows));
}
console.log(tableText(rows));
