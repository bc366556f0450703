// One open VICI connection: sends one packet at a time, waits for its answer, hands events over as they come.

import { createConnection, type Socket } from 'node:net';
import { whenAborted } from '../../support/abort.js';
import { type Fault, failed, type Outcome, success } from '../outcome.js';
import { connectFault, type ViciAddress } from './viciAddress.js';
import { isMalformed } from './viciMessage.js';
import {
  decodeHead,
  decodePacket,
  encodePacket,
  type Packet,
  packetType,
  type ReceivedPacket,
  SegmentReader,
} from './viciPacket.js';

const unreadable = (detail: string): Fault => ({
  reason: 'unreadable',
  says: `The daemon's answer is not VICI: ${detail}.`,
  remedy: 'Check that the address is the VICI socket of strongSwan and not another service.',
});

const closedEarly: Fault = {
  reason: 'unreachable',
  says: 'The daemon closed the VICI connection before it answered.',
  remedy: 'Check whether strongSwan was restarted or crashed; ask again.',
};

const stopped: Fault = {
  reason: 'timeout',
  says: 'The daemon did not answer over VICI in time.',
  remedy: 'Check the load of the daemon (swanctl --stats: idle workers, job queues) and ask again.',
};

interface Waiting {
  readonly answer: (outcome: Outcome<Packet>) => void;
}

/** A failure that it returns ends the connection: what comes is more than anybody can use. */
export type OnEvent = (event: ReceivedPacket) => Fault | null;

/** After so many bytes the loop gets a turn, so that a flood of events does not hold up everybody else. */
const TURN_BYTES = 128 * 1024;

export class ViciConnection {
  readonly #socket: Socket;
  readonly #reader = new SegmentReader();
  #waiting: Waiting | null = null;
  #onEvent: OnEvent | null = null;
  #ended: Fault | null = null;
  #sinceTurn = 0;
  readonly #onEnd: ((fault: Fault) => void)[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', () => this.#end(closedEarly));
    socket.on('close', () => this.#end(closedEarly));
  }

  /** Connects, or says why not; an aborted signal ends the attempt as a timeout. */
  static open(address: ViciAddress, signal: AbortSignal): Promise<Outcome<ViciConnection>> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(failed(stopped));
      const socket = createConnection(
        address.kind === 'unix' ? { path: address.path } : { host: address.host, port: address.port },
      );
      // A host that vanishes says nothing: without this a connection that only listens would wait for ever.
      if (address.kind === 'tcp') socket.setKeepAlive(true, 30_000);
      const finish = (outcome: Outcome<ViciConnection>): void => {
        stay();
        socket.off('error', onError);
        if (!outcome.ok) socket.destroy();
        resolve(outcome);
      };
      const stay = whenAborted(signal, () => finish(failed(stopped)));
      const onError = (error: NodeJS.ErrnoException): void =>
        finish(failed(connectFault(address, error.code)));
      socket.once('error', onError);
      socket.once('connect', () => finish(success(new ViciConnection(socket))));
      // A late error of an attempt that was given up must not become an uncaught exception.
      socket.on('error', () => {});
    });
  }

  get open(): boolean {
    return this.#ended === null;
  }

  /** Calls back once when the connection is over, at once when it already is. */
  whenEnded(callback: (fault: Fault) => void): void {
    if (this.#ended !== null) callback(this.#ended);
    else this.#onEnd.push(callback);
  }

  /** Where events go from now on; null drops them. */
  listen(onEvent: OnEvent | null): void {
    this.#onEvent = onEvent;
  }

  /**
   * Sends one packet and waits for the next packet that is no event. One at a time: the protocol has no request ids.
   * An aborted signal closes the connection, because the answer that is still on its way would be taken for the next.
   */
  exchange(packet: Packet, signal: AbortSignal): Promise<Outcome<Packet>> {
    if (this.#ended !== null) return Promise.resolve(failed(this.#ended));
    return new Promise((resolve) => {
      let stay = (): void => undefined;
      this.#waiting = {
        answer: (outcome) => {
          stay();
          resolve(outcome);
        },
      };
      if (signal.aborted) return this.#end(stopped);
      stay = whenAborted(signal, () => this.#end(stopped));
      this.#socket.write(encodePacket(packet));
    });
  }

  close(): void {
    this.#end(closedEarly);
  }

  #read(chunk: Buffer): void {
    const segments = this.#reader.push(chunk);
    if (!Array.isArray(segments)) {
      this.#end(unreadable(segments.malformed));
      return;
    }
    for (const segment of segments) {
      this.#take(segment);
      if (this.#ended !== null) return;
    }
    this.#sinceTurn += chunk.length;
    if (this.#sinceTurn < TURN_BYTES) return;
    this.#sinceTurn = 0;
    this.#socket.pause();
    setImmediate(() => this.#socket.resume());
  }

  #take(segment: Buffer): void {
    const head = decodeHead(segment);
    // Events that nobody waits for are not read at all.
    if (!isMalformed(head) && head.type === packetType.event && this.#onEvent === null) return;
    const packet = decodePacket(segment);
    if (isMalformed(packet)) {
      this.#end(unreadable(packet.malformed));
    } else if (packet.type === packetType.event) {
      const fault = this.#onEvent?.(packet) ?? null;
      if (fault !== null) this.#end(fault);
    } else this.#answer(success(packet));
  }

  #answer(outcome: Outcome<Packet>): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.answer(outcome);
  }

  #end(fault: Fault): void {
    if (this.#ended !== null) return;
    this.#ended = fault;
    this.#socket.destroy();
    this.#answer(failed(fault));
    for (const callback of this.#onEnd.splice(0)) callback(fault);
  }
}
