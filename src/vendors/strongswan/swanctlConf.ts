// The syntax of swanctl.conf: sections, settings, references and includes; secrets are passed over, never kept.

/** A section as written. Settings and sections are in the order of the file; later ones win, as in strongSwan. */
export interface ConfSection {
  readonly settings: Map<string, string>;
  readonly sections: Map<string, ConfSection>;
  /** Names of sections (from the root, dotted) that this one takes what it does not say itself from. */
  readonly references: string[];
}

export interface ConfText {
  readonly root: ConfSection;
  /** Patterns of `include` statements, in order; resolving them is the reader's work. */
  readonly includes: readonly string[];
}

export interface ConfFault {
  readonly line: number;
  readonly says: string;
}

const MAX_DEPTH = 12;
const MAX_TOKENS = 200_000;

/** Sections and keys whose values never leave the file. */
const secretSection = /^secrets$/;
const secretKey = /^(secret|passphrase|pin|password|psk)$/i;

export function emptySection(): ConfSection {
  return { settings: new Map(), sections: new Map(), references: [] };
}

interface Token {
  readonly kind: 'word' | 'text' | '{' | '}' | '=' | 'newline' | ':';
  readonly text: string;
  readonly line: number;
}

/** Cuts the text into tokens. `#` begins a comment; a quoted text may span lines and escapes with a backslash. */
function* tokens(text: string): Generator<Token> {
  const pattern =
    /#[^\n]*|(\n)|"((?:[^"\\]|\\[\s\S])*)"|([{}=])|((?::)(?=\s|$|[^\s=]))|((?:[^\s{}=#"\n:]|:(?=[^\s]))+)|[^\S\n]+|"/gy;
  let line = 1;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [whole, newline, quoted, mark, colon, word] = match;
    if (newline !== undefined) yield { kind: 'newline', text: '\n', line };
    else if (quoted !== undefined) yield { kind: 'text', text: withoutEscapes(quoted), line };
    else if (mark === '{' || mark === '}' || mark === '=') yield { kind: mark, text: mark, line };
    else if (colon !== undefined) yield { kind: ':', text: ':', line };
    else if (word !== undefined) yield { kind: 'word', text: word, line };
    line += whole.split('\n').length - 1;
    if (pattern.lastIndex >= text.length) break;
  }
}

function withoutEscapes(text: string): string {
  return text.replace(/\\([\s\S])/g, (_, letter: string) =>
    letter === 'n' ? '\n' : letter === 't' ? '\t' : letter,
  );
}

/** Reads the text of one file into `root`, which may already hold what earlier files said. */
export function parseConf(text: string, root: ConfSection = emptySection()): ConfText | ConfFault {
  const all = [...bounded(tokens(text))];
  const includes: string[] = [];
  const open: { section: ConfSection; secret: boolean }[] = [{ section: root, secret: false }];
  let at = 0;
  const fault = (says: string): ConfFault => ({ line: all[at]?.line ?? all.at(-1)?.line ?? 1, says });

  while (at < all.length) {
    const token = all[at];
    const current = open[open.length - 1];
    if (token === undefined || current === undefined) break;
    if (token.kind === 'newline') {
      at += 1;
      continue;
    }
    if (token.kind === '}') {
      if (open.length === 1) return fault('a "}" closes nothing');
      open.pop();
      at += 1;
      continue;
    }
    if (token.kind !== 'word' && token.kind !== 'text')
      return fault('a mark ("{", "=" or ":") stands where a name should');
    if (token.text === 'include' && isValue(all[at + 1])) {
      includes.push(all[at + 1]?.text ?? '');
      at += 2;
      continue;
    }
    let next = at + 1;
    if (all[next]?.kind === '=') {
      const [value, after] = readValue(all, next + 1);
      if (!current.secret && !secretKey.test(token.text)) current.section.settings.set(token.text, value);
      at = after;
      continue;
    }
    const references: string[] = [];
    if (all[next]?.kind === ':') {
      next += 1;
      while (isValue(all[next])) references.push(...(all[next++]?.text ?? '').split(',').filter(Boolean));
    }
    while (all[next]?.kind === 'newline') next += 1;
    // A name that is none may be a piece of a secret: the file is never quoted.
    if (all[next]?.kind !== '{') return fault('a name is followed by neither "=" nor "{"');
    if (open.length > MAX_DEPTH) return fault('the sections nest too deeply');
    const section = current.section.sections.get(token.text) ?? emptySection();
    section.references.push(...references);
    const secret = current.secret || secretSection.test(token.text);
    if (!secret) current.section.sections.set(token.text, section);
    open.push({ section, secret });
    at = next + 1;
  }
  if (open.length > 1) return fault('a section is not closed');
  return { root, includes };
}

function* bounded(source: Generator<Token>): Generator<Token> {
  let count = 0;
  for (const token of source) {
    count += 1;
    if (count > MAX_TOKENS) return;
    yield token;
  }
}

function isValue(token: Token | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'text';
}

/** A value reaches to the end of its line or to the brace that closes its section; words are joined by one blank. */
function readValue(all: readonly Token[], from: number): [string, number] {
  const parts: string[] = [];
  let at = from;
  for (let token = all[at]; token !== undefined; token = all[++at]) {
    if (token.kind === 'newline' || token.kind === '}') break;
    parts.push(token.text);
  }
  return [parts.join(' ').replaceAll(' = ', '='), at];
}

/**
 * A setting with references resolved: what the section says itself wins over what it refers to, and the last reference
 * over the first. `path` leads from the root, for example `connections`, `gw-gw`, `children`, `net-net`.
 */
export function settingAt(root: ConfSection, path: readonly string[], key: string, depth = 0): string | null {
  const steps = path.map((_, index) => path.slice(0, index + 1));
  const section = sectionAt(root, path);
  const own = section?.settings.get(key);
  if (own !== undefined) return own;
  if (depth > MAX_DEPTH) return null;
  // A reference on any section along the path stands in for that part of the path.
  for (const prefix of steps.toReversed()) {
    const rest = path.slice(prefix.length);
    for (const reference of (sectionAt(root, prefix)?.references ?? []).toReversed()) {
      const found = settingAt(root, [...reference.split('.'), ...rest], key, depth + 1);
      if (found !== null) return found;
    }
  }
  return null;
}

export function sectionAt(root: ConfSection, path: readonly string[]): ConfSection | null {
  let section: ConfSection | undefined = root;
  for (const name of path) section = section?.sections.get(name);
  return section ?? null;
}
