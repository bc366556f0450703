// How the Web API refuses: `ok: false`, Slack's error word, and what else Slack adds to it.
import type { Fields } from './model.js';

export type Refusal = Fields & { ok: false; error: string };

export function refuse(error: string, more: Fields = {}): Refusal {
  return { ok: false, error, ...more };
}

export function isRefusal(value: unknown): value is Refusal {
  return (
    typeof value === 'object' && value !== null && 'ok' in value && value.ok === false && 'error' in value
  );
}
