// What a collection waits for right now, as one line that names it: "Reading the log of fw-hq …".

import type { Progress } from '../domain/report.js';
import type { EndKind } from '../facts/fact.js';

/** Told when a kind of evidence of a device is asked for, and when it has come or could not. */
export interface CollectionWatch {
  asked(device: string, kind: EndKind): void;
  told(device: string, kind: EndKind): void;
}

export const nobodyWatches: CollectionWatch = { asked: () => undefined, told: () => undefined };

/** In the order in which they are named while several are waited for: what takes longest, and tells most, first. */
const named: readonly (readonly [EndKind, string])[] = [
  ['log', 'Reading the log of'],
  ['live', 'Counting packets on'],
  ['changes', 'Reading the last changes on'],
  ['path', 'Reading the routes of'],
  ['certificates', 'Reading the certificates of'],
  ['drops', 'Reading the drop counters of'],
  ['ha', 'Reading the HA state of'],
  ['config', 'Reading the configuration of'],
  ['uptime', 'Reading the uptime of'],
  ['clock', 'Reading the clock of'],
];

/** Shows one line at a time; the same line is shown once. */
export function collectionProgress(show: (progress: Progress) => void): CollectionWatch {
  const open: { readonly device: string; readonly kind: EndKind }[] = [];
  let shown = '';
  const say = () => {
    const words = named
      .map(([kind, does]) => ({
        does,
        of: open.filter((one) => one.kind === kind).map(({ device }) => device),
      }))
      .find(({ of }) => of.length > 0);
    const title = words ? `${words.does} ${[...new Set(words.of)].join(' and ')} …` : 'Comparing the ends …';
    if (title === shown) return;
    shown = title;
    show({ title });
  };
  return {
    asked(device, kind) {
      open.push({ device, kind });
      say();
    },
    told(device, kind) {
      const at = open.findIndex((one) => one.device === device && one.kind === kind);
      if (at >= 0) open.splice(at, 1);
      say();
    },
  };
}
