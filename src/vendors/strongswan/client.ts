// The VICI client: one command at a time on one connection that is opened when needed and again after it broke.

import type { Clock } from '../../domain/clock.js';
import type { CallContext } from '../../domain/device.js';
import { scrub } from '../../domain/secrets/index.js';
import { underFirstOf, untilAborted } from '../../support/abort.js';
import { answered, clockDeadline, withinTime } from '../../support/deadline.js';
import { type Fault, failed, type Outcome, success } from '../outcome.js';
import { tooLate, unknownCommand } from './fault.js';
import type { ReadRequest } from './requests.js';
import { type ViciAddress, viciAddressText } from './viciAddress.js';
import { type OnEvent, ViciConnection } from './viciConnection.js';
import type { ViciSection } from './viciMessage.js';
import { type Packet, type PacketType, packetType } from './viciPacket.js';

export interface ViciClientOptions {
  readonly address: ViciAddress;
  readonly clock: Clock;
  /** The longest a single command may take, whatever the question's own deadline. */
  readonly commandTimeoutMs?: number;
}

/** What one read brought: its rows (empty when it does not stream) and its final message. */
export interface Reply {
  readonly rows: readonly ViciSection[];
  readonly message: ViciSection;
}

const COMMAND_TIMEOUT_MS = 10_000;
/** More than any gateway holds SAs or connections; what is beyond is a flood, not an answer. */
const MAX_ROWS = 50_000;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
/** What an answer costs in memory: about a hundred bytes an element. */
const MAX_ANSWER_ELEMENTS = 2_000_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

function flood(request: ReadRequest): Fault {
  return {
    reason: 'too-large',
    says: `The daemon's answer to "${request.command}" is larger than is read (${MAX_ROWS} rows, ${MAX_ANSWER_BYTES / 1024 / 1024} MB); it was given up.`,
    remedy: `Try \`${request.shown}\` on the device; no gateway holds so much.`,
  };
}

export class ViciClient {
  readonly #address: ViciAddress;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  #connection: ViciConnection | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #closing = new AbortController();
  #calls = 0;
  #refused: { fault: Fault; untilMs: number; pauseMs: number } | null = null;

  constructor(options: ViciClientOptions) {
    this.#address = options.address;
    this.#clock = options.clock;
    this.#timeoutMs = options.commandTimeoutMs ?? COMMAND_TIMEOUT_MS;
  }

  /** Commands sent since start. */
  get calls(): number {
    return this.#calls;
  }

  /** Asks one thing; questions asked at the same time wait for their turn. Never rejects. */
  ask(request: ReadRequest, message: ViciSection, call: CallContext): Promise<Outcome<Reply>> {
    const done = new AbortController();
    const deadlineMs = Date.parse(call.deadlineAt);
    const asker = clockDeadline(this.#clock, call.signal, deadlineMs, done);
    const result = this.#turn.then(() =>
      asker.aborted
        ? failed(tooLate)
        : this.#inTime(asker, (signal) => this.#ask(request, message, asker, signal)),
    );
    this.#turn = result.finally(() => done.abort(answered));
    // Its turn may be far away.
    return untilAborted(result, asker, () => failed(tooLate));
  }

  /** Ends what is under way; questions that wait get their failure. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#turn;
    this.#connection?.close();
    this.#connection = null;
  }

  async #inTime<T>(asker: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return await underFirstOf(
      [asker, this.#closing.signal],
      async (outer) => (await withinTime(this.#clock, outer, this.#timeoutMs, work)).value,
    );
  }

  async #ask(
    request: ReadRequest,
    message: ViciSection,
    asker: AbortSignal,
    signal: AbortSignal,
  ): Promise<Outcome<Reply>> {
    const opened = await this.#open(signal, asker);
    if (!opened.ok) return opened;
    const connection = opened.value;
    const rows: ViciSection[] = [];
    if (request.streams !== null) {
      connection.listen(collect(request, rows));
      const registered = await this.#send(connection, packetType.eventRegister, request.streams, signal);
      if (!registered.ok) return registered;
    }
    this.#calls += 1;
    const answer = await this.#send(connection, packetType.commandRequest, request.command, signal, message);
    if (!answer.ok) return answer;
    if (request.streams !== null) {
      await this.#send(connection, packetType.eventUnregister, request.streams, signal);
      connection.listen(null);
    }
    const refused = refusal(request, answer.value.message);
    return refused === null ? success({ rows, message: answer.value.message }) : failed(refused);
  }

  async #send(
    connection: ViciConnection,
    type: PacketType,
    name: string,
    signal: AbortSignal,
    message: ViciSection = {},
  ): Promise<Outcome<Packet>> {
    const answer = await connection.exchange({ type, name, message }, signal);
    if (!answer.ok) return answer;
    const got = answer.value.type;
    if (got === packetType.commandUnknown || got === packetType.eventUnknown)
      return failed(unknownCommand(name));
    const expected =
      type === packetType.commandRequest ? packetType.commandResponse : packetType.eventConfirm;
    if (got === expected) return answer;
    connection.close();
    return failed({
      reason: 'unreadable',
      says: `The daemon answered "${name}" with a packet of type ${got}.`,
      remedy: 'Check that the address is the VICI socket of strongSwan; ask again.',
    });
  }

  /**
   * The open connection, or a new one; after a refusal the next attempt waits, longer each time.
   * @param givenUp aborts when the asker lost patience, which says nothing about the daemon.
   */
  async #open(signal: AbortSignal, givenUp: AbortSignal): Promise<Outcome<ViciConnection>> {
    if (this.#connection?.open === true) return success(this.#connection);
    this.#connection = null;
    const now = this.#clock.now().getTime();
    if (this.#refused !== null && now < this.#refused.untilMs) return failed(this.#refused.fault);
    const opened = await ViciConnection.open(this.#address, signal);
    if (opened.ok) {
      this.#connection = opened.value;
      this.#refused = null;
    } else if (!givenUp.aborted) {
      const pauseMs = Math.min((this.#refused?.pauseMs ?? FIRST_PAUSE_MS / 2) * 2, LONGEST_PAUSE_MS);
      this.#refused = { fault: opened.fault, untilMs: now + pauseMs, pauseMs };
    }
    return opened;
  }

  get where(): string {
    return viciAddressText(this.#address);
  }
}

/** Takes the rows of one answer, until they are more than is read. */
function collect(request: ReadRequest, rows: ViciSection[]): OnEvent {
  let elements = 0;
  let bytes = 0;
  return (event) => {
    elements += event.elements;
    bytes += event.bytes;
    if (rows.length >= MAX_ROWS || elements > MAX_ANSWER_ELEMENTS || bytes > MAX_ANSWER_BYTES)
      return flood(request);
    if (event.name === request.streams) rows.push(event.message);
    return null;
  };
}

/** A command that failed answers `success = no` and `errmsg`. */
function refusal(request: ReadRequest, message: ViciSection): Fault | null {
  if (message.success !== 'no') return null;
  const reason = typeof message.errmsg === 'string' ? scrub(message.errmsg).text : 'no reason given';
  return {
    reason: 'device-error',
    says: `The daemon refused "${request.command}": ${reason}.`,
    remedy: `Try \`${request.shown}\` on the device.`,
  };
}
