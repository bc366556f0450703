// One row of FortiOS's event log before it gets a date.

export type Level = 'information' | 'notice' | 'warning' | 'error' | 'critical' | 'alert';

export interface LogRecord {
  /** Ten digits. */
  readonly logid: string;
  readonly subtype: 'vpn' | 'system' | 'ha';
  readonly level: Level;
  readonly logdesc: string;
  readonly msg: string;
  /** What else it says, in the order of syslog. */
  readonly fields: Readonly<Record<string, string | number>>;
}
