// `log/<place>/event/<subtype>`: which rows a search finds, and how long one on disk or FortiAnalyzer takes.
// The envelope is as documented, no capture. That memory gives every subtype, whatever the path says, is told by users.
import type { Device } from '../device/device.js';
import { page, readFilters } from './entry.js';
import { type Envelope, type Frame, failure, success } from './envelope.js';
import { logRows, printedRow } from './log-rows.js';

const DEFAULT_ROWS = 20;
const MOST_ROWS = 1024;
/** What the memory of a small device holds. */
const MEMORY_ROWS = 2000;
const SEARCHES_KEPT = 32;

interface Search {
  readonly startedMs: number;
  polls: number;
}

export interface Found {
  readonly httpStatus: number;
  readonly body: Envelope;
}

export class LogSearches {
  private readonly searches = new Map<number, Search>();
  private nextId = 1;
  /** When set, no search is ever complete. */
  stuck = false;

  constructor(
    private readonly device: Device,
    private readonly elapsedMs: () => number,
  ) {}

  answer(frame: Frame, words: readonly string[], parameters: URLSearchParams): Found {
    const [place = '', category = '', subtype = ''] = words;
    const known = ['memory', ...(this.device.spec.logPlaces ?? [])];
    if (!known.includes(place) || category !== 'event' || subtype === '')
      return { httpStatus: 404, body: failure(frame, 404, -3) };
    const test = readFilters(parameters.getAll('filter'));
    const wanted = Number(parameters.get('rows') ?? DEFAULT_ROWS);
    if (test === undefined || !Number.isInteger(wanted) || wanted < 1)
      return { httpStatus: 400, body: failure(frame, 400, -651) };
    const id = this.search(parameters);
    const isDone = this.isComplete(id, place);
    const nowMs = this.device.advance();
    const rows = isDone ? this.rowsIn(place, subtype, frame.vdom, nowMs) : [];
    const matching = rows.filter(test);
    const paged = new URLSearchParams(parameters);
    paged.set('rows', String(Math.min(wanted, MOST_ROWS)));
    const body = success(frame, page(matching, paged, 'rows'), {
      device: place,
      category,
      subcategory: subtype,
      rows: wanted,
      start: Number(parameters.get('start') ?? 0),
      session_id: id,
      completed: isDone ? 100 : 40,
      total_lines: matching.length,
    });
    return { httpStatus: 200, body };
  }

  private rowsIn(place: string, subtype: string, vdom: string, nowMs: number) {
    const all = logRows(this.device, nowMs).filter((row) => row.vdom === vdom);
    const held =
      place === 'memory' ? all.slice(0, MEMORY_ROWS) : all.filter(({ record }) => record.subtype === subtype);
    return held.map((row, index) => printedRow(this.device, row, index + 1));
  }

  private search(parameters: URLSearchParams): number {
    const asked = Number(parameters.get('session_id') ?? 0);
    if (this.searches.has(asked)) return asked;
    const id = this.nextId++;
    this.searches.set(id, { startedMs: this.elapsedMs(), polls: 0 });
    const [oldest] = this.searches.keys();
    if (this.searches.size > SEARCHES_KEPT && oldest !== undefined) this.searches.delete(oldest);
    return id;
  }

  /** Memory is read at once; the other places work on it. */
  private isComplete(id: number, place: string): boolean {
    const search = this.searches.get(id);
    if (this.stuck || search === undefined) return false;
    if (place === 'memory') return true;
    search.polls += 1;
    const { readyAfterMs, activePolls } = this.device.spec.logJob;
    return search.polls > activePolls && this.elapsedMs() - search.startedMs >= readyAfterMs;
  }
}
