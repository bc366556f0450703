// What is set otherwise than when the tunnel was last known to work: each setting with its value before and after.

import type { ComparedSetting, KnownGood, KnownSetting, SettingDifference } from '../domain/knownGood.js';
import { goodForm } from './goodSettings.js';

/** The parts of a known good that a difference is made of. */
export type Compared = Pick<KnownGood, 'form' | 'settings'>;

/** A setting that was not read on one of the two days is no difference. */
export function differencesOf(before: Compared, after: Compared): readonly SettingDifference[] {
  if (!isComparable(before) || !isComparable(after)) return [];
  const [was, is] = [byKey(before.settings), byKey(after.settings)];
  const changed = before.settings.flatMap((one): SettingDifference[] => {
    const now = is.get(keyOf(one));
    if (now !== undefined && now.value !== one.value) return [differenceOf(one, one.value, now.value)];
    const isGone = now === undefined && !hasChild(after, one.child) && one.name === 'child.selectors';
    return isGone ? [differenceOf(one, one.value, none)] : [];
  });
  const added = after.settings.filter(
    (one) => one.name === 'child.selectors' && !was.has(keyOf(one)) && !hasChild(before, one.child),
  );
  return [...changed, ...added.map((one) => differenceOf(one, none, one.value))];
}

/** What was kept by a version that writes values in another way is not compared. */
export function isComparable({ form }: Compared): boolean {
  return form === goodForm;
}

const none = 'none';

function hasChild({ settings }: Compared, child: string | null): boolean {
  return settings.some((one) => one.child === child);
}

function differenceOf({ name, child }: KnownSetting, before: string, after: string): SettingDifference {
  return { setting: name, child, before, after };
}

function keyOf({ name, child }: KnownSetting): string {
  return `${name}\n${child ?? ''}`;
}

function byKey(settings: readonly KnownSetting[]): ReadonlyMap<string, KnownSetting> {
  return new Map(settings.map((one) => [keyOf(one), one]));
}

const labels: Readonly<Record<ComparedSetting, string>> = {
  gateway: 'IKE gateway',
  tunnel: 'tunnel',
  'ike.version': 'IKE version',
  'ike.exchange-mode': 'exchange mode',
  'ike.local-address': 'local address',
  'ike.peer-address': 'peer address',
  'ike.local-id': 'local ID',
  'ike.peer-id': 'peer ID',
  'ike.auth': 'authentication method',
  'ike.certificate': 'certificate',
  'ike.proposals': 'phase 1 proposals',
  'ike.lifetime': 'phase 1 lifetime',
  'ike.dpd': 'DPD',
  'ike.nat-traversal': 'NAT traversal',
  'ike.nat-forced': 'forced UDP encapsulation',
  'ike.passive': 'passive mode',
  'ike.fragmentation': 'IKE fragmentation',
  'child.proposals': 'phase 2 proposals',
  'child.pfs': 'PFS',
  'child.lifetime': 'phase 2 lifetime',
  'child.selectors': 'proxy ID',
  'child.mode': 'phase 2 mode',
  'child.start': 'phase 2 initiation',
  monitor: 'tunnel monitor',
  'monitor.destination': 'destination of the tunnel monitor',
  'monitor.action': 'action of the tunnel monitor',
  'tunnel.interface': 'tunnel interface',
  'tunnel.address': 'address of the tunnel interface',
  'tunnel.mtu': 'MTU of the tunnel interface',
  route: 'routes into the tunnel',
};

/** `local ID`; with the child where the tunnel has several. */
export function settingLabel({ setting, child }: SettingDifference, tunnel: string | null): string {
  const named = child === null || child === tunnel ? '' : ` of ${child}`;
  return `${labels[setting]}${named}`;
}

const mostShown = 3;

/** The first ones, and how many more there are. */
export function differencesText(all: readonly SettingDifference[], tunnel: string | null): string {
  const texts = all.map((one) => differenceText(one, tunnel));
  const more = texts.length - mostShown;
  return more > 0 ? `${texts.slice(0, mostShown).join(', ')} and ${more} more` : texts.join(', ');
}

/** `local ID 198.51.100.10 → 10.222.191.127` */
export function differenceText(one: SettingDifference, tunnel: string | null): string {
  return `${settingLabel(one, tunnel)} ${one.before} → ${one.after}`;
}
