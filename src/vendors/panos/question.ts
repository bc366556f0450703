// One question to one firewall: its deadline, what it cost, and reads that answer observations.

import type { CallContext } from '../../domain/device.js';
import {
  type Gap,
  type GapReason,
  gap,
  type Known,
  known,
  type Observation,
} from '../../domain/observation.js';
import { clockDeadline } from '../../support/deadline.js';
import type { PanosClient } from './client.js';
import { hasRows } from './errorInside.js';
import type { Fault } from './fault.js';
import type { ReadName } from './reads.js';
import { requireElements, requireRows, type TableKind } from './reply.js';
import { type ReadRequest, readRequest } from './requests.js';
import { lackingRight } from './rights.js';
import type { Session } from './session.js';
import type { CollectOptions, XmlNode } from './xml.js';

export interface ReadOptions {
  readonly collect?: CollectOptions;
  /** A large reply: the longer timeout applies. */
  readonly slow?: boolean;
  readonly attempts?: number;
  readonly timeoutMs?: number;
  readonly toTarget?: boolean;
  /** The command answers a table: text instead of rows is a gap. */
  readonly table?: TableKind;
  /** The command answers text, which is a gap for every other one. */
  readonly text?: boolean;
}

type Values = Readonly<Record<string, string | number>>;

/** The other unit of a pair is worth asking when one fails so. */
const gone: readonly GapReason[] = ['unreachable', 'timeout', 'busy', 'standby'];

export class Question {
  readonly session: Session;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  /** Answers of a passive unit mean nothing for this question. */
  readonly needsActive: boolean;
  #calls = 0;
  readonly #asked: string[] = [];
  readonly #done = new AbortController();

  constructor(session: Session, call: CallContext, needsActive: boolean) {
    this.session = session;
    this.needsActive = needsActive;
    this.deadlineMs = Date.parse(call.deadlineAt);
    this.signal = clockDeadline(session.clock, call.signal, this.deadlineMs, this.#done.signal);
  }

  /** Stops the timer of the deadline. */
  end(): void {
    this.#done.abort();
  }

  /** A part that outlives this question's asker: several questions wait for it. */
  part(signal: AbortSignal, milliseconds: number): Question {
    const deadlineAt = new Date(this.nowMs + milliseconds).toISOString();
    return new Question(this.session, { signal, deadlineAt }, this.needsActive);
  }

  /** Takes over the cost of a part that was asked for this question. */
  adopt(part: Question): void {
    this.#calls += part.#calls;
    for (const says of part.#asked) if (!this.#asked.includes(says)) this.#asked.push(says);
  }

  get nowMs(): number {
    return this.session.clock.now().getTime();
  }

  /** Reads from the unit that terminates the tunnels; when it is gone meanwhile, from the other one. */
  async read(name: ReadName, values: Values = {}, options: ReadOptions = {}): Promise<Observation<XmlNode>> {
    const unit = await this.session.units.unitFor(this);
    if (!unit.known) return unit;
    const first = await this.readFrom(unit.value, name, values, options);
    if (first.known || this.session.units.count === 1 || !gone.includes(first.reason)) return first;
    this.session.units.forget();
    const other = await this.session.units.unitFor(this);
    if (!other.known || other.value === unit.value) return first;
    return this.readFrom(other.value, name, values, options);
  }

  async readFrom(
    unit: PanosClient,
    name: ReadName,
    values: Values = {},
    options: ReadOptions = {},
  ): Promise<Observation<XmlNode>> {
    const request = readRequest(name, values);
    const { timeouts } = this.session.settings;
    if (!this.#asked.includes(request.says)) this.#asked.push(request.says);
    const outcome = await unit.read(request, {
      signal: this.signal,
      deadlineMs: this.deadlineMs,
      timeoutMs: options.timeoutMs ?? (options.slow ? timeouts.slowCallMs : timeouts.callMs),
      ...(options.collect ? { collect: options.collect } : {}),
      ...(options.attempts ? { attempts: options.attempts } : {}),
      ...(options.toTarget === undefined ? {} : { toTarget: options.toTarget }),
      onCall: () => {
        this.#calls += 1;
        this.session.countCall();
      },
    });
    if (!outcome.ok) return this.gapOf(outcome.fault, request);
    const checked = options.table
      ? requireRows(outcome.value, options.table)
      : options.text
        ? outcome
        : requireElements(outcome.value);
    return checked.ok ? this.known(checked.value) : this.gapOf(checked.fault, request);
  }

  /** Rows that were there and of which none could be read are not "no rows". */
  knownRows<T>(reply: XmlNode, rows: readonly T[]): Observation<readonly T[]> {
    return rows.length > 0 || !hasRows(reply)
      ? this.known(rows)
      : this.gap(
          'unreadable',
          'The firewall answered with rows of an unknown form.',
          'Report it with the version.',
        );
  }

  known<T>(value: T): Known<T> {
    return known(value, {
      device: this.session.name,
      request: this.#asked.join('; ') || 'remembered',
      at: this.session.clock.now().toISOString(),
      fromCache: false,
      calls: this.#calls,
    });
  }

  gap(reason: GapReason, says: string, remedy: string, request?: string): Gap {
    return gap({
      reason,
      says,
      remedy,
      device: this.session.name,
      request: request ?? this.#asked.at(-1) ?? '',
      at: this.session.clock.now().toISOString(),
    });
  }

  gapOf(fault: Fault, request: ReadRequest): Gap {
    const behindPanorama = this.session.settings.panorama !== undefined;
    const { says, remedy } = fault.lacksRight
      ? lackingRight(request.form, request.says, fault.told ?? '', behindPanorama)
      : fault;
    return this.gap(fault.reason, says, remedy, request.says);
  }
}
