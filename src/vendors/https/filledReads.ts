// Each request of an adapter once, filled with what this firewall has: for captures, and for the trial of rights.

/** What a request that names something is filled with. */
export type Values = Readonly<Record<string, string | number>>;

export interface FilledRead<Name extends string> {
  readonly name: Name;
  readonly values: Values;
}

/**
 * In the order of the list; without those that this firewall cannot be asked, or never is.
 * @param filled how each is filled; null: not asked. What is left out takes nothing.
 */
export function filledReads<Name extends string, Known>(
  reads: Readonly<Record<Name, unknown>>,
  filled: { readonly [R in Name]?: (known: Known) => Values | null },
  known: Known,
): readonly FilledRead<Name>[] {
  return (Object.keys(reads) as Name[]).flatMap((name) => {
    const fill = filled[name];
    const values = fill === undefined ? {} : fill(known);
    return values === null ? [] : [{ name, values }];
  });
}
