// Prints "passed failed" from a vitest JSON result file. Usage: count-results.mjs FILE EXIT_CODE
import { readFileSync } from 'node:fs';

const [file, code] = process.argv.slice(2);
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
console.log(`${passed} ${notPassed + (endedBadly || ranNothing ? 1 : 0)}`);
