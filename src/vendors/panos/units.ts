// Which unit of a firewall to ask: the HA state comes first, because a passive unit does not terminate IKE and its counters mean nothing.

import type { HaState } from '../../domain/device.js';
import type { Gap, Known, Observation } from '../../domain/observation.js';
import { SingleFlight } from '../../support/singleFlight.js';
import type { Asked, Asking } from './asking.js';
import type { PanosClient } from './client.js';
import { type Memory, Remembered } from './memory.js';
import { normalizeHa, terminatesTunnels } from './normalizeHa.js';
import { type HaWords, parseHa } from './parseSystem.js';

/** Outcome of asking the units: the HA state (or why not), the unit for live questions, and one for the rest. */
interface Survey {
  readonly state: Observation<HaState>;
  readonly active: Observation<PanosClient>;
  readonly any: PanosClient | null;
}

const pairFreshMs = 90_000;
const aloneFreshMs = 600_000;
const unknownFreshMs = 60_000;
/** The desk asks for the HA state and for live data at the same time; both share one call. */
export const sameMomentMs = 5_000;
const pairTimeoutMs = 5_000;
const surveyMs = 20_000;

export class Units {
  readonly #memory: Memory;
  readonly #clients: readonly PanosClient[];
  readonly #flight = new SingleFlight<Survey>();
  readonly #survey: Remembered<Survey>;
  #firstAddress: string | null = null;

  constructor({ clock }: Pick<Asked, 'clock'>, memory: Memory, clients: readonly PanosClient[]) {
    this.#memory = memory;
    this.#clients = clients;
    this.#survey = new Remembered(clock);
  }

  get count(): number {
    return this.#clients.length;
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

  async haState(question: Asking): Promise<Observation<HaState>> {
    const survey = await this.#ask(question, sameMomentMs);
    return 'known' in survey ? survey : survey.state;
  }

  /** Configuration, clock and identity of a lone firewall need no HA state. */
  async unitFor(question: Asking): Promise<Observation<PanosClient>> {
    const alone = this.#clients.length === 1 ? this.#clients[0] : undefined;
    if (alone && !question.needsActive) return this.#known(question, alone);
    const survey = await this.#ask(question, null);
    if ('known' in survey) return survey;
    if (survey.active.known || question.needsActive || survey.any === null) return survey.active;
    return this.#known(question, survey.any);
  }

  #known(question: Asking, client: PanosClient): Known<PanosClient> {
    return question.known(client);
  }

  async #ask(question: Asking, maxAgeMs: number | null): Promise<Survey | Gap> {
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
        'show high-availability state',
      );
    }
  }

  async #look(question: Asking): Promise<Survey> {
    const asked: string[] = [];
    const failures: Gap[] = [];
    let standby: { readonly words: HaWords; readonly client: PanosClient } | null = null;
    const pair = this.#clients.length > 1;
    for (const client of this.#inOrder()) {
      asked.push(client.address);
      const reply = await question.readFrom(
        client,
        'ha-state',
        {},
        pair ? { attempts: 1, timeoutMs: pairTimeoutMs } : {},
      );
      if (!reply.known) {
        failures.push(reply);
        continue;
      }
      const words = parseHa(reply.value);
      if (words === null) {
        failures.push(
          question.gap(
            'unreadable',
            'The firewall answered its HA state in an unknown form.',
            'Report it with the version.',
          ),
        );
        continue;
      }
      if (!terminatesTunnels(words)) {
        standby ??= { words, client };
        continue;
      }
      this.#use(client);
      return {
        state: question.known(normalizeHa(words, client.address, asked)),
        active: question.known(client),
        any: client,
      };
    }
    if (standby) return this.#onlyStandby(question, standby.words, standby.client, asked, failures);
    return this.#unanswered(question, failures);
  }

  #inOrder(): readonly PanosClient[] {
    const first = this.#clients.find((client) => client.address === this.#firstAddress);
    return first ? [first, ...this.#clients.filter((client) => client !== first)] : this.#clients;
  }

  #use(client: PanosClient): void {
    if (this.#firstAddress !== null && this.#firstAddress !== client.address) this.#memory.forgetUnit();
    this.#firstAddress = client.address;
  }

  #onlyStandby(
    question: Asking,
    words: HaWords,
    client: PanosClient,
    asked: readonly string[],
    failures: readonly Gap[],
  ): Survey {
    const state = words.localState ?? 'not active';
    const others = failures.length > 0 ? ` The other address failed: ${failures[0]?.says ?? ''}` : '';
    const says =
      this.#clients.length > 1
        ? `No active unit answered; ${client.address} is ${state}.${others}`
        : `The firewall is the ${state} unit of an HA pair; its tunnels end on the other unit.`;
    const remedy =
      this.#clients.length > 1
        ? 'Check the other unit and the HA links.'
        : 'Configure both addresses of the pair with `ha`, or the address of the active unit.';
    return {
      state: question.known(normalizeHa(words, null, asked)),
      active: question.gap('standby', says, remedy, 'show high-availability state'),
      any: client,
    };
  }

  /** A lone firewall that cannot tell its HA state, for example for want of a right, may still answer the question itself. */
  #unanswered(question: Asking, failures: readonly Gap[]): Survey {
    const failure =
      failures[0] ?? question.gap('not-configured', 'No address is configured.', 'Set url or ha.');
    const alone = this.#clients.length === 1 ? this.#clients[0] : undefined;
    const answers = !['unreachable', 'timeout', 'untrusted', 'busy', 'not-configured'].includes(
      failure.reason,
    );
    const usable = alone && answers && failure.reason !== 'unauthorized' ? alone : null;
    return { state: failure, active: usable ? question.known(usable) : failure, any: usable };
  }
}

function freshFor(survey: Survey): number {
  if (!survey.state.known) return unknownFreshMs;
  return survey.state.value.enabled ? pairFreshMs : aloneFreshMs;
}
