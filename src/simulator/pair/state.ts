// What a pair of ends holds at one moment: SAs, counters, monitors, logs and what is due next.
import type { EffectivePair } from '../model/apply-fault.js';
import type { Fault } from '../model/fault.js';
import type { About, Happening } from '../model/happening.js';
import { hash32, hex32 } from '../model/random.js';
import type { Side } from '../model/side.js';
import { type EndSpec, lifetimeSeconds, type PairSpec } from '../model/spec.js';
import type { Selectors } from '../negotiation/child-sa.js';
import type { AgreedIkeSa } from '../negotiation/phase-one.js';
import type { Step } from '../negotiation/script.js';

export const SIDES = ['left', 'right'] as const;

export interface IkeSa extends AgreedIkeSa {
  readonly initiator: Side;
  readonly createdAtMs: number;
  /** `initiator:responder`, 16 hex digits each. */
  readonly spis: string;
  readonly serial: number;
}

export interface ChildSa {
  readonly index: number;
  readonly initiator: Side;
  /** Inbound SPI of each end. */
  readonly spis: Readonly<Record<Side, number>>;
  readonly installedAtMs: number;
  readonly version: 1 | 2;
  readonly port: 500 | 4500;
  readonly natTraversal: boolean;
  /** From the initiator's view. */
  readonly selectors: Selectors;
  readonly encryption: string;
  readonly authentication: string;
  readonly dhGroup: string;
  /** A newer SA has taken over; this one only waits to be deleted. */
  readonly retired: boolean;
}

/** Whole packets are `Math.floor`; fractions are kept so that reading often changes nothing. */
interface RowCounters {
  encapPackets: number;
  decapPackets: number;
  /** What arrived packets were smaller than the average, in bytes: only small ones pass a path that drops the large. */
  decapShortBytes: number;
  /** Packets that the path dropped for their size, as the sender's data plane counts them. */
  tooBig: number;
  acquires: number;
  wrongSpi: number;
}

export interface LogEntry {
  readonly atMs: number;
  readonly order: number;
  readonly about: About;
  readonly happening: Happening;
}

/** The parts of an end's settings, each an object of its own on every product. */
export type ConfigPart = 'gateway' | 'authentication' | 'ike-crypto' | 'ipsec-crypto' | 'tunnel';

export interface ConfigEntry {
  readonly atMs: number;
  readonly order: number;
  /** The administrator who committed it. */
  readonly by: string;
  readonly part: ConfigPart;
  readonly before: EndSpec;
  readonly after: EndSpec;
}

interface MonitorState {
  /** Undefined until the first probes were counted. */
  up: boolean | undefined;
  sent: number;
  received: number;
}

export interface EndState {
  ikeSas: IkeSa[];
  children: ChildSa[];
  /** Last SPIs of a row whose SA is gone: the flow table keeps showing them as inactive. */
  readonly lastSpis: Map<number, Readonly<Record<Side, number>>>;
  readonly counters: RowCounters[];
  readonly monitor: MonitorState;
  log: LogEntry[];
  configLog: ConfigEntry[];
  /** When its firewall started again, if it did within the simulated past. */
  restartedAtMs?: number;
}

export interface PairState {
  readonly spec: PairSpec;
  readonly seed: number;
  faults: readonly Fault[];
  effective: EffectivePair;
  readonly ends: Readonly<Record<Side, EndState>>;
  /** What is due, by name, in milliseconds of true time. */
  readonly timers: Map<string, number>;
  atMs: number;
  drawn: number;
  failures: number;
  readonly rowCount: number;
  /** The hosts of both ends gave up: nothing is offered, and what stands goes on standing. */
  quiet: boolean;
}

const LOG_LIMIT = 4000;

export function newEnd(rowCount: number): EndState {
  const row = (): RowCounters => ({
    encapPackets: 0,
    decapPackets: 0,
    decapShortBytes: 0,
    tooBig: 0,
    acquires: 0,
    wrongSpi: 0,
  });
  return {
    ikeSas: [],
    children: [],
    lastSpis: new Map(),
    counters: Array.from({ length: rowCount }, row),
    monitor: { up: undefined, sent: 0, received: 0 },
    log: [],
    configLog: [],
  };
}

/** The next number of this pair's own sequence; the same at every run. */
export function draw(state: PairState): number {
  state.drawn += 1;
  return hash32(state.seed, state.spec.name, state.drawn);
}

export function drawHex64(state: PairState): string {
  return hex32(draw(state)) + hex32(draw(state));
}

export function setTimer(state: PairState, name: string, atMs: number): void {
  state.timers.set(name, atMs);
}

/** Keeps an earlier appointment when there is one. */
export function setTimerBefore(state: PairState, name: string, atMs: number): void {
  const due = state.timers.get(name);
  if (due === undefined || atMs < due) state.timers.set(name, atMs);
}

export function writeLog(
  state: PairState,
  side: Side,
  atMs: number,
  about: About,
  happening: Happening,
): void {
  const end = state.ends[side];
  end.log.push({ atMs, order: end.log.length, about, happening });
  if (end.log.length > LOG_LIMIT) end.log = end.log.slice(LOG_LIMIT / 4);
}

export function writeSteps(state: PairState, atMs: number, steps: readonly Step[]): void {
  for (const step of steps) writeLog(state, step.side, atMs + step.afterMs, step.about, step.happening);
}

/** The IKE daemon of an end read its settings. */
export function logConfigLoaded(state: PairState, side: Side, firstMs: number, secondMs: number): void {
  writeLog(state, side, state.atMs + firstMs, 'nothing', { what: 'config-loaded', phase: 1 });
  writeLog(state, side, state.atMs + secondMs, 'nothing', { what: 'config-loaded', phase: 2 });
}

/** The SA that carries new traffic for this row. */
export function currentChild(state: PairState, side: Side, index: number): ChildSa | undefined {
  return state.ends[side].children.findLast((sa) => sa.index === index && !sa.retired);
}

export function currentIke(state: PairState, side: Side): IkeSa | undefined {
  return state.ends[side].ikeSas.at(-1);
}

export function ikeLifetimeMs(state: PairState, side: Side): number {
  return lifetimeSeconds(state.effective[side].ikeCrypto.lifetime) * 1000;
}

export function childLifetimeMs(state: PairState, side: Side): number {
  return lifetimeSeconds(state.effective[side].ipsecCrypto.lifetime) * 1000;
}

export function shorterLifetimeMs(state: PairState, of: (state: PairState, side: Side) => number): number {
  return Math.min(of(state, 'left'), of(state, 'right'));
}

/** Takes a child SA out of one end; its SPIs stay visible as the row's last ones. */
export function dropChild(state: PairState, side: Side, gone: ChildSa): void {
  const end = state.ends[side];
  end.children = end.children.filter((sa) => sa !== gone);
  if (!end.children.some((sa) => sa.index === gone.index)) end.lastSpis.set(gone.index, gone.spis);
}
