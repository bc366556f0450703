// One question to one firewall: what the firewall's session remembers, and which of its units answers.

import type { CallContext } from '../../domain/device.js';
import type { GapReason, Observation } from '../../domain/observation.js';
import { Asking, type ReadOptions, type Values } from './asking.js';
import type { ReadName } from './reads.js';
import type { Session } from './session.js';
import type { XmlNode } from './xml.js';

/** The other unit of a pair is worth asking when one fails so. */
const gone: readonly GapReason[] = ['unreachable', 'timeout', 'busy', 'standby'];

export class Question extends Asking {
  readonly session: Session;

  constructor(session: Session, call: CallContext, needsActive: boolean, trustsUnit = false) {
    super(session, call, needsActive, trustsUnit);
    this.session = session;
  }

  override part(signal: AbortSignal, milliseconds: number): Question {
    return new Question(this.session, this.until(signal, milliseconds), this.needsActive, this.trustsUnit);
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
}
