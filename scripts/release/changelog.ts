// What a release changes in texts: the next version, and the part of CHANGELOG.md that gets its number.

/** @returns null for what is no version, or none that follows. */
export function versionAfter(present: string, wanted: string): string | null {
  const [major = 0, minor = 0, patch = 0] = present.split('.').map(Number);
  if (wanted === 'major') return `${major + 1}.0.0`;
  if (wanted === 'minor') return `${major}.${minor + 1}.0`;
  if (wanted === 'patch') return `${major}.${minor}.${patch + 1}`;
  const found = /^(\d+)\.(\d+)\.(\d+)$/.exec(wanted);
  if (!found) return null;
  const [a, b, c] = found.slice(1).map(Number) as [number, number, number];
  return a - major || b - minor || c - patch
    ? compare([a, b, c], [major, minor, patch]) > 0
      ? wanted
      : null
    : null;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, one] of a.entries()) {
    const difference = one - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const unreleased = '## Unreleased\n';

/** @returns the text with the number, and what it says of that release; null when nothing unreleased is told. */
export function released(
  changelog: string,
  version: string,
  day: string,
): { readonly text: string; readonly notes: string } | null {
  const at = changelog.indexOf(unreleased);
  if (at < 0) return null;
  const behind = changelog.slice(at + unreleased.length);
  const next = behind.search(/^## /m);
  const notes = (next < 0 ? behind : behind.slice(0, next)).trim();
  if (notes === '') return null;
  const rest = next < 0 ? '' : behind.slice(next);
  const text = `${changelog.slice(0, at)}${unreleased}\n## ${version} (${day})\n\n${notes}\n${rest === '' ? '' : `\n${rest}`}`;
  return { text, notes };
}
