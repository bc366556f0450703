// A simulated FortiGate at one moment, seen from one VDOM.
import type { ConfiguredEnd, Device } from '../device/device.js';
import type { EndSpec } from '../model/spec.js';

export interface World {
  readonly device: Device;
  readonly nowMs: number;
  readonly vdom: string;
}

export interface HeldEnd {
  readonly end: ConfiguredEnd;
  readonly config: EndSpec;
}

/** The tunnels of this VDOM. */
export function endsOf({ device, vdom }: World): HeldEnd[] {
  return device.ends
    .map((end) => ({ end, config: device.config(end) }))
    .filter(({ config }) => config.tunnel.vsys === vdom);
}

/** A phase 1 whose interface is set down negotiates nothing. */
export function isSetDown({ gateway, tunnel }: EndSpec): boolean {
  return gateway.disabled || tunnel.disabled;
}
