// The handoff of a shift in its team's channel: composed when it is posted, the outgoing and the incoming people named.

import type { OutboxRow } from '../../incidents/outbox.js';
import { mentioned, renderSlack } from '../../render/slack/index.js';
import type { HandoffBody } from './ports.js';
import { type Hold, once, type Said, type SayParts } from './say.js';

export async function sayHandoff(
  parts: SayParts,
  row: OutboxRow,
  body: HandoffBody,
  hold: Hold,
  signal: AbortSignal,
): Promise<Said> {
  const kept = await parts.stores.shifts.handoff(body.handoff);
  if (kept?.ts && kept.channel) return { place: { channel: kept.channel, ts: kept.ts } };
  if (!(await hold())) return { lost: true };
  const report = await parts.incidents.composeHandoff(body, signal);
  const { card, thread } = renderSlack(report, { plan: false, asked: null });
  const said = await once(
    parts,
    row,
    hold,
    body.channel,
    null,
    mentioned(card, body.outgoing, body.incoming),
  );
  if (!('place' in said) || said.place === null) return said;
  const { channel, ts } = said.place;
  for (const [index, message] of thread.entries()) {
    const part = { key: `${row.key}/${index + 1}`, at: row.at, begun: row.begun };
    const more = await once(parts, part, hold, channel, ts, message);
    if ('lost' in more) return more;
  }
  await parts.stores.shifts.placeHandoff(body.handoff, channel, ts);
  return said;
}
