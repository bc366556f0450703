import { defineConfig } from 'vitest/config';

// Needs Chromium (Debian: apt-get install -y chromium). CHROMIUM names another path than /usr/bin/chromium.
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
  },
});
