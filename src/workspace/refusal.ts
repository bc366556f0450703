// How the Web API refuses: `ok: false`, Slack's error word, and what else Slack adds to it.
import type { Fields } from './model.js';

export type Refusal = Fields & { ok: false; error: string };

export function refuse(error: string, more: Fields = {}): Refusal {
  return { ok: false, error, ...more };
}

export function isRefusal(value: Fields | unknown[] | undefined): value is Refusal {
  return value !== undefined && !Array.isArray(value) && value.ok === false;
}
