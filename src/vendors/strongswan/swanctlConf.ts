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
const MAX_REFERENCES = 1_000;
/** Places that one setting is looked for in, following references. */
const MAX_LOOKS = 2_000;

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

const mark = /#[^\n]*|(\n)|([{}=])|(:(?=\s|$|[^\s=]))|[^\S\n]+/y;
const word = /[^\s{}=#":]+|:(?=[^\s])/y;

/**
 * Cuts the text into tokens, in one pass. `#` begins a comment; a quoted text may span lines and escapes with a backslash.
 * One that is not closed is a fault, as it is for strongSwan.
 */
function tokens(text: string): Token[] | ConfFault {
  const all: Token[] = [];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    if (all.length >= MAX_TOKENS) return { line, says: `it has more than ${MAX_TOKENS} words` };
    if (text[at] === '"') {
      const end = quoteEnd(text, at + 1);
      if (end === null) return { line, says: 'a quoted text is not closed' };
      const quoted = text.slice(at + 1, end);
      all.push({ kind: 'text', text: withoutEscapes(quoted), line });
      line += newlines(quoted);
      at = end + 1;
      continue;
    }
    mark.lastIndex = at;
    const match = mark.exec(text);
    if (match === null) {
      const end = wordEnd(text, at);
      all.push({ kind: 'word', text: text.slice(at, end), line });
      at = end;
      continue;
    }
    const [, newline, sign, colon] = match;
    at = mark.lastIndex;
    if (newline !== undefined) {
      all.push({ kind: 'newline', text: '\n', line });
      line += 1;
    } else if (sign === '{' || sign === '}' || sign === '=') all.push({ kind: sign, text: sign, line });
    else if (colon !== undefined) all.push({ kind: ':', text: ':', line });
  }
  return all;
}

/** A colon inside a word belongs to it: an IPv6 address is one word. What fits nothing is a word of one letter. */
function wordEnd(text: string, start: number): number {
  let end = start;
  for (;;) {
    word.lastIndex = end;
    if (!word.test(text)) return Math.max(end, start + 1);
    end = word.lastIndex;
  }
}

function quoteEnd(text: string, start: number): number | null {
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return null;
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}

function withoutEscapes(text: string): string {
  return text.replace(/\\([\s\S])/g, (_, letter: string) =>
    letter === 'n' ? '\n' : letter === 't' ? '\t' : letter,
  );
}

/** Reads the text of one file into `root`, which may already hold what earlier files said. */
export function parseConf(text: string, root: ConfSection = emptySection()): ConfText | ConfFault {
  const all = tokens(text);
  if (!Array.isArray(all)) return all;
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
      while (isValue(all[next])) {
        for (const name of (all[next++]?.text ?? '').split(',')) if (name !== '') references.push(name);
      }
      if (references.length > MAX_REFERENCES) return fault('a section refers to too many others');
    }
    while (all[next]?.kind === 'newline') next += 1;
    // A name that is none may be a piece of a secret: the file is never quoted.
    if (all[next]?.kind !== '{') return fault('a name is followed by neither "=" nor "{"');
    if (open.length > MAX_DEPTH) return fault('the sections nest too deeply');
    const section = current.section.sections.get(token.text) ?? emptySection();
    for (const reference of references) section.references.push(reference);
    const secret = current.secret || secretSection.test(token.text);
    if (!secret) current.section.sections.set(token.text, section);
    open.push({ section, secret });
    at = next + 1;
  }
  if (open.length > 1) return fault('a section is not closed');
  return { root, includes };
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
export function settingAt(root: ConfSection, path: readonly string[], key: string): string | null {
  return resolve(root, path, key, new Set());
}

/** @param asked places that were looked at: a second look finds no more, and references may run in circles. */
function resolve(root: ConfSection, path: readonly string[], key: string, asked: Set<string>): string | null {
  const place = path.join('\n');
  if (path.length > 2 * MAX_DEPTH || asked.size > MAX_LOOKS || asked.has(place)) return null;
  asked.add(place);
  const own = sectionAt(root, path)?.settings.get(key);
  if (own !== undefined) return own;
  // A reference on any section along the path stands in for that part of the path.
  for (let length = path.length; length > 0; length -= 1) {
    const rest = path.slice(length);
    for (const reference of (sectionAt(root, path.slice(0, length))?.references ?? []).toReversed()) {
      if (asked.size > MAX_LOOKS) return null;
      const found = resolve(root, [...reference.split('.', 2 * MAX_DEPTH + 1), ...rest], key, asked);
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
