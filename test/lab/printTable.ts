// Command: the whole table into docs/lab-results.md and onto the terminal. `npm run lab:table [-- FAULT…]`, as root.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import { faults } from './faults.js';
import { examine, tableText, VIEWS } from './table.js';

const wanted = process.argv.slice(2);
const chosen = faults.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
// The lab mostly waits.
const atOnce = pLimit(3);
const rows = await Promise.all(
  chosen.map((fault) =>
    atOnce(async () => {
      const row = await examine(fault);
      const short = VIEWS.map((view) => `${view} ${row.grades[view]} ${row.told[view].verdict.cause}`);
      console.error(`${fault.name}: ${short.join('; ')}`);
      return row;
    }),
  ),
);
if (wanted.length === 0) {
  const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
  await mkdir(docs, { recursive: true });
  await writeFile(`${docs}lab-results.md`, tableText(rows));
}
console.log(tableText(rows));
