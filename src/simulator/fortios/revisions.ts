// `monitor/system/config-revision`: when the configuration was saved, by whom; as documented, no capture.
import type { Entry } from './entry.js';
import type { World } from './world.js';

export function revisions({ device, nowMs }: World): Entry {
  const edits = device.ends.flatMap((end) =>
    device.state(end).configLog.map(({ atMs, by }) => ({ atMs, by })),
  );
  const seen = new Set<number>();
  const saved = [...edits, ...device.commits]
    .filter(({ atMs }) => atMs <= nowMs)
    .toSorted((a, b) => b.atMs - a.atMs)
    .filter(({ atMs }) => !seen.has(atMs) && seen.add(atMs));
  return {
    version: device.spec.version,
    revisions: saved.map(({ atMs, by }, index) => ({
      id: saved.length - index,
      time: Math.floor(device.deviceTime(atMs) / 1000),
      admin: by,
      comment: 'Auto backup by configuration change',
    })),
  };
}
