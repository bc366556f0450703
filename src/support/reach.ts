// Whether a name resolves and an address takes a connection; nothing is sent.

import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { untilAborted, whenAborted } from './abort.js';
import { codeOf } from './errorCode.js';

/** The address, or the code of the failure (`ENOTFOUND`, `ECONNREFUSED`; `ETIMEDOUT` when the signal aborted first). */
export type Reached =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly code: string };

const late: Reached = { ok: false, code: 'ETIMEDOUT' };

export function isAddress(host: string): boolean {
  return isIP(bare(host)) !== 0;
}

export async function resolveName(host: string, signal: AbortSignal): Promise<Reached> {
  const found = lookup(bare(host)).then(({ address }): Reached => ({ ok: true, address }), failedWith);
  return await untilAborted(found, signal, () => late);
}

export function reachPort(host: string, port: number, signal: AbortSignal): Promise<Reached> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(late);
    const socket = connect({ host: bare(host), port });
    const end = (reached: Reached): void => {
      stay();
      socket.destroy();
      resolve(reached);
    };
    const stay = whenAborted(signal, () => end(late));
    socket.once('connect', () => end({ ok: true, address: socket.remoteAddress ?? host }));
    socket.on('error', (error) => end(failedWith(error)));
  });
}

/** URLs write IPv6 in brackets. */
function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

function failedWith(error: unknown): Reached {
  return { ok: false, code: codeOf(error) };
}
