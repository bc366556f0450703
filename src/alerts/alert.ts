// An alert in the words that all monitoring systems share: what it is called, whether it still burns, its labels and its text.

/** Who posts to an address of ours. */
export const webhookSources = ['alertmanager', 'grafana', 'pagerduty', 'generic'] as const;
export type WebhookSource = (typeof webhookSources)[number];
/** `channel`: a message that another app posted for people. */
type AlertSource = WebhookSource | 'channel';

export interface Alert {
  readonly source: AlertSource;
  readonly name: string;
  readonly status: 'firing' | 'resolved';
  /** The same as long as it is the same alert: what repeats it or resolves it carries it again. */
  readonly key: string;
  /** Of this one message, where the sender numbers them: a redelivery carries it again. */
  readonly event?: string;
  /** ISO 8601 UTC; null when the sender does not tell. */
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  /** Of the alert and of its group; names as they were sent. Text from outside. */
  readonly labels: ReadonlyMap<string, string>;
  /** Titles, summaries and descriptions. Text from outside. */
  readonly texts: readonly string[];
  /** Where people look at it; http(s) only, null when there is none. */
  readonly link: string | null;
}

/** What a body holds; the reason in one sentence when it is none that we know. */
export type ReadBody =
  | { readonly ok: true; readonly source: WebhookSource; readonly alerts: readonly Alert[] }
  | { readonly ok: false; readonly why: string };

export const mostAlerts = 2000;
const mostLabels = 64;
const longestValue = 2000;

/** Bounded, without control characters: what stands in a label may be anything. */
export function plainText(value: string): string {
  return value
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, longestValue);
}

/** What is empty tells nothing. */
export function labelsFrom(
  ...tables: readonly Readonly<Record<string, unknown>>[]
): ReadonlyMap<string, string> {
  const pairs = tables.flatMap((table) =>
    Object.entries(table).flatMap(([name, value]) => {
      const text = textOf(value);
      return text === '' ? [] : [[name.slice(0, 200), text] as const];
    }),
  );
  return new Map(pairs.slice(0, mostLabels));
}

/** Words and numbers; anything else is no label. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return plainText(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** An instant as ISO 8601 UTC. Alertmanager writes the year 1 for an end that is not known. */
export function instantOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.startsWith('0001-')) return null;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

export function linkOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > longestValue || !URL.canParse(value)) return null;
  const { protocol, username, password } = new URL(value);
  return /^https?:$/.test(protocol) && username === '' && password === '' ? value : null;
}
