// One question to one FortiGate: what its session remembers, and which of its units answers.

import type { CallContext } from '../../domain/device.js';
import type { Observation } from '../../domain/observation.js';
import type { Values } from '../https/filledReads.js';
import type { QuestionNeeds } from '../https/questionFrame.js';
import { Asking, type ReadOptions } from './asking.js';
import { type ReadName, reads } from './reads.js';
import type { FortiReply } from './reply.js';
import type { Session } from './session.js';
import { type Row, rows } from './words.js';

export class Question extends Asking {
  readonly session: Session;

  constructor(session: Session, call: CallContext, needs: QuestionNeeds) {
    super(session, call, needs);
    this.session = session;
  }

  override part(signal: AbortSignal, milliseconds: number): Question {
    return new Question(this.session, this.until(signal, milliseconds), this);
  }

  /** From the unit that terminates the tunnels. */
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
    if (found !== null) return this.known(found);
    return this.gap(
      'unreadable',
      `The firewall answered \`${reads[name].path}\` with something that is not a table.`,
      'Ask again; if it stays, report it with the version.',
    );
  }
}
