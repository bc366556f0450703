// A regular expression that the configuration names, as those see it who match with it.

/** `RegExp` is one; one over texts from outside is bounded in time. */
export interface Expression {
  readonly source: string;
  /** Null also where the time did not suffice. */
  exec(
    text: string,
  ): { readonly index: number; readonly groups?: Readonly<Record<string, string>> | undefined } | null;
}
