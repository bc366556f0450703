// What every question to a firewall has: its deadline, what it cost, and one read from one unit as an observation.

import type { Clock } from '../../domain/clock.js';
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
import type { PanosSettings } from './settings.js';
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

export type Values = Readonly<Record<string, string | number>>;

/** What a question needs of the firewall that it is put to. */
export interface Asked {
  readonly name: string;
  readonly clock: Clock;
  readonly settings: Pick<PanosSettings, 'timeouts' | 'panorama'>;
  countCall(): void;
}

export class Asking {
  readonly asked: Asked;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  /** Answers of a passive unit mean nothing for this question. */
  readonly needsActive: boolean;
  /** The unit that answered last is taken for the active one: who asks sees by the answer when it no longer is. */
  readonly trustsUnit: boolean;
  #calls = 0;
  readonly #said: string[] = [];
  readonly #done = new AbortController();

  constructor(asked: Asked, call: CallContext, needsActive: boolean, trustsUnit = false) {
    this.asked = asked;
    this.needsActive = needsActive;
    this.trustsUnit = trustsUnit;
    this.deadlineMs = Date.parse(call.deadlineAt);
    this.signal = clockDeadline(asked.clock, call.signal, this.deadlineMs, this.#done.signal);
  }

  /** Stops the timer of the deadline. */
  end(): void {
    this.#done.abort();
  }

  /** A part that outlives this question's asker: several questions wait for it. */
  part(signal: AbortSignal, milliseconds: number): Asking {
    return new Asking(this.asked, this.until(signal, milliseconds), this.needsActive, this.trustsUnit);
  }

  protected until(signal: AbortSignal, milliseconds: number): CallContext {
    return { signal, deadlineAt: new Date(this.nowMs + milliseconds).toISOString() };
  }

  /** Takes over the cost of a part that was asked for this question. */
  adopt(part: Asking): void {
    this.#calls += part.#calls;
    for (const says of part.#said) if (!this.#said.includes(says)) this.#said.push(says);
  }

  get nowMs(): number {
    return this.asked.clock.now().getTime();
  }

  async readFrom(
    unit: PanosClient,
    name: ReadName,
    values: Values = {},
    options: ReadOptions = {},
  ): Promise<Observation<XmlNode>> {
    const request = readRequest(name, values);
    const { timeouts } = this.asked.settings;
    if (!this.#said.includes(request.says)) this.#said.push(request.says);
    const outcome = await unit.read(request, {
      signal: this.signal,
      deadlineMs: this.deadlineMs,
      timeoutMs: options.timeoutMs ?? (options.slow ? timeouts.slowCallMs : timeouts.callMs),
      ...(options.collect ? { collect: options.collect } : {}),
      ...(options.attempts ? { attempts: options.attempts } : {}),
      ...(options.toTarget === undefined ? {} : { toTarget: options.toTarget }),
      onCall: () => {
        this.#calls += 1;
        this.asked.countCall();
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
      device: this.asked.name,
      request: this.#said.join('; ') || 'remembered',
      at: this.asked.clock.now().toISOString(),
      fromCache: false,
      calls: this.#calls,
    });
  }

  gap(reason: GapReason, says: string, remedy: string, request?: string): Gap {
    return gap({
      reason,
      says,
      remedy,
      device: this.asked.name,
      request: request ?? this.#said.at(-1) ?? '',
      at: this.asked.clock.now().toISOString(),
    });
  }

  gapOf(fault: Fault, request: ReadRequest): Gap {
    const behindPanorama = this.asked.settings.panorama !== undefined;
    const { says, remedy } = fault.lacksRight
      ? lackingRight(request.form, request.says, fault.told ?? '', behindPanorama)
      : fault;
    // Among several devices a sentence names the one that it is about.
    const named = says.replace(/^The firewall\b/, this.asked.name);
    return this.gap(fault.reason, named, remedy, request.says);
  }
}
