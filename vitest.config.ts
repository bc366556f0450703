// What `npm test` runs, all in one or a part of it; the lab, the browser, PostgreSQL and the hostile inputs have runs of their own.

import { defineConfig } from 'vitest/config';
import { reporters } from './scripts/reporters.js';
import { joined } from './test/joined.js';
import { LongestFirst } from './test/longestFirst.js';
import { apart, long, sameOnEveryNode } from './test/parts.js';

const postgres = '**/*.postgres.test.ts';
const leftOut = process.env.ANOTHER_NODE === undefined ? [] : sameOnEveryNode;

// Modules and what they keep are shared by the files of a worker: loading them for each file would take longer than its tests,
// and what ran before runs faster. A test leaves nothing running, and what moves the time of its process is apart.
const shared = { isolate: false };
const left = [postgres, ...leftOut, ...apart];

const parts = [
  { ...shared, name: 'quick', include: ['test/unit/**/*.test.ts'], exclude: [...left, ...long] },
  {
    ...shared,
    name: 'whole',
    include: ['test/{contract,scenarios}/**/*.test.ts'],
    exclude: [...left, ...long],
  },
  { ...shared, name: 'long', include: ['test/e2e/**/*.test.ts', ...long], exclude: left },
];
// A part loads every module anew, in workers of its own: who asks for none of them gets all in one.
const isChosen = process.argv.some((word) => word.startsWith('--project'));
const all = {
  ...shared,
  name: 'all',
  include: ['test/{unit,contract,scenarios,e2e}/**/*.test.ts'],
  exclude: left,
};
const alone = { name: 'apart', include: [...apart], exclude: [...leftOut] };

export default defineConfig({
  // Set where scripts/join.mjs ran before.
  plugins: process.env.JOINED === undefined ? [] : [joined()],
  test: {
    projects: [...(isChosen ? parts : [all]), alone].map((test) => ({ extends: true, test })),
    globalSetup: ['test/memoryDisk.ts'],
    setupFiles: ['test/sameInputs.ts'],
    // Bounds for what hangs, not for what a busy machine takes: a test waits for what it looks for.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    // Two wait for a minute of real time while the others compute; the parts without them compute only.
    maxWorkers: isChosen && !process.argv.includes('long') ? 2 : 5,
    sequence: { sequencer: LongestFirst },
    // A database that lives for a second is over before PGlite's code was optimized; and what tests make is garbage in a moment.
    execArgv: ['--liftoff-only', '--max-semi-space-size=64'],
    // What was read is read once for all runs: this one, and those on other versions of Node.js.
    experimental: { fsModuleCache: true },
    reporters: reporters('unit'),
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      reportOnFailure: true,
    },
  },
});
