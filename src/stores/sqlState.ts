// PostgreSQL's own code of an error (PostgreSQL, Appendix A), told apart from the system's.

import { codeOf } from '../support/errorCode.js';

/** Null for what PostgreSQL did not say: EPIPE and EPERM have five signs as well. */
export function sqlStateOf(error: unknown): string | null {
  const code = codeOf(error);
  return /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E') ? code : null;
}
