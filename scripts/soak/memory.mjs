// Whether memory is flat: samples after a collection, the line through them over what was done meanwhile, and what it comes to.

/** Robust against single samples (Theil and Sen): the median of the slopes of all pairs. @returns MB per 1,000 acts; 0 where nothing was done between them */
export function slopeOf(samples) {
  const slopes = samples.flatMap((one, index) =>
    samples
      .slice(index + 1)
      .filter((other) => other.acts > one.acts)
      .map((other) => ((other.mb - one.mb) / (other.acts - one.acts)) * 1000),
  );
  return slopes.length === 0 ? 0 : median(slopes);
}

/** So much may be caches, which fill while it runs; a leak of 1 KB an act is 4 MB after 4,000 acts. */
const mostGrowth = 0.05;
const mostMegabytes = 4;
const leastSamples = 20;
const leastActs = 500;
const shownMoments = 5;

/**
 * Growth over the acts of the samples, by their slope, against their median.
 * @param samples `at` in ms, `mb`, `acts` done until then; of one process, warm, each after a collection.
 * @returns null when there are too few to tell; `moments` are some of them, first and last included.
 */
export function judgeMemory(samples) {
  if (samples.length < leastSamples) return null;
  const acts = samples.at(-1).acts - samples[0].acts;
  if (acts < leastActs) return null;
  const minutes = (samples.at(-1).at - samples[0].at) / 60_000;
  const usual = median(samples.map(({ mb }) => mb));
  const perThousand = slopeOf(samples);
  const grown = (perThousand * acts) / 1000;
  const step = (samples.length - 1) / (shownMoments - 1);
  const moments = Array.from({ length: shownMoments }, (_, index) => samples[Math.round(index * step)]);
  const isFlat = grown < Math.max(usual * mostGrowth, mostMegabytes);
  return { usual, perThousand, minutes, acts, grown, moments, isFlat };
}

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
