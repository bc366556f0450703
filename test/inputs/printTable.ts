// Command: the table of inputs, and which of them fail. `npm run inputs -- [CLASS…]`
import { classes } from './classes.js';
import type { Grade } from './input.js';
import { type Tried, tryClass } from './run.js';

const grades: readonly Grade[] = ['clear', 'silent', 'crash', 'hang', 'leak'];
const wanted = process.argv.slice(2);
const rows: string[] = [];
const failed: string[] = [];
for (const name of Object.keys(classes)) {
  if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
  const startedMs = performance.now();
  const tried = await tryClass(name);
  const count = (grade: Grade): number => tried.filter((one) => one.grade === grade).length;
  rows.push(`| ${[name, tried.length, ...grades.map(count)].join(' | ')} |`);
  failed.push(...tried.filter((one) => one.grade !== 'clear').map((one) => lineOf(name, one)));
  console.error(`${name}: ${tried.length} in ${Math.round((performance.now() - startedMs) / 1000)} s`);
}
console.log('| class | count | clear sentence or right answer | silently accepted | crash | hang | leak |');
console.log('|---|---|---|---|---|---|---|');
for (const row of rows) console.log(row);
if (failed.length > 0) console.log(`\n${failed.join('\n')}`);
process.exitCode = failed.length > 0 ? 1 : 0;

function lineOf(name: string, { name: input, grade, said }: Tried): string {
  return `${name}: ${grade}: ${input}\n    ${said.slice(0, 400).replace(/\s+/g, ' ')}`;
}
