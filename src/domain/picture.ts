// Pictures as data: what they show, never how they are drawn.

import type { TunnelState } from './live.js';

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

/** The past of a tunnel over a span of time: a band of its states, what passed each way, and what happened. */
export interface HistoryPicture {
  readonly kind: 'history';
  /** The result, `paris-hq, last 7 d: 99.2 % available, 2 outages`. */
  readonly title: string;
  /** ISO 8601 UTC, as all instants of it. */
  readonly from: string;
  readonly to: string;
  /** Where the axis is labelled; the labels are in the zone that `zone` names. */
  readonly ticks: readonly { readonly at: string; readonly label: string }[];
  readonly zone: string;
  /** In order, from the beginning to the end of the span. */
  readonly stretches: readonly {
    readonly from: string;
    readonly to: string;
    readonly state: TunnelState | 'flapping' | 'planned';
  }[];
  /** How long each state lasted in all, as text; those that there are. */
  readonly lasted: readonly {
    readonly state: TunnelState | 'flapping' | 'planned';
    readonly text: string;
  }[];
  /** Bytes a second in steps of equal length over the whole span; null where nothing is known. Null: nothing is known at all. */
  readonly traffic: {
    readonly in: readonly (number | null)[];
    readonly out: readonly (number | null)[];
    /** The largest of each, as text. */
    readonly mostIn: string;
    readonly mostOut: string;
  } | null;
  readonly rekeys: readonly string[];
  /** Changes and what else happened, in order; numbered in the picture. */
  readonly events: readonly { readonly at: string; readonly time: string; readonly text: string }[];
  /** What the band cannot show in a sentence: since when anything is known, what was longest. */
  readonly says: readonly string[];
}

/** What a picture shows, in a sentence for those who do not see it. */
export function alternativeText(picture: Picture): string {
  if (picture.kind === 'history') return historyText(picture);
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

function historyText({ title, says, traffic, rekeys, events }: HistoryPicture): string {
  const passed = traffic ? [`Traffic up to ${traffic.mostIn} in, ${traffic.mostOut} out`] : [];
  const happened = events.slice(0, 3).map(({ time, text }) => `${time} ${text}`);
  const more = events.length > 3 ? [`${events.length - 3} more changes`] : [];
  const renewed = rekeys.length > 0 ? [`${rekeys.length} ${rekeys.length === 1 ? 'rekey' : 'rekeys'}`] : [];
  return [title, ...says, ...passed, ...renewed, ...happened, ...more].join('; ');
}

export type Picture = LadderPicture | ComparisonPicture | HistoryPicture;
