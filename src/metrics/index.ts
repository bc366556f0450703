// The metrics of one running service: what it tells a scraper, and where they are fed from.

import type { Clock } from '../domain/clock.js';
import type { Device } from '../domain/device.js';
import type { Route } from '../support/listener.js';
import type { SweepListener } from '../watch/swept.js';
import { certificateListener } from './certificates.js';
import { DeviceMetrics } from './deviceMetrics.js';
import { Exposition } from './exposition.js';
import { ServiceMetrics, type ServiceReading } from './serviceMetrics.js';
import { TunnelMetrics, type TunnelReading } from './tunnelMetrics.js';

export interface Metrics {
  readonly listeners: readonly SweepListener[];
  observe(device: Device): Device;
  acknowledged(seconds: number): void;
  /** @param token without which nobody is answered */
  route(token: () => Promise<string>): Route;
}

export interface MetricsParts extends ServiceReading, TunnelReading {
  readonly clock: Clock;
  /** Asks a device for its certificates. */
  askCertificates(device: string, signal: AbortSignal): Promise<unknown>;
}

export function createMetrics(parts: MetricsParts): Metrics {
  const exposition = new Exposition(() => tunnels.fill());
  const { registry } = exposition;
  const tunnels: TunnelMetrics = new TunnelMetrics(registry, parts);
  const devices = new DeviceMetrics(registry, parts.clock);
  const service = new ServiceMetrics(registry, parts);
  return {
    listeners: [
      tunnels,
      certificateListener(parts.clock, (device, signal) => parts.askCertificates(device, signal)),
    ],
    observe: (device) => devices.observe(device),
    acknowledged: (seconds) => service.acknowledged(seconds),
    route: (token) => ({
      method: 'GET',
      path: '/metrics',
      token,
      async answer(request) {
        const { type, body } = await exposition.scrape(request.headers.accept ?? '');
        return { status: 200, type, body };
      },
    }),
  };
}
