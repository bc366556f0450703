// A notice in its channel: settled when its moment of gathering is over, posted once with its first diagnosis, drawn again when it changes.

import { noticeReport } from '../../capabilities/notice/report.js';
import { type Incident, incidentFrom } from '../../incidents/incident.js';
import { noticeStream, type OutboxRow } from '../../incidents/outbox.js';
import type { FirstDiagnosis, Notice } from '../../notices/notice.js';
import { settle } from '../../notices/settle.js';
import { takenOver } from '../../notices/takenOver.js';
import { renderCard, renderEvent } from '../../render/slack/index.js';
import type { NoticeBody } from './ports.js';
import { type Hold, keepHolding, once, redraw, type Said, type SayParts } from './post.js';

/** Who is on call hears of the state by then, whatever devices take. */
const patienceMs = 20_000;
/** Longer than a diagnosis takes. */
const longPatienceMs = 120_000;
/** What is over and could not be said for so long is no news: the handoff tells it. */
const staleMs = 3_600_000;
const busyWaitMs = 2000;
const mostOpen = 1000;

export async function sayNotice(
  parts: SayParts,
  row: OutboxRow,
  { notice: id, part, reply }: NoticeBody,
  hold: Hold,
  signal: AbortSignal,
): Promise<Said> {
  if (part === 'post') return await post(parts, row, id, hold, signal);
  const place = await parts.stores.outbox.placeOf(noticeStream(id));
  const notice = await parts.stores.notices.notice(id);
  // Never posted: then nothing is to be corrected.
  if (!place || !notice) return { place: null };
  // Its message was posted with this change in it: an edit with the same words is none.
  if (part === 'redraw' && row.seq <= (notice.posted ?? -1)) return { place: null };
  const shown = part === 'explain' ? await diagnosed(parts, notice, longPatienceMs, hold, signal) : notice;
  if (shown === 'busy') return { wait: busyWaitMs };
  if (signal.aborted && part === 'explain') return row.begun ? { lost: true } : { wait: 0 };
  if (!(await hold())) return { lost: true };
  // What changed again since is drawn by the row that follows, which is next in this thread.
  if (part === 'explain' || row.seq === shown.seq) await redraw(parts, place, draw(shown));
  if (reply === null) return { place: null };
  const said = renderEvent([{ kind: 'paragraph', text: reply }], []);
  return await once(parts, row, hold, place.channel, place.ts, said);
}

async function post(
  parts: SayParts,
  row: OutboxRow,
  id: string,
  hold: Hold,
  signal: AbortSignal,
): Promise<Said> {
  const { clock, stores } = parts;
  await settled(parts, id);
  const gathered = await stores.notices.notice(id);
  if (!gathered || isEmpty(gathered)) return { place: null };
  if (gathered.phase === 'over' && clock.now().getTime() - Date.parse(gathered.changedAt) > staleMs)
    return { place: null };
  const found = await diagnosed(parts, gathered, patienceMs, hold, signal);
  // The state is not held up by other diagnoses.
  const shown = found === 'busy' ? gathered : found;
  // Stopping: the next process diagnoses anew.
  if (signal.aborted) return row.begun ? { lost: true } : { wait: 0 };
  const isLate = shown.diagnosis === null && shown.tunnels.length > 0 && shown.phase === 'standing';
  if (isLate) await addDiagnosing(parts, id);
  const said = await once(parts, row, hold, shown.channel, null, draw(shown));
  // One that somebody else began may stand there with older words.
  if (!row.begun && 'place' in said) await stores.notices.posted(id, shown.seq);
  return said;
}

function isEmpty({ tunnels, devices }: Notice): boolean {
  return tunnels.length === 0 && devices.length === 0;
}

/** Safe to do twice: a notice that is settled stays as it is. */
async function settled({ clock, incidents, stores }: SayParts, id: string): Promise<void> {
  const open = await stores.incidents.list({ open: true, limit: mostOpen });
  const withIncident = new Set(open.flatMap((events) => incidentFrom(events).tunnels));
  const at = clock.now().toISOString();
  const newId = (): string => incidents.newId('notice');
  await stores.notices.change([], at, (notices) => settle(notices, id, { at, newId, withIncident }));
}

/** The notice as it stands when the diagnosis is there, or patience is over: others may have changed it meanwhile. */
async function diagnosed(
  parts: SayParts,
  notice: Notice,
  waitMs: number,
  hold: Hold,
  signal: AbortSignal,
): Promise<Notice | 'busy'> {
  if (notice.diagnosis !== null || notice.tunnels.length === 0) return notice;
  const done = new AbortController();
  const holding = keepHolding(parts, hold, done.signal);
  let found: FirstDiagnosis | 'busy' | null;
  try {
    found = await parts.incidents.diagnoseNotice(notice, waitMs, signal);
  } finally {
    done.abort();
    await holding;
  }
  if (found === 'busy') return found;
  const { notices } = parts.stores;
  if (found !== null) await notices.keepDiagnosis(notice.id, found);
  return (await notices.notice(notice.id)) ?? notice;
}

async function addDiagnosing({ clock, stores }: SayParts, notice: string): Promise<void> {
  await stores.notices.change([], clock.now().toISOString(), () => ({
    notices: [],
    rows: [{ notice, seq: 0, part: 'explain', reply: null, notBefore: null }],
  }));
}

/** The notices of its tunnels offer no second incident; safe to do again. */
export async function leaveToIncident(
  { clock, stores }: Pick<SayParts, 'clock' | 'stores'>,
  { id: incident, tunnels }: Incident,
): Promise<void> {
  const at = clock.now().toISOString();
  const keys = tunnels.map((tunnel) => `notice ${tunnel} taken over by ${incident}`);
  await stores.notices.change(keys, at, (open) => takenOver(open, { tunnels, incident, at }));
}

function draw(notice: Notice) {
  return renderCard(noticeReport(notice));
}
