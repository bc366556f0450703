// The handoff of a shift in its team's channel: composed once, posted once, and drawn again when somebody took the shift over.

import { confirms } from '../../capabilities/handoff/report.js';
import type { OutboxRow } from '../../incidents/outbox.js';
import { type HandoffPeople, renderHandoff } from '../../render/slack/index.js';
import type { HandoffContent, KeptHandoff } from '../../shifts/store.js';
import type { HandoffBody } from './ports.js';
import { type Hold, keepHolding, once, redraw, type Said, type SayParts } from './post.js';

export async function sayHandoff(
  parts: SayParts,
  row: OutboxRow,
  body: HandoffBody,
  hold: Hold,
  signal: AbortSignal,
): Promise<Said> {
  const { shifts } = parts.stores;
  const kept = await shifts.handoff(body.handoff);
  if (kept?.ts && kept.channel) return { place: { channel: kept.channel, ts: kept.ts } };
  if (!(await hold())) return { lost: true };
  const content = (await shifts.content(body.handoff)) ?? (await compose(parts, body, hold, signal));
  // We are stopping: what was composed saw half of the devices. The next process composes anew.
  if (content === null) return row.begun ? { lost: true } : { wait: 0 };
  const { card, thread } = draw(content, null);
  const said = await once(parts, row, hold, body.channel, null, card);
  if (!('place' in said) || said.place === null) return said;
  const { channel, ts } = said.place;
  for (const [index, message] of thread.entries()) {
    const part = { key: `${row.key}/${index + 1}`, at: row.at, begun: row.begun };
    const more = await once(parts, part, hold, channel, ts, message);
    if ('lost' in more) return more;
  }
  await shifts.placeHandoff(body.handoff, channel, ts);
  return said;
}

/**
 * Kept before it is posted: after a crash between the message and its thread the rest belongs to the same handoff.
 * Null when we were stopped meanwhile.
 */
async function compose(
  parts: SayParts,
  body: HandoffBody,
  hold: Hold,
  signal: AbortSignal,
): Promise<HandoffContent | null> {
  const composed = new AbortController();
  const holding = keepHolding(parts, hold, composed.signal);
  try {
    const report = await parts.incidents.composeHandoff(body, signal);
    if (signal.aborted) return null;
    const { outgoing, incoming } = body;
    return await parts.stores.shifts.keepContent(body.handoff, { report, outgoing, incoming });
  } finally {
    composed.abort();
    await holding;
  }
}

/** The button goes, and the message says who took over. */
export async function sayConfirmed(parts: SayParts, handoff: string, hold: Hold): Promise<Said> {
  const { shifts } = parts.stores;
  const kept = await shifts.handoff(handoff);
  const content = await shifts.content(handoff);
  if (!kept?.channel || !kept.ts || content === null) return { place: null };
  const place = { channel: kept.channel, ts: kept.ts };
  if (!(await hold())) return { lost: true };
  await redraw(parts, place, draw(content, kept).card);
  return { place };
}

function draw({ report, outgoing, incoming }: HandoffContent, kept: KeptHandoff | null) {
  return renderHandoff(report, { outgoing, incoming, confirmed: confirmedOf(incoming, kept) }, confirms);
}

function confirmedOf(incoming: readonly string[], kept: KeptHandoff | null): HandoffPeople['confirmed'] {
  if (!kept?.confirmedBy || kept.confirmedAt === null) return null;
  const { id, name } = kept.confirmedBy;
  // Who is in a user group is not known here; then nothing is said about it.
  const onlyPeople = incoming.length > 0 && incoming.every((one) => /^[UW]/.test(one));
  return { by: name, at: kept.confirmedAt, unexpected: onlyPeople && !incoming.includes(id) };
}
