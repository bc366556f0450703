// Prometheus' own run: it needs `prometheus` and `promtool` (Debian's package prometheus).
import { defineConfig } from 'vitest/config';
import { reporters } from './scripts/reporters.js';

export default defineConfig({
  test: {
    include: ['test/monitoring/**/*.test.ts'],
    globalSetup: ['test/memoryDisk.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
    reporters: reporters('monitoring'),
  },
});
