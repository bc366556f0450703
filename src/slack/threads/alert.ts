// What is said of alerts that open nothing: one message, drawn again when somebody said which tunnel it means.

import { answerReport } from '../../capabilities/alert/answer.js';
import type { OutboxBody, OutboxRow } from '../../incidents/outbox.js';
import { renderCard } from '../../render/slack/index.js';
import { type Hold, once, redraw, type Said, type SayParts } from './post.js';

export type AlertBody = Extract<OutboxBody, { readonly kind: 'alert' }>;

export async function sayAlert(
  parts: SayParts,
  row: OutboxRow,
  { channel, threadTs, part, answer }: AlertBody,
  hold: Hold,
): Promise<Said> {
  const message = renderCard(answerReport(answer));
  if (part === 'post') return await once(parts, row, hold, channel, threadTs, message);
  const place = await parts.stores.outbox.placeOf(row.stream);
  if (place === null) return { place: null };
  if (!(await hold())) return { lost: true };
  await redraw(parts, place, message);
  return { place: null };
}
