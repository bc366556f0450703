// What is said of alerts that open nothing, as it is kept until it stands in a channel. Texts are from outside.

/** Why an alert opens nothing although it burns. */
export const quietOutcomes = ['muted', 'maintenance', 'idle', 'disabled', 'rekeying', 'up'] as const;
export type QuietOutcome = (typeof quietOutcomes)[number];

export interface QuietAlert {
  readonly name: string;
  /** http(s) only; null when there is none. */
  readonly link: string | null;
  readonly tunnel: string;
  readonly outcome: QuietOutcome;
  /** What that rests on: one sentence. */
  readonly says: string;
}

export type AlertAnswer =
  | { readonly about: 'quiet'; readonly alerts: readonly QuietAlert[] }
  | {
      readonly about: 'several';
      /** By which it is kept. */
      readonly alert: string;
      readonly name: string;
      readonly link: string | null;
      /** What was taken for what; a sentence without its point. */
      readonly why: string;
      readonly tunnels: readonly string[];
      /** Null while nobody said which. */
      readonly chosen: { readonly tunnel: string; readonly by: string } | null;
    }
  | {
      readonly about: 'none';
      readonly name: string;
      readonly source: string;
      readonly link: string | null;
      readonly why: string;
    };
