// Log queries as jobs: enqueue, poll until finished, fetch, finish.
import { timeOfDay } from '../device/clock.js';
import { type Predicate, parseQuery, type Row } from './log-query.js';
import { lineError, type Reply, success } from './reply.js';
import { type Element, el, fields, withAttributes } from './xml.js';

const DEFAULT_ROWS = 20;
const MOST_ROWS = 5000;
const JOBS_KEPT = 64;

export interface LogSource {
  /** Newest first; read only as far as the query needs. */
  readonly rows: (logType: string) => Iterable<Row>;
  readonly timezone: string;
  /** Device time in milliseconds. */
  readonly deviceTime: () => number;
  readonly readiness: { readonly readyAfterMs: number; readonly activePolls: number };
  /** A clock that only goes forward; the simulated one may stand still. */
  readonly elapsedMs: () => number;
}

interface Job {
  readonly id: number;
  readonly startedMs: number;
  readonly deviceTimeMs: number;
  readonly rows: readonly Row[];
  polls: number;
}

export class LogJobs {
  private readonly jobs = new Map<number, Job>();
  private nextId = 1;
  /** When set, no job ever leaves PEND. */
  stuck = false;

  constructor(private readonly source: LogSource) {}

  answer(parameters: URLSearchParams): Reply {
    const action = parameters.get('action');
    if (action === null) return this.enqueue(parameters);
    const job = this.jobs.get(Number(parameters.get('job-id')));
    if (job === undefined) return lineError(7, ` job ${parameters.get('job-id') ?? ''} not found`);
    if (action === 'get') return this.poll(job);
    if (action === 'finish') {
      this.jobs.delete(job.id);
      return success();
    }
    return lineError(17, ` action ${action} is unexpected`);
  }

  private enqueue(parameters: URLSearchParams): Reply {
    const logType = parameters.get('log-type') ?? '';
    if (logType !== 'system' && logType !== 'config')
      return lineError(17, ` log-type ${logType} is unexpected`);
    const predicate = parseQuery(parameters.get('query') ?? '');
    const wanted = Number(parameters.get('nlogs') ?? DEFAULT_ROWS);
    const skip = Number(parameters.get('skip') ?? 0);
    if (
      predicate === undefined ||
      !Number.isInteger(wanted) ||
      wanted < 1 ||
      wanted > MOST_ROWS ||
      !Number.isInteger(skip)
    ) {
      return lineError(17, ' query is invalid');
    }
    const backward = parameters.get('dir') !== 'forward';
    const rows = collect(
      this.source.rows(logType),
      predicate,
      backward ? skip + wanted : Number.POSITIVE_INFINITY,
    );
    const ordered = backward ? rows : rows.toReversed();
    const id = this.nextId++;
    this.jobs.set(id, {
      id,
      startedMs: this.source.elapsedMs(),
      deviceTimeMs: this.source.deviceTime(),
      rows: ordered.slice(skip, skip + wanted),
      polls: 0,
    });
    const oldest = [...this.jobs.keys()][0];
    if (this.jobs.size > JOBS_KEPT && oldest !== undefined) this.jobs.delete(oldest);
    const message = el('msg', el('line', `query job enqueued with jobid ${id}`));
    return {
      httpStatus: 200,
      body: success(message, el('job', id)).body.replace('status="success"', 'status="success" code="19"'),
    };
  }

  private poll(job: Job): Reply {
    job.polls += 1;
    const { readyAfterMs, activePolls } = this.source.readiness;
    const waited = this.source.elapsedMs() - job.startedMs;
    if (this.stuck) return this.jobReply(job, 'PEND', []);
    if (job.polls <= activePolls || waited < readyAfterMs) return this.jobReply(job, 'ACT', []);
    return this.jobReply(job, 'FIN', job.rows);
  }

  private jobReply(job: Job, status: 'PEND' | 'ACT' | 'FIN', rows: readonly Row[]): Reply {
    const enqueued = timeOfDay(job.deviceTimeMs, this.source.timezone);
    const finished = status === 'FIN';
    const logs = withAttributes(el('logs', ...rows.map(rowEntry)), {
      count: String(rows.length),
      progress: finished ? '100' : '0',
    });
    const times = { tenq: enqueued, tdeq: enqueued, tlast: finished ? enqueued : '00:00:00' };
    return success(el('job', ...fields({ ...times, status, id: job.id })), el('log', logs));
  }
}

/** The first matching rows; stops reading when there are enough. */
function collect(rows: Iterable<Row>, predicate: Predicate, limit: number): Row[] {
  const found: Row[] = [];
  for (const row of rows) {
    if (!predicate(row)) continue;
    found.push(row);
    if (found.length >= limit) break;
  }
  return found;
}

function rowEntry(row: Row): Element {
  const { logid = '', ...values } = row;
  return withAttributes(el('entry', ...fields(values)), { logid });
}
