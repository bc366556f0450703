// One question to one FortiGate: what its session remembers, which unit answers, and one read as an observation.

import type { CallContext } from '../../domain/device.js';
import type { Gap, Known, Observation } from '../../domain/observation.js';
import { QuestionFrame, type QuestionNeeds } from '../https/questionFrame.js';
import type { FortiClient } from './client.js';
import { type ReadName, reads } from './reads.js';
import type { FortiReply } from './reply.js';
import { readRequest, type Values } from './requests.js';
import { lackingRight } from './rights.js';
import type { Session } from './session.js';
import { type Row, rows } from './words.js';

export interface ReadOptions {
  /** A large reply: the longer timeout applies. */
  readonly slow?: boolean;
  readonly attempts?: number;
  readonly timeoutMs?: number;
}

export class Question extends QuestionFrame {
  readonly session: Session;

  constructor(session: Session, call: CallContext, needs: QuestionNeeds) {
    super(session, call, needs);
    this.session = session;
  }

  part(signal: AbortSignal, milliseconds: number): Question {
    return new Question(this.session, this.until(signal, milliseconds), this);
  }

  read(name: ReadName, values: Values = {}, options: ReadOptions = {}): Promise<Observation<FortiReply>> {
    return this.session.units.read(this, (unit) => this.readFrom(unit, name, values, options));
  }

  /** Tables are lists: anything else is a gap. */
  async readRows(
    name: ReadName,
    values: Values = {},
    options: ReadOptions = {},
  ): Promise<Observation<readonly Row[]>> {
    const reply = await this.read(name, values, options);
    if (!reply.known) return reply;
    const found = rows(reply.value.results);
    return found === null ? this.#noTable(name) : this.known(found);
  }

  async readFrom(
    unit: FortiClient,
    name: ReadName,
    values: Values = {},
    options: ReadOptions = {},
  ): Promise<Observation<FortiReply>> {
    const request = readRequest(name, values);
    const { timeouts } = this.session.settings;
    this.noteSaid(request.says);
    const timeoutMs = options.timeoutMs ?? (options.slow ? timeouts.slowCallMs : timeouts.callMs);
    const outcome = await unit.read(request, this.frameOf(timeoutMs, options.attempts));
    if (outcome.ok) {
      this.session.learn(outcome.value);
      return this.known(outcome.value);
    }
    const { fault } = outcome;
    return this.gapOf(
      fault.lacksRight
        ? { ...fault, ...lackingRight(reads[name].right, request.says, fault.told ?? '') }
        : fault,
      request.says,
    );
  }

  /** For what a device answers without an error where a right is missing: with less than was asked for. */
  lacking(name: ReadName): Gap {
    const request = readRequest(name).says;
    return this.gapOf({ reason: 'unauthorized', ...lackingRight(reads[name].right, request, '') }, request);
  }

  /** Rows that were there and of which none could be read are not "no rows". */
  knownRows<T>(told: readonly Row[], read: readonly T[]): Known<readonly T[]> | Gap {
    return read.length > 0 || told.length === 0
      ? this.known(read)
      : this.gap(
          'unreadable',
          'The firewall answered with rows of an unknown form.',
          'Report it with the version.',
        );
  }

  #noTable(name: ReadName): Gap {
    return this.gap(
      'unreadable',
      `The firewall answered \`${reads[name].path}\` with something that is not a table.`,
      'Ask again; if it stays, report it with the version.',
    );
  }
}
