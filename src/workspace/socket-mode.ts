// Socket Mode: tickets, hello, envelopes and acknowledgements over several WebSockets; each envelope goes to one of them.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { decodeJson, fieldsOf, textOf } from './fields.js';
import { LIMITS } from './limits.js';
import type { Arrival, Parcel, Transport } from './transport.js';

interface Waiting {
  sentAt: number;
  settle(arrival: Arrival): void;
  onLate(latencyMs: number): void;
  settled: boolean;
}

const MOST_WAITING = 10_000;
const GOODBYE_MS = 300;

export class SocketMode implements Transport {
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: 4 * 1024 * 1024 });
  private readonly tickets = new Set<string>();
  private readonly sockets: WebSocket[] = [];
  private readonly waiting = new Map<string, Waiting>();
  private turn = 0;

  /** `onChange` is called when a socket opens or closes. */
  constructor(
    private readonly appId: string,
    private readonly onChange: () => void,
  ) {}

  /** How many sockets are open now. */
  get count(): number {
    return this.sockets.length;
  }

  /** A ticket for one connection; apps.connections.open hands it out inside a URL. */
  newTicket(): string {
    const ticket = randomUUID();
    this.tickets.add(ticket);
    return ticket;
  }

  /** Takes over an HTTP upgrade when its ticket is good; answers false when it is none of ours. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname !== '/link') return false;
    if (!this.tickets.delete(url.searchParams.get('ticket') ?? '')) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return true;
    }
    this.server.handleUpgrade(request, socket, head, (opened) => this.greet(opened));
    return true;
  }

  async deliver(parcel: Parcel, timeoutMs: number, onLate: (latencyMs: number) => void): Promise<Arrival> {
    const socket = this.sockets[this.turn % Math.max(1, this.sockets.length)];
    this.turn += 1;
    if (socket === undefined) return { state: 'failed', reason: 'no_socket', latencyMs: 0 };
    const envelopeId = randomUUID();
    const isEvent = parcel.kind === 'events_api';
    return new Promise((resolve) => {
      const sentAt = performance.now();
      const timer = setTimeout(() => entry.settle({ state: 'timeout', latencyMs: timeoutMs }), timeoutMs);
      const entry: Waiting = {
        sentAt,
        onLate,
        settled: false,
        settle: (arrival) => {
          clearTimeout(timer);
          entry.settled = true;
          resolve(arrival);
        },
      };
      this.waiting.set(envelopeId, entry);
      if (this.waiting.size > MOST_WAITING) {
        const oldest = this.waiting.keys().next().value;
        if (oldest !== undefined) this.waiting.delete(oldest);
      }
      socket.send(
        JSON.stringify({
          envelope_id: envelopeId,
          payload: parcel.payload,
          type: parcel.kind,
          accepts_response_payload: !isEvent,
          ...(isEvent ? { retry_attempt: parcel.retryAttempt, retry_reason: parcel.retryReason } : {}),
        }),
      );
    });
  }

  drop(): void {
    for (const socket of [...this.sockets]) socket.terminate();
  }

  disconnect(reason: string): void {
    for (const socket of [...this.sockets]) {
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'workspace' } }));
    }
  }

  /** Says goodbye as WebSocket does, then breaks what has not answered shortly after. */
  async stop(): Promise<void> {
    for (const entry of this.waiting.values()) {
      if (!entry.settled) entry.settle({ state: 'failed', reason: 'no_socket', latencyMs: 0 });
    }
    this.waiting.clear();
    const closing = this.sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of this.sockets) socket.close(1001);
    const patience = setTimeout(() => this.drop(), GOODBYE_MS);
    await Promise.all(closing);
    clearTimeout(patience);
    this.server.close();
  }

  private greet(socket: WebSocket): void {
    if (this.sockets.length >= LIMITS.socketsPerApp.max) {
      socket.close(1008, 'too_many_websockets');
      return;
    }
    this.sockets.push(socket);
    this.onChange();
    socket.on('message', (data) => this.receive(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      const at = this.sockets.indexOf(socket);
      if (at >= 0) this.sockets.splice(at, 1);
      this.onChange();
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.sockets.length,
        connection_info: { app_id: this.appId },
        debug_info: { host: 'workspace', approximate_connection_time: 18_060 },
      }),
    );
  }

  private receive(data: string): void {
    const message = fieldsOf(decodeJson(data));
    const id = textOf(message.envelope_id);
    const entry = this.waiting.get(id);
    if (entry === undefined) return;
    this.waiting.delete(id);
    const latencyMs = performance.now() - entry.sentAt;
    if (entry.settled) entry.onLate(latencyMs);
    else entry.settle({ state: 'acked', response: fieldsOf(message.payload), latencyMs });
  }
}
