// What a test makes go wrong at Slack: refusals, outages, lost replies, doubled deliveries, dropped sockets.

export type Fault =
  /** HTTP 429 with Retry-After. */
  | { kind: 'rate-limit'; retryAfterSeconds: number }
  /** An HTTP status with a body that is not JSON, as a gateway answers. */
  | { kind: 'status'; status: number }
  /** `ok: false` with this error word. */
  | { kind: 'error'; error: string }
  /** No answer until the workspace stops. */
  | { kind: 'hang' }
  /** The connection breaks before an answer. */
  | { kind: 'reset' }
  /** The call takes effect, then the connection breaks: the reply is lost. */
  | { kind: 'lost-reply' };

export interface SocketControl {
  /** Breaks every socket without a word. */
  drop(): void;
  /** Sends a `disconnect` envelope to every socket, as Slack does before it recycles one. */
  disconnect(reason: string): void;
}

export class Faults {
  private readonly queues = new Map<string, Fault[]>();
  private repeats = 0;
  private doubles = 0;
  private lostAcks = 0;

  constructor(private readonly sockets: SocketControl) {}

  /**
   * The next `times` calls of `method` meet this fault. `*` stands for any method of the Web API;
   * `response_url`, `upload` and `file` (its private address) name those three. A `status` of 200 is Slack's sign-in page.
   */
  next(method: string, fault: Fault, times = 1): void {
    const queue = this.queues.get(method) ?? [];
    for (let count = 0; count < times; count += 1) queue.push(fault);
    this.queues.set(method, queue);
  }

  rateLimit(method: string, times = 1, retryAfterSeconds = 1): void {
    this.next(method, { kind: 'rate-limit', retryAfterSeconds }, times);
  }

  /** Takes back what has not happened yet, for one method or for all. */
  clear(method?: string): void {
    if (method === undefined) this.queues.clear();
    else this.queues.delete(method);
  }

  /** apps.connections.open answers this error until `clear('apps.connections.open')`. */
  refuseConnections(error = 'internal_error'): void {
    this.next('apps.connections.open', { kind: 'error', error }, 10_000);
  }

  dropSockets(): void {
    this.sockets.drop();
  }

  disconnectSockets(reason = 'refresh_requested'): void {
    this.sockets.disconnect(reason);
  }

  /** The next events arrive a second time, with retry_attempt 1, although the app acknowledged them. */
  redeliverEvents(times = 1): void {
    this.repeats += times;
  }

  /** The next clicks, choices or submissions arrive twice, as a nervous finger sends them. */
  duplicateClicks(times = 1): void {
    this.doubles += times;
  }

  /** The acknowledgements of the next deliveries get lost on the way. */
  loseAcks(times = 1): void {
    this.lostAcks += times;
  }

  /** @internal */
  takeFor(method: string): Fault | undefined {
    return this.queues.get(method)?.shift() ?? this.queues.get('*')?.shift();
  }

  /** @internal */
  takeRepeat(): boolean {
    if (this.repeats === 0) return false;
    this.repeats -= 1;
    return true;
  }

  /** @internal */
  takeDouble(): boolean {
    if (this.doubles === 0) return false;
    this.doubles -= 1;
    return true;
  }

  /** @internal */
  takeLostAck(): boolean {
    if (this.lostAcks === 0) return false;
    this.lostAcks -= 1;
    return true;
  }
}
