// Which message an alert that opens nothing leads to, and where it stands.

import { senderNames } from '../../alerts/senders.js';
import type { AlertRow, Said } from '../../alerts/store.js';
import type { AlertAnswer, QuietAlert } from '../../domain/alertAnswer.js';

/** A message for people: in the thread of the message that says the alert, else in a channel; null where nobody is told. */
interface Place {
  readonly channel: string;
  readonly threadTs: string | null;
}

export function placeOf({ place, channel }: AlertRow, ofTunnel: string | null): Place | null {
  if (place !== null) return { channel: place.channel, threadTs: place.ts };
  const where = channel ?? ofTunnel;
  return where === null ? null : { channel: where, threadTs: null };
}

/** Those of one place are one message. */
export function quietSaid(
  alerts: readonly { readonly row: AlertRow; readonly quiet: QuietAlert }[],
  place: Place,
): Said | null {
  const [first] = alerts;
  if (!first) return null;
  const key = `alert:${first.row.id}:${first.row.round}`;
  return said(key, place, { about: 'quiet', alerts: alerts.map(({ quiet }) => quiet) });
}

export function severalSaid(row: AlertRow, place: Place, tunnels: readonly string[], why: string): Said {
  const { name, link } = row.alert;
  return said(severalKey(row.id), place, {
    about: 'several',
    alert: row.id,
    name,
    link,
    why,
    tunnels,
    chosen: null,
  });
}

/** Drawn again where it was asked. */
export function chosenSaid({ id, alert, place, channel }: AlertRow, tunnel: string, by: string): Said {
  const { name, link } = alert;
  const answer: AlertAnswer = {
    about: 'several',
    alert: id,
    name,
    link,
    why: '',
    tunnels: [],
    chosen: { tunnel, by },
  };
  const body = {
    kind: 'alert',
    part: 'redraw',
    channel: place?.channel ?? channel ?? '',
    threadTs: null,
    answer,
  } as const;
  return { key: `${severalKey(id)}:chosen`, stream: severalKey(id), body, once: null };
}

function severalKey(id: string): string {
  return `alert:${id}`;
}

/** Once for alerts of this name, however many there are and however often they come. */
export function noneSaid({ id, round, alert }: AlertRow, place: Place, why: string): Said {
  const { name, source, link } = alert;
  const answer: AlertAnswer = { about: 'none', name, source: senderNames[source], link, why };
  return { ...said(`alert:${id}:${round}`, place, answer), once: `alert of no tunnel ${source} ${name}` };
}

function said(key: string, { channel, threadTs }: Place, answer: AlertAnswer): Said {
  return { key, stream: key, body: { kind: 'alert', part: 'post', channel, threadTs, answer }, once: null };
}
