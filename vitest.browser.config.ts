// The browser's own run: needs Chromium (Debian: chromium). CHROMIUM names another path than /usr/bin/chromium.
import { defineConfig } from 'vitest/config';
import { reporters } from './scripts/reporters.js';

export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 1,
    reporters: reporters('browser'),
  },
});
