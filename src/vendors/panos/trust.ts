// How a firewall proves who it is before anything, above all the key, is sent to it.

import https from 'node:https';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { Clock } from '../../domain/clock.js';

export interface Trust {
  /** PEM text of the authority; without it the system's authorities count, unless there is a pin. */
  readonly ca: string | undefined;
  /** SHA-256 of the certificate, 64 lower-case hex digits. */
  readonly fingerprint256: string | undefined;
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
  if (trust.ca === undefined && pin !== undefined) return pinnedAgent(base, pin, clock);
  return new https.Agent({
    ...base,
    ...(trust.ca === undefined ? {} : { ca: trust.ca }),
    checkServerIdentity: (host, certificate) =>
      tls.checkServerIdentity(host, certificate) ??
      (pin === undefined || fits(certificate, pin) ? undefined : new PinMismatch()),
  });
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
