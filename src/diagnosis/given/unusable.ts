// Why something that was given cannot be used, and what would be.

export interface Unusable {
  /** Why, as the end of a sentence that names the file. */
  readonly detail: string;
  /** The same as a sentence of its own. */
  readonly says: string;
  readonly remedy: string;
}

export function unusable(detail: string, remedy: string): Unusable {
  return { detail, says: `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`, remedy };
}
