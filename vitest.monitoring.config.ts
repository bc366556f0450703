// What stands beside the service: Prometheus, Alertmanager, a calendar server, systemd; `.ci/run` names their packages of Debian.
import { defineConfig } from 'vitest/config';
import { reporters } from './scripts/reporters.js';

export default defineConfig({
  test: {
    include: ['test/monitoring/**/*.test.ts'],
    globalSetup: ['test/memoryDisk.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 1,
    reporters: reporters('monitoring'),
  },
});
