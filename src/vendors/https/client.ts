// The client of one address over HTTPS: only reads, few at a time, repeated when it may help, left alone when it keeps failing.

import type https from 'node:https';
import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
  type IBackoff,
  type IBackoffFactory,
} from 'cockatiel';
import type { Clock } from '../../domain/clock.js';
import { Problem } from '../../domain/problem.js';
import { untilAborted } from '../../support/abort.js';
import { withinTime } from '../../support/deadline.js';
import type { KeyedLimiter } from '../../support/limiter.js';
import { failed } from '../outcome.js';
import {
  abortedFault,
  breakerFault,
  type Fault,
  fault,
  notReadFault,
  type Outcome,
  timeoutFault,
} from './fault.js';
import type { KeyGate } from './keyGate.js';

export interface ClientOptions<Request, Reply> {
  readonly address: string;
  readonly agent: https.Agent;
  readonly clock: Clock;
  readonly key: () => Promise<string>;
  /** What is said when the key cannot be read and its reference does not say why. */
  readonly noKey: Fault;
  /** Shared by every device behind the same address, so that it is not asked by each of them at once. */
  readonly limiter: KeyedLimiter;
  /** Shared in the same way: a key that one of them had refused is sent by none. */
  readonly keyGate: KeyGate;
  /** The last gate before the wire. */
  isRead(request: Request): boolean;
  /** One exchange, whatever comes of it; never rejects. */
  exchange(request: Request, key: string, signal: AbortSignal): Promise<Outcome<Reply>>;
}

export interface ReadFrame {
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch by our clock; nothing is sent afterwards. */
  readonly deadlineMs: number;
  readonly timeoutMs: number;
  /** How often a read is tried at most; where another unit can be asked instead, once is enough. */
  readonly attempts?: number;
  /** Called for each call that is really made. */
  readonly onCall: () => void;
}

export interface HttpsClient<Request, Reply> {
  readonly address: string;
  /** Never rejects for what the world does wrong. */
  read(request: Request, frame: ReadFrame): Promise<Outcome<Reply>>;
  close(): void;
}

const defaultAttempts = 3;
const firstPauseMs = 200;
const failuresUntilOpen = 5;
const openForMs = 15_000;
/** A call that the question's deadline gave less time says nothing about the firewall. */
const patienceMs = 2_000;

export function createHttpsClient<Request, Reply>(
  options: ClientOptions<Request, Reply>,
): HttpsClient<Request, Reply> {
  const breaker = circuitBreaker(
    handleWhenResult((outcome) => countsAsFailure(outcome as Outcome<Reply>)),
    { breaker: new ConsecutiveBreaker(failuresUntilOpen), halfOpenAfter: restBy(options.clock) },
  );
  let key: Promise<string> | null = null;
  /** Why it is left alone, when it is. */
  let lastFailure: Fault | null = null;

  /** The key to send; one that was refused may have been replaced in its file meanwhile. */
  const currentKey = async (): Promise<string | null> => {
    key ??= options.key();
    const known = await key.catch(() => null);
    if (known !== null && !options.keyGate.rests(options.address, known)) return known;
    key = options.key();
    const read = await key.catch(() => null);
    if (read === null) key = null;
    return read;
  };

  const attempt = async (request: Request, frame: ReadFrame): Promise<Outcome<Reply>> => {
    const remainingMs = (): number =>
      Math.min(frame.timeoutMs, frame.deadlineMs - options.clock.now().getTime());
    if (frame.signal.aborted || remainingMs() <= 0) return failed(abortedFault);
    const secret = await currentKey();
    if (secret === null) return failed(await keyFault(options));
    const outcome = await options.keyGate.send(options.address, secret, async () => {
      // Waiting for the key may have taken all the time.
      const leftMs = remainingMs();
      if (frame.signal.aborted || leftMs <= 0) return failed(abortedFault);
      frame.onCall();
      const { value, late } = await withinTime(options.clock, frame.signal, leftMs, (signal) =>
        options.exchange(request, secret, signal),
      );
      if (value.ok) return value;
      if (frame.signal.aborted) return failed(abortedFault);
      return late ? failed(timeoutFault(leftMs, leftMs < patienceMs)) : value;
    });
    return outcome.ok ? outcome : failed(withoutSecret(outcome.fault, secret));
  };

  const persist = async (request: Request, frame: ReadFrame): Promise<Outcome<Reply>> => {
    let renewed = false;
    let told: Outcome<Reply> | null = null;
    for (let made = 1; ; made += 1) {
      const begunMs = options.clock.now().getTime();
      const outcome = await attempt(request, frame);
      // A repetition that was cut off says less than what went wrong before it.
      if (!outcome.ok && outcome.fault === abortedFault) return told ?? outcome;
      if (outcome.ok) return outcome;
      told = outcome;
      if (outcome.fault.refusesKey && !renewed && (await keyHasChanged())) {
        renewed = true;
        continue;
      }
      const pauseMs = firstPauseMs * 2 ** (made - 1);
      // One that would take as long as this one must end before the question does, or nobody hears what went wrong.
      const nowMs = options.clock.now().getTime();
      const timeLeft = frame.deadlineMs - nowMs > pauseMs + (nowMs - begunMs);
      if (
        !outcome.fault.transient ||
        made >= (frame.attempts ?? defaultAttempts) ||
        !timeLeft ||
        frame.signal.aborted
      )
        return outcome;
      const slept = await options.clock.sleep(pauseMs, frame.signal).then(
        () => true,
        () => false,
      );
      if (!slept) return told;
    }
  };

  /** Tried once more only with another key, because each refusal counts towards a lockout. */
  const keyHasChanged = async (): Promise<boolean> => {
    const now = await currentKey();
    return now !== null && !options.keyGate.rests(options.address, now);
  };

  /** Around the repetitions, so that one read that failed for good counts once. */
  const guarded = async (request: Request, frame: ReadFrame): Promise<Outcome<Reply>> => {
    try {
      return await breaker.execute(async () => {
        const outcome = await persist(request, frame);
        if (!outcome.ok && countsAsFailure(outcome)) lastFailure = outcome.fault;
        return outcome;
      });
    } catch (error) {
      if (error instanceof BrokenCircuitError) return failed(breakerFault(lastFailure));
      throw error;
    }
  };

  return {
    address: options.address,
    read(request, frame) {
      if (!options.isRead(request)) return Promise.resolve(failed(notReadFault));
      // Whoever waits in the queue of a busy firewall leaves when the question ends.
      const work = options.limiter.run(options.address, () => guarded(request, frame));
      return untilAborted(work, frame.signal, () => failed(abortedFault));
    },
    close: () => options.agent.destroy(),
  };
}

/** The breaker reads the length of its rest whenever it is asked: over as soon as our clock says so, whatever the true time is. */
function restBy(clock: Clock): IBackoffFactory<unknown> {
  const next = (): IBackoff<unknown> => {
    const from = clock.now().getTime();
    return {
      get duration() {
        const restedMs = clock.now().getTime() - from;
        // A clock that was set back tells nothing of the rest.
        return restedMs >= openForMs || restedMs < 0 ? 0 : Number.POSITIVE_INFINITY;
      },
      next,
    };
  };
  return { next };
}

/** Refusals, error codes and unknown names are answers of a healthy device; only a device that cannot be talked to is left alone. */
function countsAsFailure(outcome: Outcome<unknown>): boolean {
  if (outcome.ok || outcome.fault === abortedFault || outcome.fault.impatient) return false;
  return ['unreachable', 'timeout'].includes(outcome.fault.reason);
}

function withoutSecret(reason: Fault, key: string): Fault {
  return key !== '' && reason.says.includes(key)
    ? { ...reason, says: reason.says.replaceAll(key, '(key)') }
    : reason;
}

/** A key that is not there is our configuration; the sentence is that of the Problem, which never holds the key. */
async function keyFault({ key, noKey }: Pick<ClientOptions<never, never>, 'key' | 'noKey'>): Promise<Fault> {
  const reason = await key().then(
    () => null,
    (error: unknown) => error,
  );
  return reason instanceof Problem ? fault(['not-configured', reason.message, reason.remedy]) : noKey;
}
