// The transport of one address: only reads, few at a time, repeated when it may help, left alone when it keeps failing.

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
import { isRead, type ReadRequest } from './requests.js';
import { exchange } from './transport.js';
import type { CollectOptions, XmlNode } from './xml.js';

export interface ClientOptions {
  readonly address: string;
  readonly agent: https.Agent;
  readonly clock: Clock;
  readonly apiKey: () => Promise<string>;
  /** Fields that every call carries: `target`, `vsys`. */
  readonly common: { readonly target?: string; readonly vsys?: string };
  /** Shared by every device behind the same address, so that Panorama is not asked by each of its firewalls at once. */
  readonly limiter: KeyedLimiter;
  /** Shared in the same way: a key that one of them had refused is sent by none. */
  readonly keyGate: KeyGate;
}

interface ReadFrame {
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch by our clock; nothing is sent afterwards. */
  readonly deadlineMs: number;
  readonly timeoutMs: number;
  readonly collect?: CollectOptions;
  /** How often a read is tried at most; where another unit can be asked instead, once is enough. */
  readonly attempts?: number;
  /** False for requests that Panorama answers itself. */
  readonly toTarget?: boolean;
  /** Called for each call that is really made. */
  readonly onCall: () => void;
}

export interface PanosClient {
  readonly address: string;
  /** Never rejects for what the world does wrong. */
  read(request: ReadRequest, frame: ReadFrame): Promise<Outcome<XmlNode>>;
  close(): void;
}

const defaultAttempts = 3;
const firstPauseMs = 200;
const failuresUntilOpen = 5;
const openForMs = 15_000;
/** A call that the question's deadline gave less time says nothing about the firewall. */
const patienceMs = 2_000;

export function createPanosClient(options: ClientOptions): PanosClient {
  const breaker = circuitBreaker(
    handleWhenResult((outcome) => countsAsFailure(outcome as Outcome<XmlNode>)),
    { breaker: new ConsecutiveBreaker(failuresUntilOpen), halfOpenAfter: restBy(options.clock) },
  );
  let key: Promise<string> | null = null;

  /** The key to send; one that was refused may have been replaced in its file meanwhile. */
  const currentKey = async (): Promise<string | null> => {
    key ??= options.apiKey();
    const known = await key.catch(() => null);
    if (known !== null && !options.keyGate.rests(options.address, known)) return known;
    key = options.apiKey();
    const read = await key.catch(() => null);
    if (read === null) key = null;
    return read;
  };

  const attempt = async (request: ReadRequest, frame: ReadFrame): Promise<Outcome<XmlNode>> => {
    const remainingMs = (): number =>
      Math.min(frame.timeoutMs, frame.deadlineMs - options.clock.now().getTime());
    if (frame.signal.aborted || remainingMs() <= 0) return failed(abortedFault);
    const apiKey = await currentKey();
    if (apiKey === null) return failed(await keyFault(options.apiKey));
    const { toTarget = true } = frame;
    const { target, vsys } = options.common;
    const form = {
      ...request.form,
      // A vsys narrows operational commands only.
      ...(vsys !== undefined && request.form.type === 'op' ? { vsys } : {}),
      ...(toTarget && target !== undefined ? { target } : {}),
    };
    const outcome = await options.keyGate.send(options.address, apiKey, async () => {
      // Waiting for the key may have taken all the time.
      const leftMs = remainingMs();
      if (frame.signal.aborted || leftMs <= 0) return failed(abortedFault);
      frame.onCall();
      const { value, late } = await withinTime(options.clock, frame.signal, leftMs, (signal) =>
        exchange({
          address: options.address,
          agent: options.agent,
          apiKey,
          form,
          collect: frame.collect ?? {},
          signal,
        }),
      );
      if (value.ok) return value;
      if (frame.signal.aborted) return failed(abortedFault);
      return late ? failed(timeoutFault(leftMs, leftMs < patienceMs)) : value;
    });
    return outcome.ok ? outcome : failed(withoutSecret(outcome.fault, apiKey));
  };

  const persist = async (request: ReadRequest, frame: ReadFrame): Promise<Outcome<XmlNode>> => {
    let renewed = false;
    for (let made = 1; ; made += 1) {
      const outcome = await attempt(request, frame);
      if (outcome.ok) return outcome;
      if (outcome.fault.refusesKey && !renewed && (await keyHasChanged())) {
        renewed = true;
        continue;
      }
      const pauseMs = firstPauseMs * 2 ** (made - 1);
      const timeLeft = frame.deadlineMs - options.clock.now().getTime() > pauseMs;
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
      if (!slept) return failed(abortedFault);
    }
  };

  /** Tried once more only with another key, because each refusal counts towards a lockout. */
  const keyHasChanged = async (): Promise<boolean> => {
    const now = await currentKey();
    return now !== null && !options.keyGate.rests(options.address, now);
  };

  /** Around the repetitions, so that one read that failed for good counts once. */
  const guarded = async (request: ReadRequest, frame: ReadFrame): Promise<Outcome<XmlNode>> => {
    try {
      return await breaker.execute(() => persist(request, frame));
    } catch (error) {
      if (error instanceof BrokenCircuitError) return failed(breakerFault);
      throw error;
    }
  };

  return {
    address: options.address,
    read(request, frame) {
      if (!isRead(request.form)) return Promise.resolve(failed(notReadFault));
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
function countsAsFailure(outcome: Outcome<XmlNode>): boolean {
  if (outcome.ok || outcome.fault === abortedFault || outcome.fault.impatient) return false;
  return ['unreachable', 'timeout'].includes(outcome.fault.reason);
}

function withoutSecret(reason: Fault, apiKey: string): Fault {
  return apiKey !== '' && reason.says.includes(apiKey)
    ? { ...reason, says: reason.says.replaceAll(apiKey, '(key)') }
    : reason;
}

/** A key that is not there is our configuration; the sentence is that of the Problem, which never holds the key. */
async function keyFault(apiKey: () => Promise<string>): Promise<Fault> {
  const reason = await apiKey().then(
    () => null,
    (error: unknown) => error,
  );
  if (reason instanceof Problem) return fault(['not-configured', reason.message, reason.remedy]);
  return fault([
    'not-configured',
    'The API key of the firewall could not be read.',
    'Check the reference to the key.',
  ]);
}
