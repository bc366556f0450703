// The audit log as a port: every command with who, what, outcome and duration; rows are only ever added.

export interface AuditRow {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly personId: string;
  readonly personName: string;
  readonly channel: string | null;
  readonly via: string;
  /** As typed or clicked, secrets scrubbed, at most 500 characters. */
  readonly command: string;
  /** `answered`, `refused`, `problem` or `failed`. */
  readonly result: string;
  readonly durationMs: number;
}

export interface AuditLog {
  add(row: AuditRow): Promise<void>;
  /** Newest first. */
  read(filter: {
    readonly since?: string;
    readonly person?: string;
    readonly limit: number;
  }): Promise<readonly AuditRow[]>;
}
