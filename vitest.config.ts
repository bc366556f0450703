// What `npm test` runs, in three parts; the lab, the browser, PostgreSQL and the hostile inputs have runs of their own.

import { defineConfig } from 'vitest/config';
import { reporters } from './scripts/reporters.js';
import { long, sameOnEveryNode } from './test/parts.js';

const postgres = '**/*.postgres.test.ts';
const leftOut = process.env.ANOTHER_NODE === undefined ? [] : sameOnEveryNode;

// Modules and what they keep are shared by the files of a worker: loading them for each file would take longer than its tests.
// Not where processes, whole services and moved clocks are tested: what one of them leaves running is seen by the next.
const shared = { isolate: false, exclude: [postgres, ...long] };

const parts = [
  { ...shared, name: 'quick', include: ['test/unit/**/*.test.ts'] },
  { ...shared, name: 'whole', include: ['test/{contract,scenarios}/**/*.test.ts'] },
  {
    name: 'long',
    include: ['test/e2e/**/*.test.ts', ...long],
    exclude: [postgres, ...leftOut],
  },
];

export default defineConfig({
  test: {
    projects: parts.map((test) => ({ extends: true, test })),
    globalSetup: ['test/memoryDisk.ts'],
    setupFiles: ['test/sameInputs.ts'],
    // Bounds for what hangs, not for what a busy machine takes: a test waits for what it looks for.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    // End-to-end tests wait for processes and clocks a third of their time.
    maxWorkers: 3,
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
