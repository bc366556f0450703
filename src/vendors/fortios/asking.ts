// One read from one unit of a FortiGate as an observation.

import type { CallContext } from '../../domain/device.js';
import type { Gap, Known, Observation } from '../../domain/observation.js';
import type { Values } from '../https/filledReads.js';
import { type Asked, QuestionFrame, type QuestionNeeds } from '../https/questionFrame.js';
import type { FortiClient } from './client.js';
import { type ReadName, reads } from './reads.js';
import type { FortiReply } from './reply.js';
import { readRequest } from './requests.js';
import { lackingRight } from './rights.js';
import type { FortiosSettings } from './settings.js';
import type { Row } from './words.js';

export interface ReadOptions {
  /** A large reply: the longer timeout applies. */
  readonly slow?: boolean;
  readonly attempts?: number;
  readonly timeoutMs?: number;
}

export interface AskedForti extends Asked {
  readonly settings: Pick<FortiosSettings, 'timeouts'>;
  /** Every reply says which unit with which version gave it. */
  learn(reply: FortiReply): void;
}

export class Asking extends QuestionFrame {
  readonly #asked: AskedForti;

  constructor(asked: AskedForti, call: CallContext, needs: QuestionNeeds) {
    super(asked, call, needs);
    this.#asked = asked;
  }

  /** A part that outlives this question's asker: several questions wait for it. */
  part(signal: AbortSignal, milliseconds: number): Asking {
    return new Asking(this.#asked, this.until(signal, milliseconds), this);
  }

  async readFrom(
    unit: FortiClient,
    name: ReadName,
    values: Values = {},
    options: ReadOptions = {},
  ): Promise<Observation<FortiReply>> {
    const request = readRequest(name, values);
    const { timeouts } = this.#asked.settings;
    this.noteSaid(request.says);
    const timeoutMs = options.timeoutMs ?? (options.slow ? timeouts.slowCallMs : timeouts.callMs);
    const outcome = await unit.read(request, this.frameOf(timeoutMs, options.attempts));
    if (outcome.ok) {
      this.#asked.learn(outcome.value);
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

  knownRows<T>(told: readonly Row[], read: readonly T[]): Known<readonly T[]> | Gap {
    return this.rowsRead(read, told.length > 0);
  }
}
