// What one device said when it was asked each of its reads, before anything of it is replaced.

import type { CapturedReply } from '../domain/capture.js';
import type { Device, DeviceIdentity } from '../domain/device.js';

export interface Said {
  readonly device: Pick<Device, 'name' | 'vendor'>;
  /** What its folder is called: its own name stands in no file. */
  readonly as: string;
  readonly identity: DeviceIdentity | null;
  /** In the order asked. */
  readonly replies: readonly CapturedReply[];
}

/** Where a reply stands, from the folder of the capture. */
export function fileOf({ as }: Pick<Said, 'as'>, { read, form }: CapturedReply): string {
  return `${as}/${read.replace(/[^\w.-]+/g, '-')}.${form === 'text' ? 'txt' : form}`;
}
