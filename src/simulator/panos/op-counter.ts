// Answers `show counter global`: drops of the dataplane that have to do with tunnels, filtered as asked.

import type { Device } from '../device/device.js';
import { type Reply, success } from './reply.js';
import { rowsOf } from './rows.js';
import { childElements, type Element, el, fields, textOf } from './xml.js';

interface Counter {
  readonly category: string;
  readonly name: string;
  readonly value: number;
  readonly rate: number;
  readonly aspect: string;
  readonly desc: string;
  readonly id: number;
  readonly severity: string;
}

/** Only counters that moved are listed. `delta yes` counts from the last such read of anybody, as on a device. */
export function showGlobalCounters(device: Device, nowMs: number, filter: Element | undefined): Reply {
  const wanted = new Map(
    filter === undefined ? [] : childElements(filter).map((one) => [one.name, textOf(one).trim()]),
  );
  const delta = wanted.get('delta') === 'yes';
  const rows = countersOf(device)
    .filter((row) =>
      (['severity', 'aspect', 'category'] as const).every(
        (name) => (wanted.get(name) ?? row[name]) === row[name],
      ),
    )
    .map((row) => (delta ? sinceLastRead(device, row) : row))
    .filter((row) => row.value > 0);
  const sinceMs = delta ? (device.lastCounterReadMs ?? device.bootedAtMs) : device.bootedAtMs;
  if (delta) device.lastCounterReadMs = nowMs;
  const entries = rows.map((row) => el('entry', ...fields({ ...row })));
  const seconds = Math.floor((nowMs - sinceMs) / 1000);
  return success(el('global', el('t', seconds), el('counters', ...entries)), el('dp', 'dp0'));
}

function sinceLastRead(device: Device, row: Counter): Counter {
  const before = device.counterReads.get(row.name) ?? 0;
  device.counterReads.set(row.name, row.value);
  return { ...row, value: row.value - before };
}

function countersOf(device: Device): Counter[] {
  let wrongSpi = 0;
  let tooBig = 0;
  for (const row of rowsOf(device)) {
    const held = device.state(row.end).counters[row.index];
    wrongSpi += Math.floor(held?.wrongSpi ?? 0);
    tooBig += Math.floor(held?.tooBig ?? 0);
  }
  const flow = { category: 'flow', rate: 0 };
  return [
    {
      ...flow,
      name: 'flow_tunnel_ipsec_wrong_spi',
      value: wrongSpi,
      aspect: 'tunnel',
      desc: 'Packets dropped: IPsec SA for spi in packet not found',
      id: 2101,
      severity: 'drop',
    },
    {
      ...flow,
      name: 'flow_fwd_mtu_exceeded',
      value: tooBig,
      aspect: 'forward',
      desc: 'Packets lengths exceeded MTU',
      id: 2055,
      severity: 'info',
    },
  ];
}
