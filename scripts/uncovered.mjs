// After `vitest --coverage`: names the files of src that no test reaches; each needs a test, or a reason in scripts/uncovered.json.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const root = new URL('../', import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, root), 'utf8'));
const reasons = read('scripts/uncovered.json');
const { total, ...files } = read('coverage/coverage-summary.json');
const reached = (file) =>
  file.functions.covered > 0 || (file.functions.total === 0 && file.lines.covered > 0);
const unreached = Object.entries(files)
  .filter(([, file]) => file.lines.total > 0 && !reached(file))
  .map(([path]) => relative(root.pathname, path));

console.log(
  `Lines ${total.lines.pct} %, branches ${total.branches.pct} %, functions ${total.functions.pct} %.`,
);
for (const path of unreached)
  console.log(`${path}: ${reasons[path] ?? 'NO TEST REACHES IT, AND NO REASON IS GIVEN.'}`);
for (const path of Object.keys(reasons).filter((one) => !unreached.includes(one)))
  console.log(`${path}: a reason is given, but a test reaches it.`);
const gone = Object.keys(reasons).filter((path) => !existsSync(new URL(path, root)));
for (const path of gone) console.log(`${path}: a reason is given, but it is not there.`);
process.exitCode = gone.length > 0 || unreached.some((path) => !(path in reasons)) ? 1 : 0;
