// Where a test run writes its counts and what failed beside its tests, so that .ci/run can add them up and tell why.

import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** A failure that no test has: of an import, of a hook, or one that nobody waited for. */
interface FailedBeside {
  readonly where: string;
  readonly message: string;
}

const fileOfFailures = 'beside-tests.json';

/** Vitest's JSON file names the tests that a hook kept from running, and not what became of the hook. */
class BesideTests implements Reporter {
  constructor(private readonly folder: string) {}

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const told = (where: string, { message, stack }: SerializedError): FailedBeside => ({
      where,
      message: stack ?? message,
    });
    const failures = modules.flatMap((module) => {
      const file = relative('.', module.moduleId);
      return [
        ...module.errors().map((error) => told(file, error)),
        ...[...module.children.allSuites()].flatMap((suite) =>
          suite.errors().map((error) => told(`${file}: ${suite.fullName}`, error)),
        ),
      ];
    });
    const all = [...failures, ...unhandled.map((error) => told('nobody waited for it', error))];
    writeFileSync(join(this.folder, fileOfFailures), JSON.stringify(all));
  }
}

/** The usual output and, in the folder that TEST_RESULTS names, a JSON file named after the run. */
export function reporters(run: string): ('default' | ['json', { outputFile: string }] | Reporter)[] {
  const folder = process.env.TEST_RESULTS;
  if (!folder) return ['default'];
  return ['default', ['json', { outputFile: join(folder, `${run}.json`) }], new BesideTests(folder)];
}
