// What is checked of a firewall before evidence is asked of it: its name, its address, its certificate, the key, and each right.

import {
  type Check,
  type CheckCall,
  type CheckFinding,
  type CheckGroup,
  fails,
  type Needs,
  warns,
  well,
} from '../../domain/check.js';
import type { DeviceChecks } from '../../domain/device.js';
import { throughProxy, type WebProxy } from '../../support/proxy.js';
import { isAddress, type Reached, reachPort, resolveName } from '../../support/reach.js';
import type { PanosClient } from './client.js';
import { connectionFault } from './fault.js';
import { readRequest } from './requests.js';
import type { Session } from './session.js';
import { trustOf } from './settings.js';
import { neededRights, tryRight } from './trials.js';
import { lookAtCertificate } from './trust.js';

const dayMs = 86_400_000;
const warnsBeforeDays = 30;

export function panosChecks(session: Session): DeviceChecks {
  const { name, clients } = session;
  const units = clients.map((client, index) => unitChecks(session, client, index));
  const open: Needs = [units.map(({ key }) => key)];
  const rights = neededRights.map(
    (right): Check => ({
      what: `${name}: right ${right}`,
      needs: open,
      run: (call) => tryRight(session, right, call),
    }),
  );
  return { checks: [...units.flatMap(({ checks }) => checks), ...rights], open };
}

/** Of several units each is checked, because the standby one answers after a failover. */
function unitChecks(
  session: Session,
  client: PanosClient,
  index: number,
): Pick<CheckGroup, 'checks'> & { readonly key: string } {
  const address = new URL(client.address);
  const of = session.clients.length === 1 ? '' : ` of ${address.host}`;
  const named = (what: string): string => `${session.name}: ${what}${of}`;
  const resolves = named('name');
  const answers = named('address');
  const certificate = named('certificate');
  const key = named('API key');
  const port = Number(address.port || 443);
  const host = address.hostname;
  const { proxy } = session.settings;
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
        run: ({ signal }) => ofCertificate(session, index, address, signal),
      },
      { what: key, needs: [certificate], run: (call) => ofKey(session, client, call) },
    ],
  };
}

async function reachThrough(proxy: WebProxy, host: string, port: number): Promise<Reached> {
  try {
    (await throughProxy(proxy, { host, port })).destroy();
    return { ok: true, address: host };
  } catch (error) {
    return { ok: false, code: error instanceof Error && 'code' in error ? String(error.code) : '' };
  }
}

function ofReached(reached: Reached, says: (address: string) => string): CheckFinding {
  if (reached.ok) return well(says(reached.address));
  const fault = connectionFault(reached.code);
  return fails(fault.says, fault.remedy);
}

async function ofCertificate(
  { settings, clock }: Session,
  index: number,
  address: URL,
  signal: AbortSignal,
): Promise<CheckFinding> {
  const trust = trustOf(settings, index);
  const seen = await lookAtCertificate(address, trust, signal);
  if (typeof seen === 'string') {
    const fault = connectionFault(seen);
    return fails(fault.says, fault.remedy);
  }
  const shown = `It is of ${seen.subject}, signed by ${seen.issuer}, valid until ${seen.notAfter.toISOString().slice(0, 10)}`;
  if (seen.refusal !== null) {
    const fault = connectionFault(seen.refusal);
    return fails(
      `${fault.says} ${shown}; its SHA-256 fingerprint is ${seen.fingerprint256}. The key was not sent.`,
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

/** One call: it says whether the key is known, whatever its role may do. */
async function ofKey(
  { clock, settings }: Session,
  client: PanosClient,
  call: CheckCall,
): Promise<CheckFinding> {
  const outcome = await client.read(readRequest('system-info'), {
    signal: call.signal,
    deadlineMs: Math.min(Date.parse(call.deadlineAt), clock.now().getTime() + settings.timeouts.callMs),
    timeoutMs: settings.timeouts.callMs,
    attempts: 1,
    onCall: () => undefined,
  });
  if (outcome.ok) return well('The firewall accepts it.');
  const { fault } = outcome;
  if (fault.lacksRight) return well('The firewall knows it; what its role lacks stands below.');
  return fails(fault.says, fault.remedy);
}
