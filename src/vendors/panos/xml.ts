// Reading a reply as it streams in: strict XML into plain nodes, bounded, with secrets dropped before they become objects.

import { SaxesParser } from 'saxes';
import { ownText } from '../../support/ownText.js';

export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Text and CDATA directly inside, untrimmed; white space between children is left out. */
  readonly text: string;
  /** Some of the text came as CDATA: a command that answers text, not rows. */
  readonly cdata: boolean;
  readonly children: readonly XmlNode[];
}

/** What can be wrong with a reply as XML; each becomes a sentence of its own. */
export type XmlFaultKind =
  | 'empty'
  | 'html'
  | 'doctype'
  | 'entity'
  | 'truncated'
  | 'malformed'
  | 'too-deep'
  | 'too-many'
  | 'too-large';

export class XmlFault extends Error {
  readonly kind: XmlFaultKind;

  constructor(kind: XmlFaultKind) {
    super(`XML reply: ${kind}`);
    this.name = 'XmlFault';
    this.kind = kind;
  }
}

export interface XmlLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxElements: number;
  readonly maxTextLength: number;
  /** Of one element. */
  readonly maxAttributes: number;
}

export const defaultLimits: XmlLimits = {
  maxBytes: 16 * 1024 * 1024,
  maxDepth: 64,
  maxElements: 400_000,
  maxTextLength: 256 * 1024,
  maxAttributes: 64,
};

export interface CollectOptions {
  readonly limits?: XmlLimits;
  /** False drops an element with everything inside; the path starts at the root and ends at the element. */
  readonly keep?: (path: readonly string[]) => boolean;
  /** Only for `keygen`, whose reply is the key. */
  readonly keepSecrets?: boolean;
}

/** Elements whose content is never kept; the empty element stays, because it says which method is configured. */
const secretElements = new Set([
  'key',
  'phash',
  'private-key',
  'pre-shared-key',
  'password',
  'secret',
  'passphrase',
  'passwd',
  'psk',
  'ppk',
  'ppk-secret',
  'secret-key',
  'auth-key',
  'api-key',
  'shared-secret',
]);

interface OpenNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  cdata: boolean;
  readonly children: OpenNode[];
  /** Its content is a secret. */
  readonly muted: boolean;
}

export interface XmlCollector {
  /** Throws an XmlFault; after that the collector is of no use. */
  write(chunk: Uint8Array): void;
  /** The root element; throws an XmlFault when the document is not complete. */
  close(): XmlNode;
}

/** Collects one document. DOCTYPE, unknown entities and everything that is not well-formed are faults, never an empty result. */
export function createXmlCollector(options: CollectOptions = {}): XmlCollector {
  const limits = options.limits ?? defaultLimits;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = new SaxesParser({ position: false });
  const open: OpenNode[] = [];
  const path: string[] = [];
  const roots: OpenNode[] = [];
  let skipped = 0;
  let elements = 0;
  let attributes = 0;
  let bytes = 0;

  const onText = (text: string, cdata: boolean): void => {
    const node = open.at(-1);
    if (!node || skipped > 0 || node.muted) return;
    if (node.text.length + text.length > limits.maxTextLength) throw new XmlFault('too-large');
    node.text += text;
    node.cdata ||= cdata;
  };
  parser.on('error', (error) => {
    throw new XmlFault(classify(error.message));
  });
  parser.on('doctype', (text) => {
    throw new XmlFault(/^\s*html\b/i.test(text) ? 'html' : 'doctype');
  });
  parser.on('text', (text) => onText(text, false));
  parser.on('cdata', (text) => onText(text, true));
  // Counted as they come: the parser itself collects an element's attributes without bound before it tells of the element.
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > limits.maxAttributes) throw new XmlFault('too-many');
  });
  parser.on('opentag', (tag) => {
    attributes = 0;
    if (path.length === 0 && skipped === 0 && tag.name.toLowerCase() === 'html') throw new XmlFault('html');
    if (path.length + skipped >= limits.maxDepth) throw new XmlFault('too-deep');
    const parent = open.at(-1);
    if (skipped > 0 || parent?.muted) {
      skipped += 1;
      return;
    }
    path.push(tag.name);
    const muted = !options.keepSecrets && secretElements.has(tag.name.toLowerCase());
    if (!muted && options.keep && !options.keep(path)) {
      path.pop();
      skipped = 1;
      return;
    }
    elements += 1;
    if (elements > limits.maxElements) throw new XmlFault('too-many');
    const node: OpenNode = {
      name: tag.name,
      attributes: muted ? noAttributes : ownAttributes(tag.attributes as Record<string, string>),
      text: '',
      cdata: false,
      children: [],
      muted,
    };
    (parent?.children ?? roots).push(node);
    open.push(node);
  });
  parser.on('closetag', () => {
    if (skipped > 0) {
      skipped -= 1;
      return;
    }
    path.pop();
    const node = open.pop();
    if (!node) return;
    const isBlank = node.children.length > 0 && node.text.trim() === '';
    node.text = isBlank ? '' : ownText(node.text);
  });

  return {
    write(chunk) {
      bytes += chunk.byteLength;
      if (bytes > limits.maxBytes) throw new XmlFault('too-large');
      parser.write(decode(decoder, chunk));
    },
    close() {
      if (bytes === 0) throw new XmlFault('empty');
      const rest = decode(decoder, undefined);
      if (rest !== '') parser.write(rest);
      parser.close();
      const root = roots[0];
      if (!root) throw new XmlFault('empty');
      return root;
    },
  };
}

/** Of most elements: one for all of them. */
const noAttributes: Readonly<Record<string, string>> = Object.freeze({});

function ownAttributes(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const all = Object.entries(attributes);
  return all.length === 0
    ? noAttributes
    : Object.fromEntries(all.map(([name, value]) => [name, ownText(value)]));
}

/** Reads a whole text; for recorded replies. */
export function readXml(text: string, options: CollectOptions = {}): XmlNode {
  const collector = createXmlCollector(options);
  collector.write(new TextEncoder().encode(text));
  return collector.close();
}

/** The text of a node, indented; for what is kept. What was dropped while it was read is not in it. */
export function writeXml(node: XmlNode, indent = ''): string {
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const open = `${indent}<${node.name}${attributes.join('')}`;
  if (node.children.length === 0)
    return node.text === '' ? `${open}/>\n` : `${open}>${escaped(node.text)}</${node.name}>\n`;
  const text = node.text.trim() === '' ? '' : escaped(node.text);
  const inside = node.children.map((one) => writeXml(one, `${indent}  `)).join('');
  return `${open}>${text}\n${inside}${indent}</${node.name}>\n`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function decode(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array | undefined): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new XmlFault('malformed');
  }
}

/** saxes tells what is wrong only in words. */
function classify(message: string): XmlFaultKind {
  if (/undefined entity|entity/i.test(message)) return 'entity';
  if (/unclosed|unexpected end/i.test(message)) return 'truncated';
  if (/document must contain a root element/i.test(message)) return 'empty';
  return 'malformed';
}
