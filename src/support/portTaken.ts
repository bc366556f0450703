// A port that nothing can listen at: one sentence for each listener of this process.

import { Problem } from '../domain/problem.js';
import { codeOf } from './errorCode.js';

/** @param error what the system said when it was asked to listen there. */
export function portTaken(
  asked: { readonly host: string; readonly port: number; readonly setting: string },
  error: unknown,
): Problem {
  return new Problem('port-taken', { ...asked, detail: reasonOf(error) });
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === 'EADDRINUSE') return 'another process listens there';
  if (code === 'EADDRNOTAVAIL') return 'this machine has no such address';
  if (code === 'EACCES') return 'this user may not listen there';
  return 'the system refuses it';
}
