import { defineConfig } from 'vitest/config';

// The lab and browser folders need root or a Debian package; .ci/run and `npm run test:lab|test:browser` run them.
export default defineConfig({
  test: {
    include: ['test/{unit,contract,scenarios,e2e}/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
});
