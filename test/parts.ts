// Which files outside test/e2e start the built command, wait for real time, or compute for seconds: `npm run check` leaves them out, `npm test` does not.

/** What mostly waits or computes, and what no version of Node changes: run once, on the version of reference. */
export const sameOnEveryNode: readonly string[] = [
  'test/e2e/{day,demo,handoff,notices,triageRestart}.test.ts',
  'test/scenarios/**/*.test.ts',
  'test/contract/{*,stores/*Store*}.test.ts',
  'test/unit/configtext/longTexts.test.ts',
  'test/unit/render/slack/limits.test.ts',
];

/** Paths for vitest's `include` and `exclude`. */
export const long: readonly string[] = [
  'test/contract/stores/jobs.test.ts',
  'test/contract/stores/powerCut.test.ts',
  'test/scenarios/simulated.test.ts',
  'test/scenarios/established.test.ts',
  'test/unit/app/adversity.test.ts',
  'test/unit/cli/cli.test.ts',
  'test/unit/app/longWork.test.ts',
  'test/unit/cli/unsafeEnvironment.test.ts',
  'test/unit/configtext/longTexts.test.ts',
  'test/unit/logs/concept.test.ts',
  'test/unit/render/slack/limits.test.ts',
  'test/unit/stores/postgresRefusal.test.ts',
];

/** What moves the time of its whole process: modules of its own, and nobody after it. */
export const apart: readonly string[] = ['test/e2e/day.test.ts'];

/**
 * In the order in which they begin; ten seconds and more each. The two that wait for a minute of real time come first; from then on
 * those that wait for processes stand among those that compute, so that neither a processor nor a worker is without work.
 */
export const longest: readonly string[] = [
  'test/e2e/demo.test.ts',
  'test/e2e/notices.test.ts',
  'test/e2e/triageRestart.test.ts',
  'test/scenarios/simulated.test.ts',
  'test/unit/render/slack/limits.test.ts',
  'test/contract/panos.test.ts',
  'test/contract/stores/dataFolder.test.ts',
  'test/e2e/hostileContent.test.ts',
  'test/e2e/handoff.test.ts',
  'test/contract/panosFrugality.test.ts',
  'test/e2e/stories.test.ts',
  'test/unit/architecture/exports.test.ts',
  'test/unit/cli/cli.test.ts',
  'test/e2e/triageSurfaces.test.ts',
  'test/unit/app/adversity.test.ts',
  'test/contract/panosChecks.test.ts',
  'test/e2e/robustness.test.ts',
  'test/contract/stores/jobs.test.ts',
  'test/e2e/triage.test.ts',
  'test/contract/slack/threads/handoffPosting.test.ts',
  'test/unit/stores/postgresRefusal.test.ts',
  'test/contract/stores/backup.test.ts',
  'test/scenarios/mixedFaults.test.ts',
];
