// A system outside, as a real HTTP server: it keeps what came and answers as it is told.

import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly arrived: Arrived[];
  /** What it answers next; the usual answer once these are used up. */
  readonly answers: {
    readonly status: number;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  }[];
  close(): Promise<void>;
}

/** @param usual what it answers to what came */
export async function startReceiver(
  usual: (came: Arrived) => { readonly status: number; readonly body?: string } = () => ({ status: 204 }),
): Promise<Receiver> {
  const arrived: Arrived[] = [];
  const answers: Receiver['answers'] = [];
  const server: Server = createServer((request, reply) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const came = { method, path: url, headers, body: Buffer.concat(parts).toString('utf8') };
      arrived.push(came);
      const answer: Receiver['answers'][number] = answers.shift() ?? usual(came);
      reply.writeHead(answer.status, answer.headers).end(answer.body ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    arrived,
    answers,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
