// A regular expression over texts from outside, with a bound on its time: `(a+)+$` would hold the whole process for ever.

import { createContext, Script } from 'node:vm';
import type { Expression } from '../domain/expression.js';

/** So long that a busy machine makes no sensible expression miss what it should find. */
const boundMs = 1000;
const executed = new Script('expression.exec(text)');

/** @param onOverrun told each time that a text took too long. @throws SyntaxError for what is no expression. */
export function boundedExpression(source: string, flags: string, onOverrun: () => void): Expression {
  const given = createContext({ expression: new RegExp(source, flags), text: '' });
  return {
    source,
    exec(text) {
      given.text = text;
      try {
        return executed.runInContext(given, { timeout: boundMs }) as RegExpExecArray | null;
      } catch (error) {
        if (isTimeout(error)) {
          onOverrun();
          return null;
        }
        throw error;
      }
    },
  };
}

/** Not by its class: it may be of the other context. */
function isTimeout(error: unknown): boolean {
  const known = typeof error === 'object' && error !== null && 'code' in error;
  return known && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
