import { defineConfig } from 'vitest/config';
import { reporters } from './scripts/reporters.js';

// The lab and browser folders need root or a Debian package; `npm run test:lab` and `npm run test:browser` run them.
export default defineConfig({
  test: {
    include: ['test/{unit,contract,scenarios,e2e}/**/*.test.ts'],
    exclude: ['**/*.postgres.test.ts'],
    globalSetup: ['test/memoryDisk.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Real processes, sockets and timers on a shared machine: in CI a test may say it twice. Locally nothing is tried again.
    retry: process.env.CI ? 1 : 0,
    reporters: reporters('unit'),
  },
});
