// How an end was set up when its tunnel was last seen up: settings in the words of people, never a key, so that they can be kept and compared.

import { type SettingName, settingNames } from './tunnelConfig.js';

/** A key cannot be one of them: it has no value that may be kept. */
export type ComparedSetting = Exclude<SettingName, 'ike.psk' | 'policy' | 'tunnel.zone' | 'tunnel.router'>;

const notCompared: readonly SettingName[] = ['ike.psk', 'policy', 'tunnel.zone', 'tunnel.router'];

export const comparedSettings = settingNames.filter(
  (name): name is ComparedSetting => !notCompared.includes(name),
);

export interface KnownSetting {
  readonly name: ComparedSetting;
  /** The proxy ID or child; null for a setting of the tunnel as a whole. */
  readonly child: string | null;
  readonly value: string;
}

/** A setting that has another value than before. */
export interface SettingDifference {
  readonly setting: ComparedSetting;
  /** The proxy ID or child; null for a setting of the tunnel as a whole. */
  readonly child: string | null;
  /** As people say the values; `none` for what there was not, or is not any more. */
  readonly before: string;
  readonly after: string;
}

/** What the SAs of that time agreed on, as far as it was known without asking for it. */
export interface AlgorithmsInUse {
  readonly ike: string | null;
  readonly child: string | null;
  /** As the peer called itself. */
  readonly peerId: string | null;
}

export interface KnownGood {
  /** The way the values are written; values of another one are not compared. */
  readonly form: number;
  /** Settings that could be read; one that is missing cannot be compared. */
  readonly settings: readonly KnownSetting[];
  /** Names of the objects that it was made of: a change names those of its time. */
  readonly objects: readonly string[];
  readonly inUse: AlgorithmsInUse;
  /** How packets reached the peer, as the device said it; null when nobody asked. */
  readonly routeToPeer: string | null;
  readonly software: string | null;
  /** The unit of a pair; null without a pair. */
  readonly unit: string | null;
}

/** A stretch of time in which nothing of it changed while the tunnel was seen up. */
export interface KnownGoodVersion {
  /** The tunnel's name in the fleet. */
  readonly tunnel: string;
  readonly device: string;
  /** ISO 8601 UTC: the first and the last look that found the tunnel up like this. */
  readonly from: string;
  readonly last: string;
  /**
   * Keys were negotiated under it. SAs outlive a change of the configuration: what was only seen while older SAs stood is not proven
   * to work.
   */
  readonly negotiated: boolean;
  readonly good: KnownGood;
}

/** What a diagnosis compares with. */
export interface LastGood {
  /** The newest version under which keys were negotiated. */
  readonly good: KnownGood;
  /** ISO 8601 UTC: when that version was last seen. */
  readonly until: string;
  /** ISO 8601 UTC: when the tunnel was last seen up; later than `until` where older SAs outlived a change. */
  readonly upUntil: string;
  /** Objects of every version that is kept. */
  readonly objects: readonly string[];
}

/** @param newestFirst versions of one end; @returns null when there is none. */
export function lastGoodOf(newestFirst: readonly KnownGoodVersion[]): LastGood | null {
  const [newest] = newestFirst;
  const proven = newestFirst.find((one) => one.negotiated) ?? newestFirst.at(-1);
  if (!newest || !proven) return null;
  return {
    good: proven.good,
    until: proven.last,
    upUntil: newest.last,
    objects: [...new Set(newestFirst.flatMap((one) => one.good.objects))],
  };
}
