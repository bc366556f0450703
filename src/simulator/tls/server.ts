// One HTTPS listener of a simulated device: takes form-encoded or query requests, records them, applies API faults.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Answer, Api, Asked, Described } from './api.js';
import type { ApiFault, ApiFaultScope } from './api-fault.js';
import type { ServerCertificate } from './certificate.js';

const BODY_LIMIT_BYTES = 1_000_000;
const REQUESTS_KEPT = 10_000;

/** One request as the device saw it. Keys and passwords are not recorded. */
export interface SeenRequest extends Described {
  readonly at: Date;
  readonly method: string;
  /** How many requests were being answered at that moment, this one included. */
  readonly concurrent: number;
}

interface ActiveFault {
  readonly fault: ApiFault;
  readonly scope: ApiFaultScope;
  left: number;
}

export class DeviceServer {
  readonly requests: SeenRequest[] = [];
  maxConcurrent = 0;
  private readonly server: Server;
  private faults: ActiveFault[] = [];
  private inFlight = 0;
  private port = 0;
  private readonly delays = new Set<NodeJS.Timeout>();

  constructor(
    private readonly api: Api,
    private readonly host: string,
    private readonly now: () => Date,
    certificate: ServerCertificate,
  ) {
    this.server = createServer(
      { key: certificate.privateKeyPem, cert: certificate.certificatePem },
      (request, response) => {
        this.receive(request, response).catch(() => response.destroy());
      },
    );
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.port, this.host, () => resolve());
    });
    this.port = (this.server.address() as AddressInfo).port;
    return `https://${this.host}:${this.port}`;
  }

  /** Adds a fault; `refuse` closes the listener until it is cleared. */
  async inject(fault: ApiFault, scope: ApiFaultScope = {}): Promise<void> {
    if (fault.kind === 'key-revoked') this.api.keyRevoked = true;
    else if (fault.kind === 'log-job-stuck') this.api.logsStuck = true;
    else if (fault.kind === 'refuse') await this.close();
    else this.faults.push({ fault, scope, left: scope.times ?? Number.POSITIVE_INFINITY });
  }

  /** Ends every API fault and listens again on the same port. */
  async clear(): Promise<void> {
    this.faults = [];
    this.api.keyRevoked = false;
    this.api.logsStuck = false;
    if (!this.server.listening) await this.listen();
  }

  async close(): Promise<void> {
    for (const delay of this.delays) clearTimeout(delay);
    this.delays.clear();
    if (!this.server.listening) return;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.inFlight += 1;
    this.maxConcurrent = Math.max(this.maxConcurrent, this.inFlight);
    response.once('close', () => {
      this.inFlight -= 1;
    });
    const url = new URL(request.url ?? '/', 'https://device');
    const body = await readBody(request);
    if (body === undefined) return send(response, TOO_LARGE);
    const asked: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      parameters: new URLSearchParams([...url.searchParams, ...new URLSearchParams(body)]),
      headers: request.headers,
    };
    const described = this.api.describe(asked);
    this.record(asked.method, described);

    if (this.api.isSilent()) {
      response.destroy();
      return;
    }
    const active = this.pickFault(described);
    if (active?.kind === 'hang') return;
    if (active?.kind === 'slow') await this.wait(active.delayMs);
    const answer = this.api.answer(asked);
    if (active?.kind === 'close-half') {
      response.writeHead(200, {
        'content-type': answer.contentType,
        'content-length': Buffer.byteLength(answer.body),
      });
      response.write(answer.body.slice(0, Math.floor(answer.body.length / 2)), () => response.destroy());
      return;
    }
    const faulty = active === undefined ? undefined : this.api.faulty(active, answer, asked);
    send(response, faulty ?? answer);
  }

  private wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const delay = setTimeout(() => {
        this.delays.delete(delay);
        resolve();
      }, delayMs);
      this.delays.add(delay);
    });
  }

  private pickFault({ type, command }: Described): ApiFault | undefined {
    const active = this.faults.find(
      ({ scope, left }) =>
        left > 0 &&
        (scope.only === undefined || command.includes(scope.only)) &&
        (scope.type === undefined || type === scope.type),
    );
    if (active === undefined) return undefined;
    active.left -= 1;
    return active.fault;
  }

  private record(method: string, described: Described): void {
    this.requests.push({ at: this.now(), method, ...described, concurrent: this.inFlight });
    if (this.requests.length > REQUESTS_KEPT) this.requests.splice(0, REQUESTS_KEPT / 10);
  }
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > BODY_LIMIT_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const TOO_LARGE: Answer = { httpStatus: 413, contentType: 'text/plain', body: 'Request too large' };

function send(response: ServerResponse, { httpStatus, contentType, body }: Answer): void {
  response.writeHead(httpStatus, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
