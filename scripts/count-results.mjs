// Prints "passed failed" from a vitest JSON result file, and adds to a list what failed and why, because a whole run is longer
// than what is kept of it. Usage: count-results.mjs FILE EXIT_CODE LIST NAME_OF_THE_RUN
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const [file, code, list, run] = process.argv.slice(2);
let result = null;
try {
  result = JSON.parse(readFileSync(file, 'utf8'));
} catch {
  // No result file: the run did not get as far as its tests.
}
const passed = result?.numPassedTests ?? 0;
// Skipped and pending tests count as failed: a check that did not run has not passed.
const notPassed = result ? result.numTotalTests - passed : 0;
const endedBadly = code !== '0' && notPassed === 0;
const ranNothing = code === '0' && passed === 0;

// Enough of a failure to see which assertion it was and what the test saw.
const linesShown = 12;
const told = (message) =>
  message
    .split('\n')
    .filter((line) => !line.includes('node_modules'))
    .slice(0, linesShown)
    .map((line) => `    ${line.slice(0, 300)}`)
    .join('\n');
// What scripts/reporters.ts writes beside the counts.
const besideTests = join(dirname(file), 'beside-tests.json');
if (existsSync(besideTests)) {
  for (const { where, message } of JSON.parse(readFileSync(besideTests, 'utf8'))) {
    appendFileSync(list, `${run}: ${where}: failed beside its tests\n${told(message)}\n`);
  }
}
for (const suite of result?.testResults ?? []) {
  const where = relative('.', suite.name);
  for (const test of suite.assertionResults) {
    if (test.status === 'passed') continue;
    const messages = (test.failureMessages ?? []).map(told).join('\n');
    appendFileSync(list, `${run}: ${where}: ${test.fullName} (${test.status})\n${messages}\n`);
  }
}
if (endedBadly) appendFileSync(list, `${run}: ended with ${code}, and no test failed\n`);
if (ranNothing) appendFileSync(list, `${run}: no test ran\n`);

console.log(`${passed} ${notPassed + (endedBadly || ranNothing ? 1 : 0)}`);
