// Which settings can bring a cause about: only a change of one of these is blamed for it.

import type { Cause } from '../domain/causes.js';
import type { ComparedSetting, SettingDifference } from '../domain/knownGood.js';

const ids = ['ike.local-id', 'ike.peer-id'] as const;
const addresses = ['ike.local-address', 'ike.peer-address'] as const;
const turnedOff = ['tunnel', 'gateway'] as const;

/** Causes that are missing come about by what no configuration shows: keys, paths, policies, the far host. */
const settingsByCause: Partial<Record<Cause, readonly ComparedSetting[]>> = {
  'peer-unreachable': [...addresses, ...turnedOff],
  'unknown-peer': [...addresses, ...ids, ...turnedOff],
  'ike-version-mismatch': ['ike.version'],
  'exchange-mode-mismatch': ['ike.exchange-mode', 'ike.version'],
  'ike-proposal-mismatch': ['ike.proposals'],
  'auth-method-mismatch': ['ike.auth'],
  'certificate-problem': ['ike.certificate', 'ike.auth', ...ids],
  'peer-id-mismatch': ids,
  'nat-t-problem': ['ike.nat-traversal', 'ike.nat-forced'],
  'fragmentation-mtu': ['ike.fragmentation', 'tunnel.mtu'],
  'duplicate-peer': [...addresses, ...ids],
  'both-passive': ['ike.passive', 'child.start'],
  'esp-proposal-mismatch': ['child.proposals'],
  'pfs-mismatch': ['child.pfs'],
  'traffic-selector-mismatch': ['child.selectors'],
  'encapsulation-mode-mismatch': ['child.mode'],
  'rekey-failure': ['child.pfs', 'child.proposals', 'ike.proposals'],
  'tunnel-monitor-failure': ['monitor', 'monitor.destination', 'monitor.action', 'child.selectors', 'route'],
  'routing-missing': ['route', 'tunnel.interface'],
  'auth-rejected-by-peer': [...ids, 'ike.auth', 'ike.certificate'],
  'proposal-rejected-by-peer': ['ike.proposals', 'child.proposals', 'child.pfs'],
};

export function settingsOfCause(cause: Cause): readonly ComparedSetting[] {
  return settingsByCause[cause] ?? [];
}

/** Causes that nothing but these settings brings about. */
const visible: readonly Cause[] = [
  'ike-version-mismatch',
  'exchange-mode-mismatch',
  'ike-proposal-mismatch',
  'auth-method-mismatch',
  'peer-id-mismatch',
  'both-passive',
  'esp-proposal-mismatch',
  'pfs-mismatch',
  'traffic-selector-mismatch',
  'encapsulation-mode-mismatch',
  'proposal-rejected-by-peer',
];

export function isVisible(cause: Cause): boolean {
  return visible.includes(cause);
}

/** One that only accepts more than before breaks nothing. */
export function bears(cause: Cause, difference: SettingDifference): boolean {
  return settingsOfCause(cause).includes(difference.setting) && !onlyAdds(difference);
}

function onlyAdds({ setting, before, after }: SettingDifference): boolean {
  if (setting === 'child.pfs') return holdsAll(after.split(', '), before.split(', '));
  if (setting !== 'ike.proposals' && setting !== 'child.proposals') return false;
  const [was, is] = [before, after].map((text) => text.split('; ').map(partsOf));
  return (was ?? []).every((old) => (is ?? []).some((one) => covers(one, old)));
}

type Parts = readonly (readonly string[])[];

/** `aes-256-cbc+aes-128-cbc / sha256 / group14` */
function partsOf(proposal: string): Parts {
  return proposal.split(' / ').map((part) => part.split('+'));
}

function covers(one: Parts, old: Parts): boolean {
  return one.length === old.length && old.every((part, index) => holdsAll(one[index] ?? [], part));
}

function holdsAll(all: readonly string[], some: readonly string[]): boolean {
  return some.every((one) => all.includes(one));
}
