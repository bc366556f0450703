// The schema as steps; a step that was applied somewhere is never changed, only followed by another.

export interface Migration {
  readonly id: string;
  readonly statements: readonly string[];
}

export const migrations: readonly Migration[] = [
  {
    id: '0001-incidents',
    statements: [
      'create table incidents (id text primary key, tunnel text not null, opened_at timestamptz not null, changed_at timestamptz not null, closed_at timestamptz)',
      'create unique index one_open_incident_a_tunnel on incidents (tunnel) where closed_at is null',
      'create index incidents_changed_at on incidents (changed_at)',
      `create table incident_events (incident text not null references incidents (id) on delete cascade, seq integer not null,
        at timestamptz not null, by_id text not null, by_name text not null, key text not null, kind text not null, what jsonb not null,
        primary key (incident, seq), unique (key))`,
      `create table incident_threads (incident text not null references incidents (id) on delete cascade, channel text not null, ts text not null,
        primary key (channel, ts))`,
      `create table documents (id text primary key, incident text not null references incidents (id) on delete cascade, name text not null,
        text text not null, at timestamptz not null)`,
    ],
  },
  {
    id: '0002-audit-and-seen',
    statements: [
      `create table audit (id bigint generated always as identity primary key, at timestamptz not null, person_id text not null, person_name text not null,
        channel text, via text not null, command text not null, result text not null, duration_ms integer not null)`,
      'create index audit_at on audit (at)',
      'create rule audit_is_append_only as on update to audit do instead nothing',
      'create table seen (key text primary key, at timestamptz not null)',
    ],
  },
  {
    id: '0003-handoff',
    statements: [
      `create table remarks (id text primary key, team text not null, text text not null, by_id text not null, by_name text not null,
        at timestamptz not null, done_at timestamptz, done_by text)`,
      `create table handoffs (key text primary key, team text not null, from_at timestamptz not null, to_at timestamptz not null,
        channel text, ts text, confirmed_by text, confirmed_at timestamptz)`,
      `create table outbox (id bigint generated always as identity primary key, key text not null unique, channel text not null, body jsonb not null,
        state text not null, claimed_until timestamptz, ts text, at timestamptz not null)`,
    ],
  },
  {
    id: '0004-outbox-in-order',
    statements: [
      'alter table outbox alter column channel drop not null',
      'alter table outbox add column stream text not null',
      'alter table outbox add column seq integer not null default 0',
      'alter table outbox add column claimed_by text',
      'alter table outbox add column attempts integer not null default 0',
      `create index outbox_unsaid on outbox (stream, seq) where state in ('waiting', 'posting')`,
      `create table cards (incident text primary key references incidents (id) on delete cascade, channel text not null, ts text not null,
        drawn_seq integer not null, claimed_until timestamptz, claimed_by text)`,
      `create table inbox (key text primary key, body jsonb, at timestamptz not null, claimed_until timestamptz, claimed_by text,
        attempts integer not null default 1, done boolean not null default false)`,
      'create index inbox_undone on inbox (at) where not done',
    ],
  },
  {
    id: '0005-handoff-content',
    statements: [
      'alter table handoffs add column content jsonb',
      'alter table handoffs add column confirmed_by_id text',
      'alter table remarks add column link text',
    ],
  },
  {
    id: '0006-claims-and-cards',
    statements: [
      'alter table outbox add column claimed_at timestamptz',
      'alter table cards add column claimed_at timestamptz',
      'alter table inbox add column claimed_at timestamptz',
      'alter table cards add column newest_seq integer not null default 0',
      `update cards set newest_seq = (select coalesce(max(seq), 0) from incident_events where incident_events.incident = cards.incident)`,
      'create index cards_behind on cards (incident) where drawn_seq < newest_seq',
    ],
  },
  {
    id: '0007-audit-refuses',
    statements: [
      'drop rule audit_is_append_only on audit',
      `create function audit_refuses() returns trigger language plpgsql as $$
        begin
          if tg_op = 'DELETE' and current_setting('tunnelmedic.retention', true) = 'on' then
            return old;
          end if;
          raise exception 'the audit log is only added to';
        end $$`,
      'create trigger audit_row before update or delete on audit for each row execute function audit_refuses()',
      'create trigger audit_all before truncate on audit for each statement execute function audit_refuses()',
      'create table upkeep (name text primary key, at timestamptz not null)',
      `insert into upkeep values ('retention', now())`,
    ],
  },
  {
    id: '0008-verdicts',
    statements: [
      'create table verdicts (id text primary key, tunnel text not null, cause text not null, confidence text not null, at timestamptz not null)',
      'create index verdicts_at on verdicts (at)',
      `create table judgements (verdict text not null, by_id text not null, by_name text not null, at timestamptz not null,
        is_right boolean not null, cause text, primary key (verdict, by_id))`,
    ],
  },
  {
    id: '0009-watch',
    statements: [
      // Its rows are written at every sweep; none of their indexed columns is.
      `create table watch_devices (device text primary key, turn integer not null, kept_turn integer not null default 0, begun_at timestamptz not null,
        asked_at timestamptz, answered_at timestamptz, rests_until timestamptz, unit text, sweeps_of_unit integer not null default 1000,
        failures integer not null default 0, reachable boolean not null default true, rows jsonb not null default '{}',
        earlier jsonb not null default '{}') with (fillfactor = 50)`,
      `create table watch_tunnels (tunnel text primary key, ours text not null, ours_name text not null, theirs text, theirs_name text,
        memory jsonb not null)`,
      'create index watch_tunnels_ours on watch_tunnels (ours)',
      'create index watch_tunnels_theirs on watch_tunnels (theirs) where theirs is not null',
      `create table watch_periods (tunnel text not null, from_at timestamptz not null, to_at timestamptz, state text not null, basis text not null,
        cause text, confidence text, trigger jsonb, planned boolean not null, primary key (tunnel, from_at))`,
      'create index watch_periods_open on watch_periods (tunnel) where to_at is null',
      'create index watch_periods_to on watch_periods (to_at)',
      `create table watch_marks (tunnel text not null, at timestamptz not null, kind text not null, device text not null, text text not null,
        primary key (tunnel, at, kind, device))`,
      'create index watch_marks_at on watch_marks (at)',
      `create table watch_mutes (id text primary key, tunnel text not null, by_id text not null, by_name text not null,
        from_at timestamptz not null, until_at timestamptz not null, why text not null)`,
      'create index watch_mutes_until on watch_mutes (until_at)',
      `create table watch_choices (tunnel text primary key, watched boolean not null, by_id text not null, by_name text not null,
        at timestamptz not null)`,
      `create table watch_untold (device text not null, turn integer not null, at timestamptz not null, told_at timestamptz not null, body jsonb not null,
        primary key (device, turn))`,
    ],
  },
  {
    id: '0010-notices',
    statements: [
      `create table notices (id text primary key, phase text not null, opened_at timestamptz not null, changed_at timestamptz not null,
        content jsonb not null, diagnosis jsonb)`,
      `create index notices_open on notices (opened_at) where phase <> 'over'`,
    ],
  },
  {
    id: '0011-known-good',
    statements: [
      `create table known_good (tunnel text not null, device text not null, from_at timestamptz not null, last_at timestamptz not null,
        negotiated boolean not null, good jsonb not null, primary key (device, tunnel, from_at))`,
      'create index known_good_last_at on known_good (last_at)',
    ],
  },
  {
    id: '0012-samples',
    statements: [
      `create table sample_series (id integer generated always as identity primary key, device text not null, tunnel text not null,
        name text not null, used_at timestamptz not null, unique (device, tunnel, name))`,
      'create index sample_series_tunnel on sample_series (tunnel)',
      `create table samples (device text not null, at timestamptz not null, step integer not null, parts smallint not null,
        part smallint not null, body bytea not null, primary key (device, at, step, part))`,
      // Its newest row is written at every look.
      `create table looked (device text not null, from_at timestamptz not null, to_at timestamptz not null,
        primary key (device, from_at)) with (fillfactor = 50)`,
    ],
  },
  {
    id: '0013-incident-tunnels',
    statements: [
      // state: 'open' while it belongs to an open incident, 'closed' once that is, 'left' when it went to another one.
      `create table incident_tunnels (incident text not null references incidents (id) on delete cascade, tunnel text not null,
        state text not null, primary key (incident, tunnel))`,
      `insert into incident_tunnels select id, tunnel, case when closed_at is null then 'open' else 'closed' end from incidents`,
      `create unique index one_open_incident_of_a_tunnel on incident_tunnels (tunnel) where state = 'open'`,
      'create index incident_tunnels_tunnel on incident_tunnels (tunnel)',
      'drop index one_open_incident_a_tunnel',
    ],
  },
  {
    id: '0014-alerts',
    statements: [
      `create table alerts (id text primary key, alert text not null, status text not null, received_at timestamptz not null,
        last_at timestamptz not null, times integer not null default 1, round integer not null default 1, state text not null,
        due_at timestamptz not null, worked_at timestamptz, claimed_at timestamptz, claimed_until timestamptz, claimed_by text,
        attempts integer not null default 0, tunnel text, outcome text, incident text, content jsonb not null)`,
      'create index alerts_alert on alerts (alert)',
      'create index alerts_last_at on alerts (last_at)',
      `create index alerts_left on alerts (state, due_at) where state <> 'done'`,
    ],
  },
  {
    id: '0015-outbox-lanes',
    statements: [
      `alter table outbox add column lane text not null default 'chat'`,
      'drop index outbox_unsaid',
      `create index outbox_unsaid on outbox (lane, stream, seq) where state in ('waiting', 'posting')`,
    ],
  },
];

/** Those that the steps make, each behind those that it refers to. */
export function tablesOf(steps: readonly Migration[]): readonly string[] {
  return steps
    .flatMap(({ statements }) => statements.map((statement) => /^create table (\w+)/.exec(statement)?.[1]))
    .filter((table) => table !== undefined);
}
