// One line of PAN-OS's system log before it gets a date.

export type Severity = 'informational' | 'low' | 'medium' | 'high' | 'critical';

export interface LogEvent {
  readonly eventid: string;
  readonly severity: Severity;
  readonly text: string;
}
