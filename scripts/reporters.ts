// Where a test run writes its counts, so that .ci/run can add them up.

/** The usual output, and a JSON file named after the run in the folder that TEST_RESULTS names. */
export function reporters(run: string): ('default' | ['json', { outputFile: string }])[] {
  const folder = process.env.TEST_RESULTS;
  return folder ? ['default', ['json', { outputFile: `${folder}/${run}.json` }]] : ['default'];
}
