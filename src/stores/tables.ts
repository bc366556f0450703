// The tables, as kysely sees them; `migrations.ts` makes them. A row with `claimed_until` is held, or waits, until then; `claimed_at` is when that was written.

import type { ColumnType } from 'kysely';
import type { Lane } from '../incidents/outbox.js';

/** Written as ISO 8601 text, read as ISO 8601 UTC text on both engines (see `database.ts`). */
type Instant = ColumnType<string, string, string>;
type Json = ColumnType<unknown, string, string>;

export interface Tables {
  incidents: {
    id: string;
    /** The one that stands for all of them. */
    tunnel: string;
    opened_at: Instant;
    changed_at: Instant;
    closed_at: Instant | null;
  };
  incident_events: {
    incident: string;
    seq: number;
    at: Instant;
    by_id: string;
    by_name: string;
    key: string;
    kind: string;
    what: Json;
  };
  /** `left`: it went to another incident. */
  incident_tunnels: { incident: string; tunnel: string; state: 'open' | 'closed' | 'left' };
  incident_threads: { incident: string; channel: string; ts: string };
  documents: { id: string; incident: string; name: string; text: string; at: Instant };
  audit: {
    id: ColumnType<number, never, never>;
    at: Instant;
    person_id: string;
    person_name: string;
    channel: string | null;
    via: string;
    command: string;
    result: string;
    duration_ms: number;
  };
  seen: { key: string; at: Instant };
  remarks: {
    id: string;
    team: string;
    text: string;
    by_id: string;
    by_name: string;
    at: Instant;
    done_at: Instant | null;
    done_by: string | null;
    link: string | null;
  };
  handoffs: {
    key: string;
    team: string;
    from_at: Instant;
    to_at: Instant;
    channel: string | null;
    ts: string | null;
    confirmed_by: string | null;
    confirmed_at: Instant | null;
    confirmed_by_id: string | null;
    content: Json | null;
  };
  outbox: {
    id: ColumnType<number, never, never>;
    key: string;
    lane: Lane;
    channel: string | null;
    body: Json;
    /** `waiting`: not in Slack, not before `claimed_until`. `posting`: perhaps in Slack. `posted`, `refused`: for ever. */
    state: 'waiting' | 'posting' | 'posted' | 'refused';
    claimed_at: Instant | null;
    claimed_until: Instant | null;
    claimed_by: string | null;
    attempts: ColumnType<number, number | undefined, number>;
    ts: string | null;
    at: Instant;
    stream: string;
    seq: number;
  };
  cards: {
    incident: string;
    channel: string;
    ts: string;
    drawn_seq: number;
    /** The newest event of the incident: the card is behind while it was drawn up to an older one. */
    newest_seq: number;
    claimed_at: Instant | null;
    claimed_until: Instant | null;
    claimed_by: string | null;
  };
  inbox: {
    key: string;
    body: Json | null;
    at: Instant;
    claimed_at: Instant | null;
    claimed_until: Instant | null;
    claimed_by: string | null;
    attempts: ColumnType<number, number | undefined, number>;
    done: ColumnType<boolean, boolean | undefined, boolean>;
  };
  /** Of diagnoses by themselves; those of incidents stand in their events. */
  verdicts: { id: string; tunnel: string; cause: string; confidence: string; at: Instant };
  /** `verdict` may be of either kind. */
  judgements: {
    verdict: string;
    by_id: string;
    by_name: string;
    at: Instant;
    is_right: boolean;
    cause: string | null;
  };
  /** How an end was set up while its tunnel was seen up, from `from_at` to `last_at`. */
  known_good: {
    tunnel: string;
    device: string;
    from_at: Instant;
    last_at: Instant;
    negotiated: boolean;
    good: Json;
  };
  /** An end of a tunnel by its number; `name` is the tunnel's on that device. */
  sample_series: {
    id: ColumnType<number, never, never>;
    device: string;
    tunnel: string;
    name: string;
    used_at: Instant;
  };
  /** Samples of the ends of one device, packed (see `sampleBody.ts`): of one look, or of `step` seconds. */
  samples: {
    device: string;
    at: Instant;
    step: number;
    parts: number;
    part: number;
    body: Uint8Array;
  };
  /** A device was looked at again and again from then to then. */
  looked: { device: string; from_at: Instant; to_at: Instant };
  notices: {
    id: string;
    phase: 'gathering' | 'standing' | 'over';
    opened_at: Instant;
    changed_at: Instant;
    /** The notice without its first diagnosis, which is kept once. */
    content: Json;
    diagnosis: Json | null;
  };
  /** `id` is the same for what was delivered twice, `alert` for what repeats or resolves it. */
  alerts: {
    id: string;
    alert: string;
    status: 'firing' | 'resolved';
    received_at: Instant;
    last_at: Instant;
    times: ColumnType<number, number | undefined, number>;
    round: ColumnType<number, number | undefined, number>;
    /** `waiting`: from `due_at` on. `begun`: decided, a diagnosis is still to be made. */
    state: 'waiting' | 'begun' | 'done';
    due_at: Instant;
    worked_at: ColumnType<string | null, string | null | undefined, string | null>;
    claimed_at: ColumnType<string | null, string | null | undefined, string | null>;
    claimed_until: ColumnType<string | null, string | null | undefined, string | null>;
    claimed_by: ColumnType<string | null, string | null | undefined, string | null>;
    attempts: ColumnType<number, number | undefined, number>;
    tunnel: ColumnType<string | null, string | null | undefined, string | null>;
    outcome: ColumnType<string | null, string | null | undefined, string | null>;
    incident: ColumnType<string | null, string | null | undefined, string | null>;
    content: Json;
  };
  /** What the newest sweep of a device told; `turn` counts who began, `kept_turn` is the newest of them that was kept. */
  watch_devices: {
    device: string;
    turn: number;
    kept_turn: number;
    begun_at: Instant;
    asked_at: Instant | null;
    answered_at: Instant | null;
    rests_until: Instant | null;
    unit: string | null;
    sweeps_of_unit: number;
    failures: number;
    reachable: boolean;
    /** By the name of the tunnel on the device; `earlier` is what they were before. */
    rows: Json;
    earlier: Json;
  };
  watch_tunnels: {
    tunnel: string;
    ours: string;
    ours_name: string;
    theirs: string | null;
    theirs_name: string | null;
    memory: Json;
  };
  watch_periods: {
    tunnel: string;
    from_at: Instant;
    to_at: Instant | null;
    state: string;
    basis: string;
    cause: string | null;
    confidence: string | null;
    trigger: Json | null;
    planned: boolean;
  };
  watch_marks: { tunnel: string; at: Instant; kind: string; device: string; text: string };
  watch_mutes: {
    id: string;
    tunnel: string;
    by_id: string;
    by_name: string;
    from_at: Instant;
    until_at: Instant;
    why: string;
  };
  watch_choices: { tunnel: string; watched: boolean; by_id: string; by_name: string; at: Instant };
  watch_untold: { device: string; turn: number; at: Instant; told_at: Instant; body: Json };
  /** What is done from time to time by whoever comes first, with the time it was last begun. */
  upkeep: { name: string; at: Instant };
  migrations: { id: string; checksum: string; at: Instant };
}
