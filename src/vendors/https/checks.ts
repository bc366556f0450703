// What is checked of a firewall before anything is asked of it over HTTPS: its name, its address, its certificate, the key.

import {
  type CheckCall,
  type CheckFinding,
  type CheckGroup,
  fails,
  type Needs,
  warns,
  well,
} from '../../domain/check.js';
import type { Clock } from '../../domain/clock.js';
import type { DeviceChecks } from '../../domain/device.js';
import { codeOf } from '../../support/errorCode.js';
import { throughProxy, type WebProxy } from '../../support/proxy.js';
import { isAddress, type Reached, reachPort, resolveName } from '../../support/reach.js';
import { type Access, addressesOf, trustOf } from './access.js';
import type { ReadFrame } from './client.js';
import { connectionFault, type Outcome } from './fault.js';
import { lookAtCertificate } from './trust.js';

const dayMs = 86_400_000;
const warnsBeforeDays = 30;

export interface CheckedAccess {
  /** What people call the device. */
  readonly name: string;
  readonly clock: Clock;
  readonly access: Access;
  /** What it is asked with: `API key`, `API token`. */
  readonly keyName: string;
  /** How long one ordinary call may take. */
  readonly callMs: number;
  /** One call to the unit of that number, which says whether the key is known. */
  tryKey(unit: number, frame: ReadFrame): Promise<Outcome<unknown>>;
}

export function accessChecks(checked: CheckedAccess): DeviceChecks {
  const units = addressesOf(checked.access).map((address, index) =>
    unitChecks(checked, new URL(address), index),
  );
  const open: Needs = [units.map(({ key }) => key)];
  return { checks: units.flatMap(({ checks }) => checks), open };
}

/** Of several units each is checked, because the standby one answers after a failover. */
function unitChecks(
  checked: CheckedAccess,
  address: URL,
  index: number,
): Pick<CheckGroup, 'checks'> & { readonly key: string } {
  const { name, access, keyName } = checked;
  const of = addressesOf(access).length === 1 ? '' : ` of ${address.host}`;
  const named = (what: string): string => `${name}: ${what}${of}`;
  const resolves = named('name');
  const answers = named('address');
  const certificate = named('certificate');
  const key = named(keyName);
  const port = Number(address.port || 443);
  const host = address.hostname;
  const { proxy } = access;
  // The proxy looks the name up by itself.
  const hasName = !isAddress(host) && proxy === null;
  return {
    key,
    checks: [
      ...(hasName
        ? [
            {
              what: resolves,
              needs: [],
              run: async ({ signal }: CheckCall) =>
                ofReached(await resolveName(host, signal), (found) => `${host} is ${found}.`),
            },
          ]
        : []),
      {
        what: answers,
        needs: hasName ? [resolves] : [],
        run: async ({ signal }) =>
          ofReached(
            await (proxy ? reachThrough(proxy, host, port) : reachPort(host, port, signal)),
            () => `${host} port ${port} takes connections${proxy ? ` through ${proxy.url}` : ''}.`,
          ),
      },
      {
        what: certificate,
        needs: [answers],
        run: ({ signal }) => ofCertificate(checked, index, address, signal),
      },
      {
        what: key,
        needs: [certificate],
        run: async (call) => ofKey(await checked.tryKey(index, frameOf(checked, call))),
      },
    ],
  };
}

async function reachThrough(proxy: WebProxy, host: string, port: number): Promise<Reached> {
  try {
    (await throughProxy(proxy, { host, port })).destroy();
    return { ok: true, address: host };
  } catch (error) {
    return { ok: false, code: codeOf(error) };
  }
}

function ofReached(reached: Reached, says: (address: string) => string): CheckFinding {
  if (reached.ok) return well(says(reached.address));
  const fault = connectionFault(reached.code);
  return fails(fault.says, fault.remedy);
}

async function ofCertificate(
  { access, clock, keyName }: CheckedAccess,
  index: number,
  address: URL,
  signal: AbortSignal,
): Promise<CheckFinding> {
  const trust = trustOf(access, index);
  const seen = await lookAtCertificate(address, trust, signal);
  if (typeof seen === 'string') {
    const fault = connectionFault(seen);
    return fails(fault.says, fault.remedy);
  }
  const shown = `It is of ${seen.subject}, signed by ${seen.issuer}, valid until ${seen.notAfter.toISOString().slice(0, 10)}`;
  if (seen.refusal !== null) {
    const fault = connectionFault(seen.refusal);
    return fails(
      `${fault.says} ${shown}; its SHA-256 fingerprint is ${seen.fingerprint256}. The ${keyName} was not sent.`,
      fault.remedy,
    );
  }
  const by =
    trust.ca !== undefined
      ? 'caFile'
      : trust.fingerprint256 !== undefined
        ? 'fingerprint256'
        : 'an authority that this machine trusts';
  const days = Math.floor((seen.notAfter.getTime() - clock.now().getTime()) / dayMs);
  // A pin accepts it also afterwards; whoever renews it must change the pin.
  if (days < warnsBeforeDays)
    return warns(
      `${shown}, ${days < 0 ? 'which is over' : `which is in ${days} days`}; it is trusted by ${by}.`,
      'Renew it on the firewall, and change caFile or fingerprint256 with it.',
    );
  return well(`${shown}; it is trusted by ${by}.`);
}

function frameOf({ clock, callMs }: CheckedAccess, { signal, deadlineAt }: CheckCall): ReadFrame {
  const deadlineMs = Math.min(Date.parse(deadlineAt), clock.now().getTime() + callMs);
  return { signal, deadlineMs, timeoutMs: callMs, attempts: 1, onCall: () => undefined };
}

/** Whatever its role may do. */
function ofKey(outcome: Outcome<unknown>): CheckFinding {
  if (outcome.ok) return well('The firewall accepts it.');
  const { fault } = outcome;
  if (fault.lacksRight) return well('The firewall knows it; what its role lacks stands below.');
  return fails(fault.says, fault.remedy);
}
