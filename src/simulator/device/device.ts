// One simulated firewall as its API sees it: which ends are configured on it, with which ids, at what time.
import type { Timeline } from '../day/timeline.js';
import { isMarked } from '../model/apply-fault.js';
import { otherSide, type Side } from '../model/side.js';
import type { EndSpec, FirewallSpec } from '../model/spec.js';
import type { Pair } from '../pair/pair.js';
import type { EndState } from '../pair/state.js';

export interface HomeEnd {
  readonly pair: Pair;
  readonly side: Side;
}

export interface ConfiguredEnd extends HomeEnd {
  /** `gwid` of the SA tables. */
  readonly gatewayId: number;
  /** `tid` of this tunnel's first row; each proxy ID has the next one. */
  readonly firstTunnelId: number;
}

export interface TunnelRow {
  readonly end: ConfiguredEnd;
  readonly index: number;
  readonly tunnelId: number;
}

/** What happened to the device itself. */
export interface DeviceEvent {
  readonly atMs: number;
  readonly what: 'stops' | 'starts' | 'becomes-active' | 'becomes-passive' | 'link-down' | 'link-up';
}

export class Device {
  readonly ends: readonly ConfiguredEnd[];
  /** When the dataplane first booted in the simulated past; the flow table's ticks count from here. */
  readonly bootedAtMs: number;
  /** Edits wait for a commit. */
  hasPendingChanges = false;
  /** Commits that were refused, with what was wrong. */
  readonly failedCommits: { readonly atMs: number; readonly details: string }[] = [];
  /** Commits and pushes that changed no tunnel. */
  readonly commits: { readonly atMs: number; readonly by: string }[] = [];
  /** Changes of this device's clock, oldest first. */
  readonly clockJumps: { readonly atMs: number; readonly seconds: number }[] = [];
  /** What happened to the device and to none of its tunnels alone. */
  readonly events: DeviceEvent[] = [];
  /** Until then the management address answers nothing. */
  silentUntilMs = 0;
  /** Whether the outside interface has link. */
  hasLink = true;
  private lastStartMs: number | undefined;
  private roleChangedAtMs: number | undefined;
  private swappedRoles = false;
  /** What the last `delta yes` read of the global counters saw. */
  readonly counterReads = new Map<string, number>();
  lastCounterReadMs: number | undefined;

  constructor(
    readonly spec: FirewallSpec,
    homeEnds: readonly HomeEnd[],
    readonly now: () => number,
    private readonly timeline: Timeline,
  ) {
    this.bootedAtMs = now() - 41 * 86_400_000;
    let tunnelId = 1;
    const ends: ConfiguredEnd[] = [];
    for (const { pair, side } of homeEnds) {
      ends.push({ pair, side, gatewayId: ends.length + 1, firstTunnelId: tunnelId });
      tunnelId += Math.max(1, pair.spec[side].tunnel.proxyIds.length);
    }
    this.ends = ends;
  }

  /** Device time: true time plus the skew that this clock had then, in milliseconds. */
  deviceTime(trueMs: number): number {
    let seconds = this.spec.clockSkewSeconds;
    for (const jump of this.clockJumps) if (jump.atMs <= trueMs) seconds += jump.seconds;
    return trueMs + seconds * 1000;
  }

  /** Takes the role of its mate. */
  changeRole(atMs: number): void {
    const what = this.haState() === 'active' ? 'becomes-passive' : 'becomes-active';
    this.swappedRoles = !this.swappedRoles;
    this.roleChangedAtMs = atMs;
    this.events.push({ atMs, what });
  }

  /** Of the outside interface. */
  changeLink(isUp: boolean, atMs: number): void {
    this.hasLink = isUp;
    this.events.push({ atMs, what: isUp ? 'link-up' : 'link-down' });
  }

  stops(atMs: number): void {
    this.events.push({ atMs, what: 'stops' });
  }

  starts(atMs: number): void {
    this.lastStartMs = atMs;
    this.events.push({ atMs, what: 'starts' });
  }

  isSilent(): boolean {
    const nowMs = this.now();
    this.timeline.advance(nowMs);
    return nowMs < this.silentUntilMs;
  }

  /** Since when it has its role. */
  get roleSinceMs(): number {
    return this.roleChangedAtMs ?? this.bootedAtMs + 90_000;
  }

  /** Moves every pair on this device to now, and returns now in true milliseconds. */
  advance(): number {
    const nowMs = this.now();
    this.timeline.advance(nowMs);
    for (const { pair } of this.ends) pair.advance(nowMs);
    return nowMs;
  }

  /** The last start of this firewall. */
  get startedAtMs(): number {
    return Math.max(
      this.lastStartMs ?? this.bootedAtMs,
      ...this.ends.map((end) => this.state(end).restartedAtMs ?? 0),
    );
  }

  haState(): 'active' | 'passive' | 'disabled' {
    const { ha } = this.spec;
    if (ha === undefined) return 'disabled';
    // A failover mark swaps the two members, whichever of them the pair names.
    const swapped = this.ends.some(({ pair, side }) => isMarked(pair.state.effective, 'standby-node', side));
    if (swapped === this.swappedRoles) return ha.state;
    return ha.state === 'active' ? 'passive' : 'active';
  }

  config(end: ConfiguredEnd): EndSpec {
    return end.pair.state.effective[end.side];
  }

  peerConfig(end: ConfiguredEnd): EndSpec {
    return end.pair.state.effective[otherSide(end.side)];
  }

  state(end: ConfiguredEnd): EndState {
    return end.pair.state.ends[end.side];
  }

  rows(): TunnelRow[] {
    return this.ends.flatMap((end) => {
      const count = Math.max(1, this.config(end).tunnel.proxyIds.length);
      return Array.from({ length: count }, (_, index) => ({
        end,
        index,
        tunnelId: end.firstTunnelId + index,
      }));
    });
  }

  /** Outside interface plus a stable id, as the interface table wants them. */
  get outsideInterface(): string {
    return this.spec.outsideInterface;
  }
}
