// Expressions of the configuration that ran out of their time and so found nothing: without being told, that looks like a text that does not fit.

import type { Expression } from '../domain/expression.js';
import { boundedExpression } from '../support/boundedExpression.js';

/** Long runs of one character and an end that fits nothing: what repetitions inside repetitions cannot get through. */
const trying = ['a', '1', ' ', '-', 'a ', 'a.'].map((one) => `${one.repeat(40)}\n!`);

export class Overruns {
  readonly #sources = new Set<string>();
  readonly #expressions: Expression[] = [];
  #tell: ((source: string) => void) | null = null;

  /** Each expression that was ever too slow, once. */
  get sources(): readonly string[] {
    return [...this.#sources];
  }

  /** @throws SyntaxError for what is no expression. */
  expression(source: string, flags: string): Expression {
    const made = boundedExpression(source, flags, () => this.#note(source));
    this.#expressions.push(made);
    return made;
  }

  /** Tells of each expression once, also of what ran out before. */
  whenNew(tell: (source: string) => void): void {
    this.#tell = tell;
    for (const source of this.#sources) tell(source);
  }

  /** Puts texts to them that only an unlucky one is slow with: a second for each of these. */
  tryAll(): void {
    for (const expression of this.#expressions)
      for (const text of trying) {
        if (this.#sources.has(expression.source)) break;
        expression.exec(text);
      }
  }

  #note(source: string): void {
    if (this.#sources.has(source)) return;
    this.#sources.add(source);
    this.#tell?.(source);
  }
}
