// What two lists of algorithms agree on.

/** First of ours that the other list has too. */
export function firstCommon(ours: readonly string[], theirs: readonly string[]): string | undefined {
  return ours.find((name) => theirs.includes(name));
}
