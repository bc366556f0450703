// Obtaining an API key once, for the `keygen` command: the only request that carries a password, and the only reply that is a secret.

import type { Clock } from '../../domain/clock.js';
import { withinTime } from '../../support/deadline.js';
import type { WebProxy } from '../../support/proxy.js';
import { abortedFault, type Fault, type Outcome, timeoutFault } from '../https/fault.js';
import { createTrustedAgent } from '../https/trust.js';
import { failed, success } from '../outcome.js';
import { keygenForm } from './requests.js';
import { exchange } from './transport.js';
import { text } from './words.js';

export interface KeygenRequest {
  /** `https://firewall.example`; a path is not used. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** PEM text, or a SHA-256 fingerprint; without both the authorities of the system count. */
  readonly ca?: string | undefined;
  readonly fingerprint256?: string | undefined;
  readonly proxy?: WebProxy | null;
  readonly signal?: AbortSignal | undefined;
  readonly clock: Clock;
}

const keygenTimeoutMs = 15_000;

/**
 * @returns the key, or why there is none in a sentence with its remedy (`fault.says`, `fault.remedy`). Never repeated: each refusal
 *   counts towards a lockout. Neither user, password nor key is part of a fault.
 */
export async function obtainApiKey(request: KeygenRequest): Promise<Outcome<string>> {
  const agent = createTrustedAgent(
    {
      ca: request.ca,
      fingerprint256: request.fingerprint256?.replaceAll(/[^0-9a-f]/gi, '').toLowerCase(),
      proxy: request.proxy ?? null,
    },
    1,
    request.clock,
  );
  const given = request.signal ?? new AbortController().signal;
  const { value: outcome, late } = await withinTime(request.clock, given, keygenTimeoutMs, (signal) =>
    exchange({
      address: new URL(request.url).origin,
      agent,
      apiKey: null,
      form: keygenForm(request.user, request.password),
      collect: { keepSecrets: true },
      signal,
    }),
  );
  agent.destroy();
  if (!outcome.ok)
    return failed(
      given.aborted ? abortedFault : late ? timeoutFault(keygenTimeoutMs) : refused(outcome.fault),
    );
  const key = text(outcome.value, 'key');
  if (key !== null) return success(key);
  return failed({
    reason: 'unreadable',
    says: 'The firewall answered without a key.',
    remedy: 'Check that the address is the management interface of a PAN-OS device.',
    transient: false,
    code: null,
  });
}

/** Here 403 is about user and password; the device's text may repeat what was sent and is left out. */
function refused(fault: Fault): Fault {
  if (fault.reason !== 'unauthorized') return fault;
  return {
    ...fault,
    says: 'The firewall refuses this user and password, or the user may not use the API.',
    remedy: 'Check both, and that the admin role of the user has XML API rights.',
  };
}
