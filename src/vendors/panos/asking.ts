// One read from one unit of a PAN-OS firewall as an observation.

import type { CallContext } from '../../domain/device.js';
import type { Gap, Known, Observation } from '../../domain/observation.js';
import type { Fault } from '../https/fault.js';
import type { Values } from '../https/filledReads.js';
import { type Asked, QuestionFrame, type QuestionNeeds } from '../https/questionFrame.js';
import type { PanosClient } from './client.js';
import { hasRows } from './errorInside.js';
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

export interface AskedPanos extends Asked {
  readonly settings: Pick<PanosSettings, 'timeouts' | 'panorama'>;
}

export class Asking extends QuestionFrame {
  readonly #asked: AskedPanos;

  constructor(asked: AskedPanos, call: CallContext, needs: QuestionNeeds) {
    super(asked, call, needs);
    this.#asked = asked;
  }

  /** A part that outlives this question's asker: several questions wait for it. */
  part(signal: AbortSignal, milliseconds: number): Asking {
    return new Asking(this.#asked, this.until(signal, milliseconds), this);
  }

  async readFrom(
    unit: PanosClient,
    name: ReadName,
    values: Values = {},
    options: ReadOptions = {},
  ): Promise<Observation<XmlNode>> {
    const request = readRequest(name, values);
    const { timeouts } = this.#asked.settings;
    const { collect, toTarget } = options;
    this.noteSaid(request.says);
    const outcome = await unit.read(
      {
        ...request,
        ...(collect ? { collect } : {}),
        ...(toTarget === undefined ? {} : { toTarget }),
      },
      this.frameOf(
        options.timeoutMs ?? (options.slow ? timeouts.slowCallMs : timeouts.callMs),
        options.attempts,
      ),
    );
    if (!outcome.ok) return this.#gapOf(outcome.fault, request);
    const checked = options.table
      ? requireRows(outcome.value, options.table)
      : options.text
        ? outcome
        : requireElements(outcome.value);
    return checked.ok ? this.known(checked.value) : this.#gapOf(checked.fault, request);
  }

  knownRows<T>(reply: XmlNode, rows: readonly T[]): Known<readonly T[]> | Gap {
    return this.rowsRead(rows, hasRows(reply));
  }

  #gapOf(fault: Fault, request: ReadRequest): Gap {
    const behindPanorama = this.#asked.settings.panorama !== undefined;
    return this.gapOf(
      fault.lacksRight
        ? { ...fault, ...lackingRight(request.form, request.says, fault.told ?? '', behindPanorama) }
        : fault,
      request.says,
    );
  }
}
