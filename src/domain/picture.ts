// Pictures as data: what they show, never how they are drawn.

/** The negotiation between the two ends, message by message; the failed one is marked. */
export interface LadderPicture {
  readonly kind: 'ladder';
  readonly title: string;
  readonly left: string;
  readonly right: string;
  readonly messages: readonly {
    readonly from: 'left' | 'right';
    readonly label: string;
    readonly at: string | null;
    readonly outcome: 'ok' | 'failed' | 'lost' | 'refused';
    readonly note: string;
  }[];
}

/** Two columns of settings; rows that differ are marked. */
export interface ComparisonPicture {
  readonly kind: 'comparison';
  readonly title: string;
  readonly left: string;
  readonly right: string;
  readonly rows: readonly {
    readonly label: string;
    readonly left: string;
    readonly right: string;
    readonly state: 'same' | 'differs' | 'unknown';
  }[];
}

export type Picture = LadderPicture | ComparisonPicture;
