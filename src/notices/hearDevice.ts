// Devices that cannot be asked, or can be asked again: a message of their own, never one about their tunnels; pure.

import { fresh, type Hearing, writesOf } from './hear.js';
import type { DeviceNews } from './news.js';
import { isLasting, type Notice } from './notice.js';
import type { NoticeWrites } from './store.js';

export function hearDevice(
  open: readonly Notice[],
  { device, channel, at: since, reachable, says, remedy }: DeviceNews,
  { at, gatherMs, newId }: Hearing,
): NoticeWrites {
  const before = new Map(open.map((one) => [one.id, one]));
  const now = new Map(before);
  const isIt = (one: Notice['devices'][number]): boolean => one.device === device && isLasting(one);
  const told = open.find(({ devices }) => devices.some(isIt));
  if (told) {
    const devices = told.devices.map((one) => {
      if (!isIt(one)) return one;
      return reachable ? { ...one, endedAt: since } : { ...one, says, remedy };
    });
    now.set(told.id, { ...told, devices });
  } else if (!reachable && channel !== null) {
    const gathering = open.find(
      (one) => one.phase === 'gathering' && one.channel === channel && one.devices.length > 0,
    );
    const notice = gathering ?? fresh(newId(), channel, at);
    const silent = { device, since, says, remedy, endedAt: null };
    const others = notice.devices.filter((one) => one.device !== device);
    now.set(notice.id, { ...notice, devices: [...others, silent] });
  }
  return writesOf(before, now, new Map(), at, gatherMs);
}
