// Triage, restarts and replicas on PostgreSQL, and every store on it: needs TEST_DATABASE_URL; scripts/with-postgres.sh starts a throwaway cluster.
import { defineConfig } from 'vitest/config';
import { reporters } from './scripts/reporters.js';

export default defineConfig({
  test: {
    include: ['test/**/*.postgres.test.ts', 'test/contract/stores/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    reporters: reporters('postgres'),
  },
});
