// Answers `show vpn flow` and `show running tunnel flow`: summary rows, and everything about one tunnel id.

import type { Device } from '../device/device.js';
import { dialectOf } from './dialect.js';
import { detailEntry, flowState, identity, identityValues, monitorWord } from './flow-detail.js';
import { type Reply, success } from './reply.js';
import { type NamedRow, rowsOf } from './rows.js';
import { type Element, el, fields } from './xml.js';

/** Rows with state and monitor; `owner` is the HA member that terminates the tunnel. */
export function showFlow(device: Device): Reply {
  const entries = rowsOf(device).map((row) =>
    el('entry', ...identity(device, row), ...summaryTail(device, row)),
  );
  return success(
    ...fields({ dp: 'dp0', num_ipsec: entries.length, num_sslvpn: 0 }),
    el('IPSec', ...entries),
    ...fields({ total: entries.length }),
  );
}

/** The dataplane's own list has the lists of other tunnel kinds beside it. */
export function showRunningFlow(device: Device): Reply {
  const entries = rowsOf(device).map((row) => {
    const { mode: _mode, ...plain } = identityValues(device, row);
    return el(
      'entry',
      ...fields(plain),
      ...fields({ state: flowState(device, row), mon: monitorWord(device, row), owner: 1 }),
    );
  });
  return success(
    ...fields({ dp: 'dp0', num_ipsec: entries.length, num_sslvpn: 0, hop: '' }),
    el('IPSec', ...entries),
    ...fields({
      'SSL-VPN': '',
      'GlobalProtect-Gateway': '',
      'GlobalProtect-site-to-site': '',
      total: entries.length,
    }),
  );
}

/** Detail of one id; an id that does not exist gives an empty list. */
export function showFlowById(device: Device, nowMs: number, tunnelId: number): Reply {
  const row = rowsOf(device).find((candidate) => candidate.tunnelId === tunnelId);
  const entries = row === undefined ? [] : [detailEntry(device, row, nowMs)];
  const list = el('IPSec', ...entries);
  if (!dialectOf(device).older) return success(el('dp', 'dp0'), list);
  const count = entries.length;
  return success(
    ...fields({ total: count, num_ipsec: count }),
    list,
    ...fields({ dp: 'dp0', num_sslvpn: 0 }),
  );
}

/** By name the entry stands directly under `result`; an unknown name gives an empty result. */
export function showFlowByName(device: Device, nowMs: number, name: string): Reply {
  const rows = rowsOf(device).filter(
    (row) => row.name === name || device.config(row.end).tunnel.name === name,
  );
  return success(...rows.map((row) => detailEntry(device, row, nowMs)));
}

function summaryTail(device: Device, row: NamedRow): Element[] {
  return fields({ mon: monitorWord(device, row), owner: 1 });
}
