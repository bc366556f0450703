// What a capture is made of, over devices in memory.

import type { CaptureParts } from '../../../src/captures/capture.js';
import type { Clock } from '../../../src/domain/clock.js';
import type { Device } from '../../../src/domain/device.js';

export function capturingOf(devices: readonly Device[], clock: Clock): CaptureParts {
  return { devices, clock, version: '0.0.0', unproven: (vendor) => [`What a real ${vendor} says.`] };
}

export function capturingNothing(clock: Clock): CaptureParts {
  return capturingOf([], clock);
}
