// What every vendor's device is checked for, from the evidence that it answers: version, HA, clock, log, and the tunnels that are declared on it.

import {
  type Check,
  type CheckCall,
  type CheckFinding,
  fails,
  type Needs,
  skips,
  warns,
  well,
} from '../domain/check.js';
import type { Clock } from '../domain/clock.js';
import type {
  Device,
  DeviceClock,
  DeviceIdentity,
  EvidenceKind,
  EvidenceTypes,
  HaState,
} from '../domain/device.js';
import { durationText } from '../domain/duration.js';
import type { LogWindow } from '../domain/log.js';
import type { Gap, GapReason } from '../domain/observation.js';
import type { TunnelConfig } from '../domain/tunnelConfig.js';
import { closeMatches } from '../support/textDistance.js';

export interface DeviceCheckParts {
  readonly device: Pick<Device, 'name' | 'fetch'>;
  readonly clock: Clock;
  /** Names of tunnels on this device that the configuration declares as ends. */
  readonly declared: readonly string[];
  readonly needs: Needs;
}

const dayMs = 86_400_000;
/** Times in logs are corrected by what is known of the offset; beyond this somebody should look. */
const clockWarnsMs = 10_000;
/** The device, or our configuration, cannot tell it at all: nothing is broken. */
const cannotTell: readonly GapReason[] = ['not-supported', 'not-configured'];

export function deviceEvidenceChecks(parts: DeviceCheckParts): readonly Check[] {
  const { device, clock, declared, needs } = parts;
  const { name } = device;
  function check<K extends EvidenceKind>(
    what: string,
    kind: K,
    find: (value: EvidenceTypes[K]) => CheckFinding,
    ofGap: (gap: Gap) => CheckFinding = findingOf,
  ): Check {
    return {
      what: `${name}: ${what}`,
      needs,
      async run(call: CheckCall) {
        const scope = kind === 'log' ? { from: new Date(clock.now().getTime() - dayMs).toISOString() } : {};
        const seen = await device.fetch(kind, scope, call);
        return seen.known ? find(seen.value) : ofGap(seen);
      },
    };
  }
  return [
    check('version', 'identity', ofIdentity),
    check('HA', 'ha', ofHa, (gap) =>
      gap.reason === 'standby' ? fails(gap.says, gap.remedy) : findingOf(gap),
    ),
    check('clock', 'clock', ofClock),
    check(
      'VPN log',
      'log',
      (log) => ofLog(log, clock),
      // A log without any line was read all the same.
      (gap) => (gap.reason === 'not-present' ? warns(gap.says, gap.remedy) : findingOf(gap)),
    ),
    check('tunnels', 'inventory', (tunnels) => ofTunnels(tunnels, declared, name)),
  ];
}

function findingOf({ reason, says, remedy }: Gap): CheckFinding {
  return cannotTell.includes(reason) ? skips(says, remedy) : fails(says, remedy);
}

function ofIdentity({ model, version, serial }: DeviceIdentity): CheckFinding {
  const told = [model, version, serial === null ? null : `serial ${serial}`].filter((word) => word !== null);
  return well(told.length === 0 ? 'It answers, and does not tell its version.' : `${told.join(', ')}.`);
}

function ofHa({ enabled, local, peer, synchronized, activeAddress }: HaState): CheckFinding {
  if (!enabled) return well('It stands alone: HA is off.');
  const active = activeAddress === null ? '' : ` The active unit answers at ${activeAddress}.`;
  if (local === null || !local.startsWith('active'))
    return fails(
      `The unit that answers is ${local ?? 'in an unknown state'}; tunnels end on the other one.`,
      'Configure both addresses of the pair, or the address of the active unit.',
    );
  if (synchronized === false)
    return warns(
      `The unit is ${local}, and the two units are not synchronized.${active}`,
      'Synchronize them, else a failover brings another configuration.',
    );
  return well(`The unit is ${local}, its peer ${peer ?? 'unknown'}.${active}`);
}

function ofClock({ offsetMs, zone }: DeviceClock): CheckFinding {
  const off = durationText(Math.abs(offsetMs));
  if (Math.abs(offsetMs) < clockWarnsMs)
    return well(`Its clock is right to ${off}${zone === null ? '' : `, zone ${zone}`}.`);
  return warns(
    `Its clock is ${off} ${offsetMs > 0 ? 'ahead of' : 'behind'} ours. Times of its log are corrected by that; certificates and other logs are not.`,
    'Let both keep time by NTP, and compare each with a third clock.',
  );
}

function ofLog({ lines, notes = [] }: LogWindow, clock: Clock): CheckFinding {
  const times = lines.flatMap(({ at }) => (at === null ? [] : [Date.parse(at)]));
  const newest = Math.max(...times);
  if (times.length > 0)
    return well(`It is read; its newest VPN line is ${durationText(clock.now().getTime() - newest)} old.`);
  if (lines.length > 0)
    return warns(
      'It is read, but no line of it carries a time that can be read.',
      'Let the log carry a date and a time in each line.',
    );
  return well(['It is read, and the last day holds no VPN line.', ...notes].join(' '));
}

function ofTunnels(
  tunnels: readonly TunnelConfig[],
  declared: readonly string[],
  name: string,
): CheckFinding {
  const has = tunnels.map(({ tunnel }) => tunnel);
  const missing = declared.filter((one) => !has.includes(one));
  const [first] = missing;
  if (first !== undefined) {
    const [near] = closeMatches(first, has, 1);
    const others = missing.length > 1 ? `, and ${missing.length - 1} more` : '';
    return warns(
      `The configuration names the tunnel "${first}"${others}, which ${name} does not have; nothing is known of such an end.`,
      near === undefined
        ? `Correct "ends" in the configuration: \`tunnelmedic list\` prints the names.`
        : `Correct "ends" in the configuration; did you mean "${near}"?`,
    );
  }
  if (has.length === 0)
    return warns(
      'It has no tunnel that can be seen.',
      'Check that its VPN is configured there, and that this user sees all of it.',
    );
  const seen = has.length === 1 ? '1 tunnel' : `${has.length} tunnels`;
  return well(declared.length === 0 ? `${seen}.` : `${seen}, every declared one among them.`);
}
