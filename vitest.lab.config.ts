// The lab's own run: real charon daemons in network namespaces, as root, one file at a time.
import { defineConfig } from 'vitest/config';
import { reporters } from './scripts/reporters.js';

export default defineConfig({
  test: {
    include: ['test/lab/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    maxWorkers: 1,
    retry: process.env.CI ? 1 : 0,
    reporters: reporters('lab'),
  },
});
