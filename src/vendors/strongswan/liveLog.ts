// The daemon's log events while the bot runs: a second connection, kept open, and the newest lines in a bounded ring.

import type { Clock } from '../../domain/clock.js';
import { scrub } from '../../domain/secrets/index.js';
import type { Fault } from '../outcome.js';
import type { ViciAddress } from './viciAddress.js';
import { ViciConnection } from './viciConnection.js';
import type { ViciSection } from './viciMessage.js';
import { packetType } from './viciPacket.js';

/** About 2 MB at most. */
const MAX_LINES = 5_000;
const MAX_TEXT = 1_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
const REGISTER_TIMEOUT_MS = 10_000;

export interface HeldLine {
  /** ISO 8601 UTC by our clock, when the event arrived. */
  readonly at: string;
  /** As charon would print it to a file: `05[IKE] <gw-a|3> text`. */
  readonly text: string;
}

export class LiveLog {
  readonly #address: ViciAddress;
  readonly #clock: Clock;
  readonly #stop = new AbortController();
  readonly #lines: HeldLine[] = [];
  #first = 0;
  #since: string | null = null;
  #trouble: Fault | null = null;
  readonly #done: Promise<void>;

  constructor(address: ViciAddress, clock: Clock) {
    this.#address = address;
    this.#clock = clock;
    this.#done = this.#follow();
  }

  /** Oldest first. */
  get lines(): readonly HeldLine[] {
    return [...this.#lines.slice(this.#first), ...this.#lines.slice(0, this.#first)];
  }

  /** Since when nothing was missed, null while there is no connection. */
  get since(): string | null {
    return this.#since;
  }

  /** Lines since then, oldest first; null where some may have been missed or are held no longer. */
  heardSince(milliseconds: number): readonly HeldLine[] | null {
    const from = new Date(milliseconds).toISOString();
    if (this.#since === null || this.#since > from) return null;
    const { lines } = this;
    if (lines.length >= MAX_LINES && (lines[0]?.at ?? from) > from) return null;
    return lines.filter(({ at }) => at >= from);
  }

  /** Why there is no connection, null while there is one. */
  get trouble(): Fault | null {
    return this.#trouble;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#done;
  }

  async #follow(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!this.#stop.signal.aborted) {
      const fault = await this.#once(() => {
        pauseMs = FIRST_PAUSE_MS;
      });
      this.#since = null;
      this.#trouble = fault;
      try {
        await this.#clock.sleep(pauseMs, this.#stop.signal);
      } catch {
        return; // closed
      }
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  /** One connection from its beginning to its end; returns why it ended. */
  async #once(onReady: () => void): Promise<Fault> {
    const opened = await ViciConnection.open(this.#address, this.#stop.signal);
    if (!opened.ok) return opened.fault;
    const connection = opened.value;
    const closeIt = (): void => connection.close();
    this.#stop.signal.addEventListener('abort', closeIt, { once: true });
    const ended = new Promise<Fault>((resolve) => connection.whenEnded(resolve));
    connection.listen(({ name, message }) => {
      if (name === 'log') this.#hold(message);
      return null;
    });
    const registered = await this.#register(connection);
    if (registered) {
      this.#since = this.#clock.now().toISOString();
      this.#trouble = null;
      onReady();
    } else connection.close();
    const fault = await ended;
    this.#stop.signal.removeEventListener('abort', closeIt);
    return fault;
  }

  async #register(connection: ViciConnection): Promise<boolean> {
    const done = new AbortController();
    const timer = new AbortController();
    this.#clock.sleep(REGISTER_TIMEOUT_MS, done.signal).then(
      () => timer.abort(),
      () => {}, // answered in time
    );
    const answer = await connection.exchange(
      { type: packetType.eventRegister, name: 'log', message: {} },
      timer.signal,
    );
    done.abort();
    return answer.ok && answer.value.type === packetType.eventConfirm;
  }

  #hold(event: ViciSection): void {
    const line = { at: this.#clock.now().toISOString(), text: eventText(event) };
    if (this.#lines.length < MAX_LINES) this.#lines.push(line);
    else {
      this.#lines[this.#first] = line;
      this.#first = (this.#first + 1) % MAX_LINES;
    }
  }
}

/** Without secrets, which a daemon prints at a private log level. charon's README writes `ikesa-uniqued`, its code sends `ikesa-uniqueid`. */
export function eventText(event: ViciSection): string {
  const word = (key: string): string => (typeof event[key] === 'string' ? (event[key] as string) : '');
  const id = word('ikesa-uniqueid') || word('ikesa-uniqued');
  const name = word('ikesa-name');
  const sa = id === '' ? '' : name === '' ? ` <${id}>` : ` <${name}|${id}>`;
  const thread = word('thread').padStart(2, '0');
  // Before its lines become one: keys are dumped over several.
  const text = scrub(word('msg')).text.replace(/[^\P{Cc}\t]/gu, ' ');
  return `${thread}[${word('group')}]${sa} ${text}`.slice(0, MAX_TEXT);
}
