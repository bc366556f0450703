// One question to one firewall: what the firewall's session remembers, and which of its units answers.

import type { CallContext } from '../../domain/device.js';
import type { Observation } from '../../domain/observation.js';
import type { Values } from '../https/filledReads.js';
import type { QuestionNeeds } from '../https/questionFrame.js';
import { Asking, type ReadOptions } from './asking.js';
import type { ReadName } from './reads.js';
import type { Session } from './session.js';
import type { XmlNode } from './xml.js';

export class Question extends Asking {
  readonly session: Session;

  constructor(session: Session, call: CallContext, needs: QuestionNeeds) {
    super(session, call, needs);
    this.session = session;
  }

  override part(signal: AbortSignal, milliseconds: number): Question {
    return new Question(this.session, this.until(signal, milliseconds), this);
  }

  read(name: ReadName, values: Values = {}, options: ReadOptions = {}): Promise<Observation<XmlNode>> {
    return this.session.units.read(this, (unit) => this.readFrom(unit, name, values, options));
  }
}
