// Statements of PGlite's one session, each parsed once and then sent whole: PostgreSQL as WebAssembly takes longer to read and plan most of ours than to run them.

import { type messages, type PGlite, parse, protocol, type Results } from '@electric-sql/pglite';

const { serialize } = protocol;

/** What is used of PGlite. */
type Session = Pick<PGlite, 'runExclusive' | 'execProtocolStream' | 'parsers' | 'serializers'>;

interface Prepared {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly columns: readonly messages.BackendMessage[];
  readonly preparedAtMs: number;
}

/** A plan is made for tables as large as they are then, and they grow. */
const keptMs = 600_000;
/** Each is some memory of the database; rows that are written many at once make texts of many lengths. */
const keptAtMost = 100;
/** Whatever else a text does, it may change what others mean. */
const changesNoTable = /^\s*(?:select|insert|update|delete|with|begin|start|commit|rollback)\b/i;

export class PgliteStatements {
  readonly #lite: Session;
  readonly #elapsedMs: () => number;
  /** By text; who was asked for last stands last. */
  readonly #kept = new Map<string, Prepared>();
  #unwanted: string[] = [];
  #named = 0;

  constructor(lite: Session, elapsedMs: () => number = () => performance.now()) {
    this.#lite = lite;
    this.#elapsedMs = elapsedMs;
  }

  run<R>(text: string, values: readonly unknown[]): Promise<Results<R>> {
    return this.#lite.runExclusive(async () => {
      try {
        const { name, parameters, columns } = await this.#prepared(text);
        const given = values.map((value, at) => this.#written(value, parameters[at]));
        const told = await this.#send([
          serialize.bind({ statement: name, values: given }),
          serialize.execute({}),
        ]);
        if (!changesNoTable.test(text)) this.forget();
        const [result] = parse.parseResults([...columns, ...told], this.#lite.parsers);
        return result as Results<R>;
      } catch (error) {
        this.#drop(text);
        throw error;
      }
    });
  }

  /** Before anything else is asked, when tables may have changed. */
  forget(): void {
    for (const text of [...this.#kept.keys()]) this.#drop(text);
  }

  async #prepared(text: string): Promise<Prepared> {
    const known = this.#kept.get(text);
    this.#kept.delete(text);
    if (known && this.#elapsedMs() - known.preparedAtMs < keptMs) {
      this.#kept.set(text, known);
      return known;
    }
    if (known) this.#unwanted.push(known.name);
    this.#named += 1;
    const name = `s${this.#named}`;
    const told = await this.#send([serialize.parse({ name, text }), serialize.describe({ type: 'S', name })]);
    const prepared = {
      name,
      parameters: parse.parseDescribeStatementResults(told),
      columns: told.filter((message) => message.name === 'rowDescription'),
      preparedAtMs: this.#elapsedMs(),
    };
    this.#kept.set(text, prepared);
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size > keptAtMost) this.#drop(oldest);
    return prepared;
  }

  #drop(text: string): void {
    const known = this.#kept.get(text);
    if (!known) return;
    this.#kept.delete(text);
    this.#unwanted.push(known.name);
  }

  #written(value: unknown, type = 0): string | null {
    if (value === null || value === undefined) return null;
    return this.#lite.serializers[type]?.(value) ?? String(value);
  }

  /** What was asked is on the disk before it is answered. */
  #send(asked: readonly Uint8Array[]): Promise<messages.BackendMessage[]> {
    const closing = this.#unwanted.map((name) => serialize.close({ type: 'S', name }));
    this.#unwanted = [];
    return this.#lite.execProtocolStream(Buffer.concat([...closing, ...asked, serialize.sync()]));
  }
}
