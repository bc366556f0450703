// Logs that come at once are read one a turn of the loop, so that an acknowledgement waits for one of them at most.

import { expect, it } from 'vitest';
import { readTunnelLog } from '../../../src/app/readTunnelLog.js';
import type { LogWindow } from '../../../src/domain/log.js';
import { known } from '../../../src/domain/observation.js';
import { readWindow } from '../../../src/fleet/logWindow.js';
import { tunnelConfig } from '../doubles/tunnels.js';

const source = { device: 'fw-a', request: 'log', at: '2026-03-01T10:00:00.000Z', fromCache: false, calls: 1 };
const window: LogWindow = { vendor: 'double', lines: [], from: null, to: null, truncated: false };
const end = {
  ...{ device: 'fw-a', vendor: 'double', tunnel: 'tunnel-x' },
  config: known(tunnelConfig(), source),
};

it('gives the loop a turn between two of them, and reads each', async () => {
  const order: string[] = [];
  let isOver = false;
  const loop = (): void => {
    order.push('loop');
    if (!isOver) setImmediate(loop);
  };
  setImmediate(loop);
  const readings = await Promise.all(
    Array.from({ length: 6 }, () =>
      readWindow(known(window, source), end, (...given) => {
        order.push('read');
        return readTunnelLog(...given);
      }),
    ),
  );
  isOver = true;
  expect(readings.map((reading) => reading.known)).toEqual(Array.from({ length: 6 }, () => true));
  expect(order.filter((what) => what === 'read')).toHaveLength(6);
  expect(order.some((what, index) => what === 'read' && order[index + 1] === 'read')).toBe(false);
});
