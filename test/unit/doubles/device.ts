// A device in memory: answers what a test gave it, counts its calls, and can be slow or broken.

import type { CapturedReply } from '../../../src/domain/capture.js';
import type { Clock } from '../../../src/domain/clock.js';
import type {
  Device,
  DeviceChecks,
  EvidenceKind,
  EvidenceScope,
  EvidenceTypes,
} from '../../../src/domain/device.js';
import { type GapReason, gap, known, type Observation } from '../../../src/domain/observation.js';

type Answers = {
  [K in EvidenceKind]?: EvidenceTypes[K] | ((scope: EvidenceScope) => EvidenceTypes[K]);
};

export interface DoubleOptions {
  readonly name?: string;
  readonly clock: Clock;
  readonly answers?: Answers;
  /** Every answer is this gap. */
  readonly broken?: GapReason;
  readonly takesMs?: number;
  readonly captured?: readonly CapturedReply[];
}

export class DoubleDevice implements Device {
  readonly name: string;
  readonly vendor = 'double';
  readonly answers: readonly EvidenceKind[];
  readonly asked: string[] = [];
  broken: GapReason | null;
  readonly #options: DoubleOptions;
  readonly #answers: Answers;

  constructor(options: DoubleOptions) {
    this.#options = options;
    this.name = options.name ?? 'fw-a';
    this.broken = options.broken ?? null;
    this.#answers = options.answers ?? {};
    this.answers = Object.keys(this.#answers) as EvidenceKind[];
  }

  async fetch<K extends EvidenceKind>(
    kind: K,
    scope: EvidenceScope,
    call: { readonly signal: AbortSignal },
  ): Promise<Observation<EvidenceTypes[K]>> {
    const answer = this.#answers[kind];
    const at = () => this.#options.clock.now().toISOString();
    const missing = (reason: GapReason, says: string) =>
      gap({ reason, says, remedy: 'Check the device.', device: this.name, request: kind, at: at() });
    if (answer === undefined) return missing('not-supported', `${this.name} cannot tell its ${kind}.`);
    this.asked.push(scope.tunnel ? `${kind} ${scope.tunnel.tunnel}` : kind);
    if (this.#options.takesMs) await this.#options.clock.sleep(this.#options.takesMs, call.signal);
    if (this.broken) return missing(this.broken, `${this.name} cannot be reached.`);
    const value = typeof answer === 'function' ? answer(scope) : answer;
    return known(value as EvidenceTypes[K], {
      device: this.name,
      request: kind,
      at: at(),
      fromCache: false,
      calls: 1,
    });
  }

  checks(): DeviceChecks {
    return { checks: [], open: [] };
  }

  async *capture(): AsyncGenerator<CapturedReply> {
    yield* this.#options.captured ?? [];
  }

  callCount(): number {
    return this.asked.length;
  }

  async close(): Promise<void> {}
}
