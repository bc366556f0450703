// Pictures as data: what they show, never how they are drawn.

/** The negotiation between the two ends, message by message; the failed one is marked. */
export interface LadderPicture {
  readonly kind: 'ladder';
  /** The result, `IKE_AUTH refused by fw-hq: AUTHENTICATION_FAILED`; the alternative text says it too. */
  readonly title: string;
  readonly left: string;
  readonly right: string;
  /** Where each end negotiates from. */
  readonly leftAddress?: string;
  readonly rightAddress?: string;
  readonly messages: readonly {
    readonly from: 'left' | 'right';
    readonly label: string;
    readonly at: string | null;
    /** `lost`: a message without an answer. `dropped`: packets that do not arrive. */
    readonly outcome: 'ok' | 'failed' | 'lost' | 'refused' | 'dropped';
    /** Several lines where it holds line breaks. */
    readonly note: string;
  }[];
}

/** Two columns of settings, those that do not match. */
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
  /** How many rows are equal, and how many could not be read at an end; neither is drawn. */
  readonly equal?: number;
  readonly unread?: number;
}

/** What a picture shows, in a sentence for those who do not see it. */
export function alternativeText(picture: Picture): string {
  const ends = `${picture.left} and ${picture.right}`;
  if (picture.kind === 'ladder') {
    const marked = picture.messages.find((one) => one.outcome !== 'ok');
    const said = (marked?.note ?? '').replaceAll('\n', ', ');
    const note = said !== '' && !picture.title.includes(said) ? [said] : [];
    return [picture.title, ...note, `Ends: ${ends}`].join('. ');
  }
  const mismatches = picture.rows.filter((row) => row.state === 'differs');
  const rows = mismatches.slice(0, 4).map((row) => `${row.label}: ${row.left} and ${row.right}`);
  const more = mismatches.length > 4 ? [`${mismatches.length - 4} more`] : [];
  return [`${picture.title} (${ends})`, ...rows, ...more].join('; ');
}

export type Picture = LadderPicture | ComparisonPicture;
