// Which unit of a firewall to ask: the HA state comes first, because a passive unit does not terminate IKE and its counters mean nothing.

import type { Clock } from '../../domain/clock.js';
import type { HaState } from '../../domain/device.js';
import type { Gap, GapReason, Observation } from '../../domain/observation.js';
import { SingleFlight } from '../../support/singleFlight.js';
import type { Parted } from './questionFrame.js';
import { Remembered } from './remembered.js';

/** What one unit says of itself and its pair. */
export interface UnitState {
  readonly terminatesTunnels: boolean;
  /** The state of this unit in the vendor's word; null when it is not told. */
  readonly says: string | null;
  /** @param activeAddress null when none of the asked ones is active */
  state(activeAddress: string | null, asked: readonly string[]): HaState;
}

export interface UnitsOptions<Q, Unit> {
  readonly clock: Clock;
  readonly units: readonly Unit[];
  /** The request in words. */
  readonly request: string;
  /** @param hurry set for a pair: once, and not for long, because the other unit can be asked */
  look(
    question: Q,
    unit: Unit,
    hurry: { attempts?: number; timeoutMs?: number },
  ): Promise<Observation<UnitState>>;
  /** Another unit answers now: what was learnt of the other one is its own. */
  forgetUnit(): void;
  /** Whether a lone firewall that cannot tell its HA state for this reason may still answer the question itself. */
  answersWithout(reason: GapReason): boolean;
}

/** Outcome of asking the units: the HA state (or why not), the unit for live questions, and one for the rest. */
interface Survey<Unit> {
  readonly state: Observation<HaState>;
  readonly active: Observation<Unit>;
  readonly any: Unit | null;
}

const pairFreshMs = 90_000;
const aloneFreshMs = 600_000;
const unknownFreshMs = 60_000;
/** The desk asks for the HA state and for live data at the same time; both share one call. */
export const sameMomentMs = 5_000;
const pairTimeoutMs = 5_000;
const surveyMs = 20_000;

/** The other unit of a pair is worth asking when one fails so. */
const gone: readonly GapReason[] = ['unreachable', 'timeout', 'busy', 'standby'];

export class Units<Q extends Parted<Q>, Unit extends { readonly address: string }> {
  readonly #options: UnitsOptions<Q, Unit>;
  readonly #flight = new SingleFlight<Survey<Unit>>();
  readonly #survey: Remembered<Survey<Unit>>;
  #firstAddress: string | null = null;

  constructor(options: UnitsOptions<Q, Unit>) {
    this.#options = options;
    this.#survey = new Remembered(options.clock);
  }

  get count(): number {
    return this.#options.units.length;
  }

  /** The next question asks the HA state again. */
  forget(): void {
    this.#survey.forget();
  }

  /** True while the pair (or the single unit) is known to take part in HA. */
  get inHa(): boolean {
    return this.#enabled(aloneFreshMs);
  }

  /** The unit of a pair that answers, by its address; null where there is no pair. */
  get answering(): string | null {
    return this.#firstAddress !== null && this.#enabled(Number.POSITIVE_INFINITY)
      ? new URL(this.#firstAddress).host
      : null;
  }

  #enabled(maxAgeMs: number): boolean {
    const survey = this.#survey.get(maxAgeMs);
    return survey?.state.known === true && survey.state.value.enabled;
  }

  async haState(question: Q): Promise<Observation<HaState>> {
    const survey = await this.#ask(question, sameMomentMs);
    return 'known' in survey ? survey : survey.state;
  }

  /** Configuration, clock and identity of a lone firewall need no HA state. */
  async unitFor(question: Q): Promise<Observation<Unit>> {
    const alone = this.#alone;
    if (alone && !question.needsActive) return question.known(alone);
    const survey = await this.#ask(question, null);
    if ('known' in survey) return survey;
    if (survey.active.known || question.needsActive || survey.any === null) return survey.active;
    return question.known(survey.any);
  }

  /** Reads from the unit that terminates the tunnels; when it is gone meanwhile, from the other one. */
  async read<T>(question: Q, from: (unit: Unit) => Promise<Observation<T>>): Promise<Observation<T>> {
    const unit = await this.unitFor(question);
    if (!unit.known) return unit;
    const first = await from(unit.value);
    if (first.known || this.count === 1 || !gone.includes(first.reason)) return first;
    this.forget();
    const other = await this.unitFor(question);
    if (!other.known || other.value === unit.value) return first;
    return await from(other.value);
  }

  get #alone(): Unit | undefined {
    return this.count === 1 ? this.#options.units[0] : undefined;
  }

  async #ask(question: Q, maxAgeMs: number | null): Promise<Survey<Unit> | Gap> {
    const trusted = question.trustsUnit ? this.#survey.get(Number.POSITIVE_INFINITY) : null;
    if (trusted?.active.known && maxAgeMs === null) return trusted;
    const kept = this.#survey.get(maxAgeMs ?? aloneFreshMs);
    if (kept && this.#survey.get(Math.min(maxAgeMs ?? aloneFreshMs, freshFor(kept)))) return kept;
    try {
      return await this.#flight.join('ha', question.signal, async (signal) => {
        // Several questions wait for this: it has a deadline of its own, so that the most impatient one does not end it.
        const own = question.part(signal, surveyMs);
        const survey = await this.#look(own);
        own.end();
        question.adopt(own);
        // What failed is asked again: the breaker of the address and the cache of the desk keep that cheap.
        if (survey.state.known || survey.active.known) this.#survey.set(survey);
        return survey;
      });
    } catch (error) {
      // Only leaving is answered here; a mistake of ours stays an exception.
      if (!question.signal.aborted) throw error;
      return question.gap(
        'timeout',
        'The question ended before the firewall told its HA state.',
        'Ask again, or give the question more time.',
        this.#options.request,
      );
    }
  }

  async #look(question: Q): Promise<Survey<Unit>> {
    const asked: string[] = [];
    const failures: Gap[] = [];
    let standby: { readonly words: UnitState; readonly unit: Unit } | null = null;
    for (const unit of this.#inOrder()) {
      asked.push(unit.address);
      const hurry = this.count > 1 ? { attempts: 1, timeoutMs: pairTimeoutMs } : {};
      const answer = await this.#options.look(question, unit, hurry);
      if (!answer.known) {
        failures.push(answer);
        continue;
      }
      if (!answer.value.terminatesTunnels) {
        standby ??= { words: answer.value, unit };
        continue;
      }
      this.#use(unit);
      return {
        state: question.known(answer.value.state(unit.address, asked)),
        active: question.known(unit),
        any: unit,
      };
    }
    if (standby) return this.#onlyStandby(question, standby.words, standby.unit, asked, failures);
    return this.#unanswered(question, failures);
  }

  #inOrder(): readonly Unit[] {
    const { units } = this.#options;
    const first = units.find((unit) => unit.address === this.#firstAddress);
    return first ? [first, ...units.filter((unit) => unit !== first)] : units;
  }

  #use(unit: Unit): void {
    if (this.#firstAddress !== null && this.#firstAddress !== unit.address) this.#options.forgetUnit();
    this.#firstAddress = unit.address;
  }

  #onlyStandby(
    question: Q,
    words: UnitState,
    unit: Unit,
    asked: readonly string[],
    failures: readonly Gap[],
  ): Survey<Unit> {
    const state = words.says ?? 'not active';
    const others = failures.length > 0 ? ` The other address failed: ${failures[0]?.says ?? ''}` : '';
    const says =
      this.count > 1
        ? `No active unit answered; ${unit.address} is ${state}.${others}`
        : `The firewall is the ${state} unit of an HA pair; its tunnels end on the other unit.`;
    const remedy =
      this.count > 1
        ? 'Check the other unit and the HA links.'
        : 'Configure both addresses of the pair with `ha`, or the address of the active unit.';
    return {
      state: question.known(words.state(null, asked)),
      active: question.gap('standby', says, remedy, this.#options.request),
      any: unit,
    };
  }

  #unanswered(question: Q, failures: readonly Gap[]): Survey<Unit> {
    const failure =
      failures[0] ?? question.gap('not-configured', 'No address is configured.', 'Set url or ha.');
    const alone = this.#alone;
    const usable = alone && this.#options.answersWithout(failure.reason) ? alone : null;
    return { state: failure, active: usable ? question.known(usable) : failure, any: usable };
  }
}

function freshFor(survey: Survey<unknown>): number {
  if (!survey.state.known) return unknownFreshMs;
  return survey.state.value.enabled ? pairFreshMs : aloneFreshMs;
}
