// Puts the lines of one negotiation together to messages in the order in which they went.

import type { IkeExchange, IkeMessage, ProofMethod, SelectorPairText } from '../../domain/exchange.js';
import type { Role } from '../../domain/live.js';
import type { Observation, SeenMessage } from './observation.js';

const mostMessages = 400;
const nowhere: SelectorPairText = { local: null, remote: null };

export class Conversation {
  #messages: IkeMessage[] = [];
  #arrived: { size: number | null; port: number | null } | null = null;
  /** The last datagram or message went out or came in; two lines of one message stand beside each other. */
  #way: 'sent' | 'received' | null = null;
  #ours: ProofMethod | null;
  #theirs: ProofMethod | null = null;
  #natOurs: boolean | null = null;
  #natTheirs: boolean | null = null;
  #identity: string | null = null;
  #address: string | null = null;
  #isNamedByAddress = false;
  #selectors: { asked: SelectorPairText; own: SelectorPairText } = { asked: nowhere, own: nowhere };

  /** @param ours how this end authenticated itself in the attempt before, which a new attempt does not change */
  constructor(ours: ProofMethod | null = null) {
    this.#ours = ours;
  }

  take(observation: Observation, line: number): void {
    switch (observation.is) {
      case 'message':
        this.#message(observation.message, line);
        break;
      case 'datagram':
        this.#datagram(observation);
        break;
      case 'contents':
        this.#amend((last) => ({
          ...last,
          payloads: observation.payloads.length > 0 ? observation.payloads : last.payloads,
          notifies: union(last.notifies, observation.notifies),
        }));
        break;
      case 'repeat':
        this.#repeat(observation.direction, line);
        break;
      case 'selectors': {
        const before = this.#selectors[observation.of];
        this.#selectors[observation.of] = {
          local: observation.local ?? before.local,
          remote: observation.remote ?? before.remote,
        };
        break;
      }
      case 'garbage':
        this.#garbage(line);
        break;
      case 'nat':
        this.#natOurs = observation.ours ?? this.#natOurs;
        this.#natTheirs = observation.theirs ?? this.#natTheirs;
        break;
      case 'named-by-address':
        this.#isNamedByAddress = true;
        break;
      case 'auth':
        if (observation.who === 'ours') {
          this.#ours = observation.method ?? this.#ours;
          this.#identity = observation.identity ?? this.#identity;
        } else this.#theirs = observation.method ?? this.#theirs;
    }
  }

  last(): IkeMessage | undefined {
    return this.#messages.at(-1);
  }

  /**
   * A new attempt: how this end proves itself, and who stands behind NAT, does not change with it. A responder learns that an attempt began after
   * it printed the first message, so that message goes along.
   */
  next(): Conversation {
    const next = new Conversation(this.#ours);
    const last = this.#messages.at(-1);
    if (last?.direction === 'received' && last.kind === 'request' && isFirst(last)) {
      this.#messages.pop();
      next.#messages.push(last);
      next.#address = this.#address;
    }
    return next;
  }

  reading(ikeVersion: 1 | 2 | null, role: Role | null): IkeExchange {
    return {
      ikeVersion: ikeVersion ?? this.#messages.find((one) => one.ikeVersion !== null)?.ikeVersion ?? null,
      role,
      messages: this.#messages,
      auth: { ours: this.#ours ?? this.#shown('sent'), theirs: this.#theirs ?? this.#shown('received') },
      nat: { ours: this.#natOurs, theirs: this.#natTheirs },
      selectors: { ...this.#selectors },
      own: {
        identity: this.#identity ?? (this.#isNamedByAddress ? this.#address : null),
        address: this.#address,
      },
    };
  }

  /** What the payloads tell: CERT or SIG is a signature, HASH without it in message 5 or 6 of main mode a pre-shared key (RFC 2409 section 5). */
  #shown(direction: 'sent' | 'received'): ProofMethod | null {
    for (const { payloads, exchange, direction: way, step } of this.#messages) {
      if (way !== direction || payloads === null) continue;
      const proves =
        exchange === 'ike-auth' || ((exchange === 'main' || exchange === 'aggressive') && step !== 1);
      if (!proves) continue;
      if (payloads.includes('CERT') || payloads.includes('SIG')) return 'certificate';
      if (exchange !== 'ike-auth' && payloads.includes('HASH')) return 'psk';
      if (exchange === 'ike-auth' && payloads.includes('EAP')) return 'eap';
    }
    return null;
  }

  #message(message: SeenMessage, line: number): void {
    const last = this.#messages.at(-1);
    const direction = message.direction ?? this.#way ?? 'received';
    const known = direction === 'received' ? this.#arrived : null;
    this.#arrived = null;
    const whole: IkeMessage = {
      ...message,
      direction,
      size: message.size ?? known?.size ?? null,
      port: message.port ?? known?.port ?? null,
      line,
    };
    const merged = last && isSame(last, whole) ? merge(last, whole) : null;
    if (merged) this.#messages[this.#messages.length - 1] = merged;
    else this.#push(whole);
    this.#way = direction;
  }

  #datagram({ direction, size, port, address }: Extract<Observation, { is: 'datagram' }>): void {
    this.#address ??= address;
    if (direction === 'received') {
      this.#arrived = { size, port };
      this.#way = 'received';
      return;
    }
    this.#amend((last) =>
      last.direction === 'sent' ? { ...last, size: last.size ?? size, port: last.port ?? port } : last,
    );
    this.#way = 'sent';
  }

  #repeat(direction: 'sent' | 'received', line: number): void {
    const before = this.#messages.findLast((one) => one.direction === direction && one.isReadable);
    const again = before ?? (direction === 'received' ? this.#answeredBy() : null);
    if (again) this.#push({ ...again, isRepeat: true, line });
    this.#arrived = null;
    this.#way = direction;
  }

  /** A daemon that prints only what it sends: the message before the last one that it sent must have come. */
  #answeredBy(): IkeMessage | null {
    const last = this.#messages.findLast((one) => one.direction === 'sent' && (one.step ?? 0) > 1);
    if (!last?.step) return null;
    const kind = last.kind === 'request' ? 'response' : 'request';
    return { ...last, direction: 'received', step: last.step - 1, kind, payloads: null, notifies: [] };
  }

  /** Several lines tell of one message that could not be read. */
  #garbage(line: number): void {
    const last = this.#messages.at(-1);
    if (last && !last.isReadable && this.#arrived === null) return;
    const arrived = this.#arrived;
    this.#arrived = null;
    this.#push({
      exchange: 'informational',
      ikeVersion: null,
      id: null,
      direction: 'received',
      kind: null,
      step: null,
      payloads: null,
      notifies: [],
      size: arrived?.size ?? null,
      notifyLength: null,
      isEncrypted: true,
      port: arrived?.port ?? null,
      isRepeat: false,
      isReadable: false,
      line,
    });
  }

  #amend(change: (last: IkeMessage) => IkeMessage): void {
    const last = this.#messages.at(-1);
    if (last) this.#messages[this.#messages.length - 1] = change(last);
  }

  #push(message: IkeMessage): void {
    this.#messages.push(message);
    if (this.#messages.length > mostMessages) this.#messages.splice(mostMessages / 2, 1);
  }
}

function isFirst({ exchange, step }: IkeMessage): boolean {
  return exchange === 'ike-init' || ((exchange === 'main' || exchange === 'aggressive') && step === 1);
}

/** Header and content of one message, or its fragments and the whole, told in lines that follow each other. */
function isSame(last: IkeMessage, next: IkeMessage): boolean {
  return (
    last.isReadable &&
    !last.isRepeat &&
    last.exchange === next.exchange &&
    last.direction === next.direction &&
    (last.id === null || next.id === null || last.id === next.id) &&
    (last.kind === null || next.kind === null || last.kind === next.kind) &&
    (last.step === null || next.step === null || last.step === next.step)
  );
}

function merge(last: IkeMessage, next: IkeMessage): IkeMessage {
  return {
    ...last,
    ikeVersion: last.ikeVersion ?? next.ikeVersion,
    id: last.id ?? next.id,
    kind: last.kind ?? next.kind,
    step: last.step ?? next.step,
    payloads: fuller(last.payloads, next.payloads),
    notifies: union(last.notifies, next.notifies),
    size: last.size ?? next.size,
    notifyLength: last.notifyLength ?? next.notifyLength,
    isEncrypted: last.isEncrypted ?? next.isEncrypted,
    port: last.port ?? next.port,
  };
}

/** A fragment or a header names one payload, the whole message all of them. */
function fuller(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  if (a === null || b === null) return a ?? b;
  const outer = (list: readonly string[]): boolean => list.every((one) => one === 'EF' || one === 'SK');
  return outer(a) && !outer(b) ? b : a;
}

function union<T extends { readonly name: string }>(a: readonly T[], b: readonly T[]): readonly T[] {
  return [...a, ...b.filter((one) => !a.some((other) => other.name === one.name))];
}
