// How envelopes reach Bolt over a socket that is watched: opened again whenever it is gone, silent, or never said hello.

import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { Clock } from '../domain/clock.js';
import { underFirstOf } from '../support/abort.js';
import type { Logger } from '../support/logger.js';
import type { Connect, Connection, Envelope } from './connection.js';
import { LeftToSlack } from './failure.js';

export interface SocketState {
  readonly connected: boolean;
  /** ISO 8601 of the last hello; null before the first. */
  readonly helloAt: string | null;
  readonly attempts: number;
}

export interface SocketReceiverParts {
  readonly connect: Connect;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly helloTimeoutMs: number;
  /** For another workspace or app than ours. */
  readonly isForeign?: (body: unknown) => boolean;
  /** Why there was no hello, before the first one: true ends the trying. Once it was open, an outage is waited for. */
  readonly onRefused?: (error: unknown) => boolean;
  /** First wait after a failed attempt; doubles up to the last. */
  readonly firstWaitMs?: number;
  readonly lastWaitMs?: number;
  /** How often an open socket is looked at. */
  readonly lookMs?: number;
}

export class SocketReceiver implements Receiver {
  #app: App | null = null;
  #connection: Connection | null = null;
  #helloAt: string | null = null;
  #attempts = 0;
  #loop: Promise<void> | null = null;
  readonly #stopping = new AbortController();
  readonly #parts: SocketReceiverParts;

  constructor(parts: SocketReceiverParts) {
    this.#parts = parts;
  }

  init(app: App): void {
    this.#app = app;
  }

  /** Begins to connect and stays at it until `stop`; Slack's outage at the start is no failure. */
  async start(): Promise<void> {
    this.#loop ??= this.#stayConnected();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#connection?.close();
    await this.#loop;
  }

  get state(): SocketState {
    const connected = this.#connection?.isOpen() === true && this.#helloAt !== null;
    return { connected, helloAt: this.#helloAt, attempts: this.#attempts };
  }

  async #stayConnected(): Promise<void> {
    const { logger, firstWaitMs = 500, lastWaitMs = 15_000 } = this.#parts;
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      this.#attempts += 1;
      const connection = this.#parts.connect((envelope) => void this.#receive(envelope));
      if (await this.#saidHello(connection)) {
        failures = 0;
        this.#connection = connection;
        this.#helloAt = this.#parts.clock.now().toISOString();
        logger.info('socket open');
        await this.#watch(connection);
        this.#connection = null;
      } else failures += 1;
      connection.close();
      if (this.#stopping.signal.aborted) return;
      logger.warn(
        { failures },
        failures === 0 ? 'socket gone; opening a new one' : 'socket could not be opened',
      );
      if (failures > 0)
        await this.#pause(Math.min(firstWaitMs * 2 ** Math.min(failures - 1, 10), lastWaitMs));
    }
  }

  async #saidHello(connection: Connection): Promise<boolean> {
    const settled = new AbortController();
    const late = this.#pause(this.#parts.helloTimeoutMs, settled.signal).then(() => false);
    const hello = connection.hello.then(
      () => true,
      (error: unknown) => {
        if (this.#helloAt === null && this.#parts.onRefused?.(error) === true) this.#stopping.abort();
        return false;
      },
    );
    const said = await Promise.race([hello, late]);
    settled.abort();
    return said && !this.#stopping.signal.aborted;
  }

  /** Returns when the socket is gone, or closing without an end: its close handshake may take half a minute. */
  async #watch(connection: Connection): Promise<void> {
    let gone = false;
    const ended = connection.gone.then(() => {
      gone = true;
    });
    while (!gone && connection.isOpen() && !this.#stopping.signal.aborted) {
      await Promise.race([ended, this.#pause(this.#parts.lookMs ?? 1000)]);
    }
  }

  async #receive(envelope: Envelope): Promise<void> {
    if (this.#parts.isForeign?.(envelope.body)) {
      this.#parts.logger.warn('an envelope for another workspace or app was not read');
      await envelope.ack().catch(() => undefined);
      return;
    }
    let acked = false;
    const event: ReceiverEvent = {
      body: envelope.body ?? {},
      ack: async (response?: unknown) => {
        acked = true;
        const payload = typeof response === 'string' ? { text: response } : response;
        await envelope.ack(payload as Record<string, unknown> | undefined);
      },
      ...(envelope.retry_num === undefined ? {} : { retryNum: envelope.retry_num }),
      ...(envelope.retry_reason === undefined ? {} : { retryReason: envelope.retry_reason }),
    };
    try {
      await this.#app?.processEvent(event);
    } catch (error) {
      if (error instanceof LeftToSlack) return;
      this.#parts.logger.warn('an envelope could not be read');
    }
    // Nobody wanted it, or Bolt could not make sense of it: acknowledged, so that Slack does not send it again and again.
    if (!acked) await envelope.ack().catch(() => undefined);
  }

  async #pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const stops = [this.#stopping.signal, ...(signal === undefined ? [] : [signal])];
    await underFirstOf(stops, (either) => this.#parts.clock.sleep(milliseconds, either)).catch(
      () => undefined,
    );
  }
}
