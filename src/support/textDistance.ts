// How far apart two words are, for "did you mean".

/** Edits (insert, delete, replace, swap of neighbors) that turn one word into the other; counting stops above `limit`. */
export function editDistance(a: string, b: string, limit = 8): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, (beforePrevious[j - 2] ?? 0) + 1);
      row.push(best);
    }
    if (Math.min(...row) > limit) return limit + 1;
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length] ?? limit + 1;
}

/** Candidates that a person may have meant, the closest first; upper and lower case and `-`, `_`, blank count as the same. */
export function closeMatches(typed: string, candidates: readonly string[], most = 5): readonly string[] {
  const wanted = folded(typed).slice(0, 80);
  if (wanted === '') return [];
  const limit = Math.max(1.5, Math.floor(wanted.length / 3));
  return candidates
    .map((name) => ({ name, score: score(wanted, folded(name).slice(0, 80), limit) }))
    .filter((match) => match.score <= limit)
    .sort((a, b) => a.score - b.score || a.name.localeCompare(b.name))
    .slice(0, most)
    .map((match) => match.name);
}

function score(wanted: string, name: string, limit: number): number {
  if (name === wanted) return 0;
  if (wanted.length >= 3 && name.includes(wanted)) return name.startsWith(wanted) ? 0.5 : 0.75;
  const whole = editDistance(wanted, name, limit);
  if (wanted.length < 4 || name.length <= wanted.length) return whole;
  // The beginning of a longer name, mistyped: "tunel" for "tunnel-x".
  const beginnings = [wanted.length, wanted.length + 1].map((length) => name.slice(0, length));
  return Math.min(whole, ...beginnings.map((part) => editDistance(wanted, part, limit) + 0.5));
}

function folded(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '-');
}
