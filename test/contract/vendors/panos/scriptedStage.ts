// Scripted firewalls and devices of the tests of one file, closed after each of them.

import { afterEach } from 'vitest';
import type { Clock } from '../../../../src/domain/clock.js';
import type { Device } from '../../../../src/domain/device.js';
import type { PanosTold } from '../../../deviceSettings.js';
import { deviceFor, type Script, type ScriptedFirewall, scripted } from './scriptedFirewall.js';

export function scriptedStage() {
  const open: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    // The devices before the firewalls that they ask.
    for (const close of open.splice(0).reverse()) await close();
  });
  return {
    async firewall(script: Script): Promise<ScriptedFirewall> {
      const started = await scripted(script);
      open.push(() => started.stop());
      return started;
    },
    device(of: ScriptedFirewall, overrides: Partial<PanosTold> = {}, clock?: Clock): Device {
      const created = deviceFor(of, overrides, clock);
      open.push(() => created.close());
      return created;
    },
  };
}
