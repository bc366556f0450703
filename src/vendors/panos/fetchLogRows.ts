// Asking a log: the query is a job that is started, polled with growing pauses, and ended when nobody waits for it any more.

import { mapKnown, type Observation } from '../../domain/observation.js';
import type { PanosClient } from './client.js';
import { keepLogFields, type LogRowWords, parseJobId, parseJobStatus, parseLogRows } from './parseLog.js';
import type { Question } from './question.js';
import type { ReadName } from './reads.js';
import type { CollectOptions, XmlNode } from './xml.js';

/** Vendor limit of one query. */
export const mostRows = 5_000;

const finishMs = 3_000;

/** @returns rows newest first, at most `limit` */
export async function fetchLogRows(
  question: Question,
  read: ReadName,
  values: Readonly<Record<string, string>>,
  limit: number,
): Promise<Observation<readonly LogRowWords[]>> {
  const collect = { keep: keepLogFields };
  return mapKnown(await queryLog(question, read, values, limit, collect), ({ rows }) => rows);
}

/** The same as it came. */
export async function fetchLogReply(
  question: Question,
  read: ReadName,
  values: Readonly<Record<string, string>>,
  limit: number,
): Promise<Observation<XmlNode>> {
  return mapKnown(await queryLog(question, read, values, limit, {}), ({ reply }) => reply);
}

interface LogReply {
  readonly reply: XmlNode;
  readonly rows: readonly LogRowWords[];
}

async function queryLog(
  question: Question,
  read: ReadName,
  values: Readonly<Record<string, string>>,
  limit: number,
  collect: CollectOptions,
): Promise<Observation<LogReply>> {
  // `target` is not honored for logs: behind Panorama they are Panorama's own.
  const unit = await question.session.units.unitFor(question);
  if (!unit.known) return unit;
  const started = await question.readFrom(unit.value, read, { ...values, limit }, { toTarget: false });
  if (!started.known) return started;
  const job = parseJobId(started.value);
  if (job === null)
    return question.gap(
      'unreadable',
      'The firewall took the log query without a job number.',
      'Report it with the version.',
    );
  const answer = await poll(question, unit.value, job, collect);
  // Without waiting: whoever asked may be gone already, and the job would stay on the management plane.
  if (!answer.known) void finish(question, unit.value, job);
  return answer;
}

async function poll(
  question: Question,
  unit: PanosClient,
  job: number,
  collect: CollectOptions,
): Promise<Observation<LogReply>> {
  const giveUpMs = question.nowMs + question.session.settings.timeouts.logMs;
  for (let polls = 0; ; polls += 1) {
    if (!(await question.pause(polls, giveUpMs)))
      return question.gap(
        'timeout',
        'The firewall did not finish the log query in time.',
        'Ask for a shorter time range; the log of a busy firewall is slow.',
      );
    const reply = await question.readFrom(
      unit,
      'log-poll',
      { job },
      { toTarget: false, slow: true, collect },
    );
    if (!reply.known) return reply;
    const status = parseJobStatus(reply.value);
    const rows = status === 'FIN' ? parseLogRows(reply.value) : [];
    if (status === null || rows === null)
      return question.gap(
        'unreadable',
        'The firewall answered the log query without a log.',
        'Ask again; if it stays, report it with the version.',
      );
    if (status === 'FIN') return question.known({ reply: reply.value, rows });
  }
}

async function finish(question: Question, unit: PanosClient, job: number): Promise<void> {
  const own = question.part(new AbortController().signal, finishMs);
  await own.readFrom(unit, 'log-finish', { job }, { toTarget: false, attempts: 1 });
  own.end();
}
