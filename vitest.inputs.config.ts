// The inputs' own run: some start the built command as a process, so build first.
import { defineConfig } from 'vitest/config';
import { reporters } from './scripts/reporters.js';

export default defineConfig({
  test: {
    include: ['test/inputs/**/*.test.ts'],
    testTimeout: 600_000,
    maxWorkers: 1,
    maxConcurrency: 3,
    reporters: reporters('inputs'),
  },
});
