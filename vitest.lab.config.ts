// The lab's own run: real charon daemons in network namespaces of their own, and a small machine beside them, as root.
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { reporters } from './scripts/reporters.js';

/** What takes longest begins first, so that nothing is waited for alone. */
const longest = ['kernel', 'established', 'diagnose', 'triage'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return found < 0 ? longest.length : found;
    };
    return [...files].sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    include: ['test/lab/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The lab mostly waits: every situation has namespaces, sockets and files of its own, so many wait at once.
    maxWorkers: 4,
    maxConcurrency: 4,
    sequence: { sequencer: LongestFirst },
    reporters: reporters('lab'),
  },
});
