// What passed each child SA, added up from totals that begin again when the SA is another one.

import { Counter, type Registry } from 'prom-client';
import type { SweepCounters } from '../domain/sweep.js';

export interface ChildLabels {
  readonly tunnel: string;
  readonly device: string;
  readonly child: string;
}

const units = ['bytes', 'packets'] as const;
const directions = ['in', 'out'] as const;

export class Traffic {
  readonly #counters: Readonly<
    Record<(typeof units)[number], Counter<'tunnel' | 'device' | 'child' | 'direction'>>
  >;
  readonly #last = new Map<string, { readonly labels: ChildLabels; readonly counters: SweepCounters }>();

  constructor(registry: Registry) {
    const counter = (unit: (typeof units)[number]) =>
      new Counter({
        name: `tunnelmedic_tunnel_${unit}_total`,
        help: `${unit === 'bytes' ? 'Bytes' : 'Packets'} that passed a child of a tunnel as one end counts them, where it tells them.`,
        labelNames: ['tunnel', 'device', 'child', 'direction'] as const,
        registers: [registry],
      });
    this.#counters = { bytes: counter('bytes'), packets: counter('packets') };
  }

  learn(labels: ChildLabels, counters: SweepCounters): void {
    const key = keyOf(labels);
    const before = this.#last.get(key)?.counters ?? null;
    this.#last.set(key, { labels, counters });
    for (const unit of units) {
      for (const direction of directions) {
        const total = totalOf(counters, unit, direction);
        if (total === null) continue;
        const was = before?.identity === counters.identity ? totalOf(before, unit, direction) : null;
        // A total that fell began again.
        const more = was !== null && was <= total ? total - was : total;
        this.#counters[unit].inc({ ...labels, direction }, Number(more));
      }
    }
  }

  /** Forgets children of a device that are not configured any more. */
  keepOnly(device: string, children: ReadonlySet<string>): void {
    for (const [key, { labels }] of this.#last) {
      if (labels.device !== device || children.has(key)) continue;
      this.#last.delete(key);
      for (const unit of units)
        for (const direction of directions) this.#counters[unit].remove({ ...labels, direction });
    }
  }
}

export function keyOf({ device, tunnel, child }: ChildLabels): string {
  return JSON.stringify([device, tunnel, child]);
}

function totalOf(
  { bytesIn, bytesOut, packetsIn, packetsOut }: SweepCounters,
  unit: (typeof units)[number],
  direction: (typeof directions)[number],
): bigint | null {
  if (unit === 'bytes') return direction === 'in' ? bytesIn : bytesOut;
  return direction === 'in' ? packetsIn : packetsOut;
}
