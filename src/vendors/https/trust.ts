// How a firewall proves who it is before anything, above all the key, is sent to it.

import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { Clock } from '../../domain/clock.js';
import { whenAborted } from '../../support/abort.js';
import { codeOf } from '../../support/errorCode.js';
import { throughProxy, type WebProxy } from '../../support/proxy.js';

export interface Trust {
  /** PEM text of the authority; without it the system's authorities count, unless there is a pin. */
  readonly ca: string | undefined;
  /** SHA-256 of the certificate, 64 lower-case hex digits. */
  readonly fingerprint256: string | undefined;
  /** On the way to it; nothing else is left out or eased by it. */
  readonly proxy?: WebProxy | null;
}

/** Carries only a code, so that it can pass through an HTTP client. */
class PinMismatch extends Error {
  readonly code = 'PIN_MISMATCH';
}

class HandshakeTimeout extends Error {
  readonly code = 'ETIMEDOUT';
}

/**
 * An agent for one address.
 * With a CA the ordinary checks apply, and the pin, if any, on top. With a pin alone a self-signed certificate is accepted, but only
 * exactly the pinned one: the socket is handed to HTTP after the comparison, so that not one byte of a request leaves before.
 */
export function createTrustedAgent(trust: Trust, maxSockets: number, clock: Clock): https.Agent {
  const base: https.AgentOptions = {
    keepAlive: true,
    maxSockets,
    minVersion: 'TLSv1.2',
    // Said aloud, because else an environment variable decides.
    rejectUnauthorized: true,
    // A resumed session would skip the certificate that the pin is compared with.
    maxCachedSessions: 0,
  };
  const pin = trust.fingerprint256;
  const agent =
    trust.ca === undefined && pin !== undefined
      ? pinnedAgent(base, pin, clock)
      : new https.Agent({ ...base, ...judging(trust) });
  return trust.proxy ? behind(trust.proxy, agent) : agent;
}

/** The same checks on a connection through the proxy, which sees nothing but host and port. */
function behind(proxy: WebProxy, agent: https.Agent): https.Agent {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (request, created?: Created) => {
    const { host, port } = request as tls.ConnectionOptions;
    throughProxy(proxy, { host: host ?? '', port: port ?? 443 }).then(
      (socket) => {
        const secured = connect({ ...request, socket } as never, created);
        // The pinned one calls by itself, after its comparison.
        if (secured) created?.(null, secured);
      },
      (error: Error) => created?.(error, undefined as never),
    );
    return undefined;
  };
  return agent;
}

/** How the authorities, the name and the pin decide. */
function judging({
  ca,
  fingerprint256: pin,
}: Trust): Pick<tls.ConnectionOptions, 'ca' | 'checkServerIdentity'> {
  return {
    ...(ca === undefined ? {} : { ca }),
    checkServerIdentity: (host, certificate) =>
      tls.checkServerIdentity(host, certificate) ??
      (pin === undefined || fits(certificate, pin) ? undefined : new PinMismatch()),
  };
}

/** The certificate of an address, and whether it is trusted; not one byte of a request is sent. */
export interface SeenCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** `AA:BB:…` */
  readonly fingerprint256: string;
  readonly notAfter: Date;
  /** Null when it is trusted; else the code of why not. */
  readonly refusal: string | null;
}

/** @returns the code of the failure where no certificate was shown. */
export async function lookAtCertificate(
  address: URL,
  trust: Trust,
  signal: AbortSignal,
): Promise<SeenCertificate | string> {
  const { ca, fingerprint256: pin } = trust;
  const host = address.hostname.replace(/^\[|\]$/g, '');
  const port = Number(address.port || 443);
  let through: Socket | null = null;
  try {
    if (trust.proxy) through = await throughProxy(trust.proxy, { host, port });
  } catch (error) {
    return codeOf(error);
  }
  return await new Promise((resolve) => {
    const socket = tls.connect({
      host,
      port,
      ...(through ? { socket: through } : {}),
      ...(isIP(host) === 0 ? { servername: host } : {}),
      minVersion: 'TLSv1.2',
      ...judging(trust),
      // To see it whatever it is; the socket is closed before anything is sent.
      rejectUnauthorized: false,
    });
    const end = (seen: SeenCertificate | string): void => {
      stay();
      socket.destroy();
      resolve(seen);
    };
    const stay = whenAborted(signal, () => end('ETIMEDOUT'));
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? ''));
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerCertificate();
      const pinned = ca === undefined && pin !== undefined;
      const refusal = pinned
        ? fits(certificate, pin)
          ? null
          : new PinMismatch().code
        : socket.authorized
          ? null
          : String(socket.authorizationError);
      end({
        subject: nameIn(certificate.subject),
        issuer: nameIn(certificate.issuer),
        fingerprint256: certificate.fingerprint256 ?? '',
        notAfter: new Date(certificate.valid_to),
        refusal,
      });
    });
  });
}

function nameIn(name: tls.Certificate | undefined): string {
  return [name?.CN, name?.O].flat().find((word) => word !== undefined && word !== '') ?? 'nobody by name';
}

type Created = (error: Error | null, stream: Duplex) => void;

const handshakeTimeoutMs = 30_000;

function pinnedAgent(options: https.AgentOptions, pin: string, clock: Clock): https.Agent {
  const agent = new https.Agent(options);
  // Node's agent takes a socket through the callback when nothing is returned.
  agent.createConnection = (request, created?: Created) => {
    const socket = tls.connect({
      ...(request as tls.ConnectionOptions),
      // The pin takes the place of the authorities; the comparison below lets nothing pass but the pinned certificate.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
    });
    const onError = (error: Error): void => created?.(error, socket);
    socket.once('error', onError);
    const over = new AbortController();
    clock.sleep(handshakeTimeoutMs, over.signal).then(
      () => socket.destroy(new HandshakeTimeout()),
      () => undefined,
    );
    socket.once('close', () => over.abort());
    socket.once('secureConnect', () => {
      over.abort();
      socket.off('error', onError);
      if (fits(socket.getPeerCertificate(), pin)) {
        created?.(null, socket);
        return;
      }
      socket.on('error', () => undefined);
      socket.destroy();
      created?.(new PinMismatch(), socket);
    });
    return undefined;
  };
  return agent;
}

function fits(certificate: tls.PeerCertificate, pin: string): boolean {
  return (certificate.fingerprint256 ?? '').replaceAll(':', '').toLowerCase() === pin;
}
