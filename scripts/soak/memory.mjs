// Whether memory is flat: samples after a collection, the line through them, and what it would come to.

/** Robust against single samples (Theil and Sen): the median of the slopes of all pairs. @returns MB an hour */
export function slopeOf(samples) {
  const slopes = samples.flatMap((one, index) =>
    samples.slice(index + 1).map((other) => ((other.mb - one.mb) / (other.at - one.at)) * 3_600_000),
  );
  return median(slopes);
}

/** So much may be the store's own caches, which fill while it runs. */
const mostGrowth = 0.05;
const leastSamples = 20;

/**
 * Growth over the time of the samples, by their slope, against their median.
 * @param samples `at` in ms, `mb`; of one process, warm.
 * @returns null when there are too few to tell
 */
export function judgeMemory(samples) {
  if (samples.length < leastSamples) return null;
  const minutes = (samples.at(-1).at - samples[0].at) / 60_000;
  const usual = median(samples.map(({ mb }) => mb));
  const perHour = slopeOf(samples);
  const grown = (perHour * minutes) / 60;
  return { usual, perHour, minutes, grown, isFlat: grown < Math.max(usual * mostGrowth, 4) };
}

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
