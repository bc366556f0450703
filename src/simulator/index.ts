// Simulated firewalls, PAN-OS and FortiGate: what the demo, the tests and the measurements start.
export type { DayEvent, DayStep } from './day/event.js';
export { bigFleet } from './fleet/big.js';
export { demoFleet } from './fleet/demo.js';
export { type FleetOptions, type RunningFirewall, type RunningFleet, startFleet } from './fleet/fleet.js';
export { globexLog } from './fleet/partner-log.js';
export {
  type EndDraft,
  type FirewallDraft,
  firewall,
  fortigate,
  type PairDraft,
  pair,
} from './model/build.js';
export { FAULT_KINDS, type Fault, type FaultKind } from './model/fault.js';
export type { Side } from './model/side.js';
export type {
  FirewallSpec,
  FleetSpec,
  PairSpec,
  PanoramaSpec,
  Product,
  ScheduledFault,
} from './model/spec.js';
export type { ApiFault, ApiFaultScope } from './tls/api-fault.js';
export type { SeenRequest } from './tls/server.js';
