// Asking the event log: page by page, and a search on disk or FortiAnalyzer again by its number until it is done.

import type { Observation } from '../../domain/observation.js';
import { type LogRow, parseLogRows, parseSearch, rowTime } from './parseLog.js';
import type { Question } from './question.js';
import type { LogStore } from './settings.js';
import { row, rows, text } from './words.js';

/** What one reply holds; more slows the device down. */
const pageRows = 500;
const storeFreshMs = 3_600_000;

export interface LogQuery {
  readonly subtype: 'vpn' | 'system' | 'ha';
  /** Rows before are not asked for, milliseconds. */
  readonly sinceMs: number;
  readonly most: number;
  /** A search that may cost one call at a time and goes on with the next question: its number while it is worked on. */
  readonly inTurns?: { search: number | null };
}

export interface LogFound {
  /** Newest first. */
  readonly rows: readonly LogRow[];
  /** The log holds older rows of that time. */
  readonly truncated: boolean;
}

export async function fetchLogRows(question: Question, query: LogQuery): Promise<Observation<LogFound>> {
  const store = await fetchStore(question);
  if (!store.known) return store;
  const found: LogRow[] = [];
  let session: number | null = query.inTurns?.search ?? null;
  for (let start = 0; ; start += pageRows) {
    const page = await fetchPage(question, { store: store.value, ...query, start, session });
    if (!page.known) return page;
    ({ session } = page.value);
    found.push(...page.value.rows.filter((one) => isOf(one, query)));
    const oldest = page.value.rows.at(-1);
    const reachesBack = oldest === undefined || (Date.parse(rowTime(oldest) ?? '') || 0) < query.sinceMs;
    if (page.value.isLast || reachesBack || found.length >= query.most || query.inTurns) {
      const newestFirst = found.toSorted((a, b) => (rowTime(b) ?? '').localeCompare(rowTime(a) ?? ''));
      const isWhole = page.value.isLast || reachesBack;
      return question.known({
        rows: newestFirst.slice(0, query.most),
        truncated: !isWhole || newestFirst.length > query.most,
      });
    }
  }
}

/** The memory of a device mixes subtypes, whatever path and filter say. A row without time is one of now. */
function isOf(one: LogRow, { subtype, sinceMs }: LogQuery): boolean {
  const at = rowTime(one);
  return (one.subtype === undefined || one.subtype === subtype) && (at === null || Date.parse(at) >= sinceMs);
}

interface Page {
  readonly rows: readonly LogRow[];
  readonly session: number | null;
  readonly isLast: boolean;
}

async function fetchPage(
  question: Question,
  at: {
    readonly store: LogStore;
    readonly subtype: string;
    readonly start: number;
    readonly session: number | null;
    readonly inTurns?: LogQuery['inTurns'];
  },
): Promise<Observation<Page>> {
  const giveUpMs = question.nowMs + question.session.settings.timeouts.logMs;
  let { session } = at;
  for (let calls = 1; ; calls += 1) {
    const values = { store: at.store, subtype: at.subtype, rows: pageRows, start: at.start };
    const reply =
      session === null
        ? await question.read('event-log', values, { slow: true })
        : await question.read('event-log-more', { ...values, session }, { slow: true });
    if (!reply.known) return reply;
    const told = rows(reply.value.results);
    if (told === null) return noLog(question);
    const search = parseSearch(reply.value.envelope);
    session = search.session ?? session;
    const isDone = search.isComplete || session === null;
    if (at.inTurns) at.inTurns.search = isDone ? null : session;
    if (isDone) {
      const isLast = search.total === null ? told.length < pageRows : at.start + told.length >= search.total;
      return question.known({
        rows: parseLogRows(told),
        session,
        isLast: isLast || told.length === 0,
        calls,
      });
    }
    if (at.inTurns !== undefined || !(await question.pause(calls - 1, giveUpMs)))
      return question.gap(
        'timeout',
        'The firewall did not finish the search of its log in time.',
        'Ask for a shorter time range, or name another store of its log in our configuration (log).',
      );
  }
}

function noLog(question: Question) {
  return question.gap(
    'unreadable',
    'The firewall answered the search of its log without rows.',
    'Ask again; if it stays, report it with the version.',
  );
}

/** As configured; else the disk where there is one, because the memory is small and empty after a restart. */
export function fetchStore(question: Question): Promise<Observation<LogStore>> {
  const { log } = question.session.settings;
  if (log !== undefined) return Promise.resolve(question.known(log));
  return question.session.logStore.ask(question, storeFreshMs, async (part) => {
    const reply = await part.read('status');
    if (!reply.known) return reply;
    const told = row(reply.value.results);
    const hasDisk = told !== null && text(told, 'log_disk_status') === 'available';
    return part.known(hasDisk ? 'disk' : 'memory');
  });
}
