// The elements of a configuration in XML, also of a part of one, or of one that was cut: an element that was not closed says so.

import { SaxesParser } from 'saxes';

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  readonly children: Element[];
  /** False when the text ends inside of it. */
  isWhole: boolean;
  /** From 1. */
  readonly line: number;
}

const deepest = 24;
const mostElements = 200_000;
const longestText = 4000;

/** One element that holds whatever stands at the top. What is no XML is passed over: a paste need not be well-formed. */
export function elementsIn(text: string): Element {
  const parser = new SaxesParser({ fragment: true, position: true });
  const root: Element = { name: '', attributes: {}, text: '', children: [], isWhole: true, line: 1 };
  const open: Element[] = [root];
  let count = 0;
  let passed = 0;
  const hear = (words: string) => {
    const last = open.at(-1);
    if (last && passed === 0 && last.text.length < longestText) last.text += words;
  };
  parser.on('error', () => undefined);
  parser.on('text', hear);
  parser.on('cdata', hear);
  parser.on('opentag', ({ name, attributes }) => {
    count += 1;
    if (open.length > deepest || count > mostElements) {
      passed += 1;
      return;
    }
    const element: Element = {
      name,
      attributes: attributes as Record<string, string>,
      text: '',
      children: [],
      isWhole: false,
      line: parser.line,
    };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    if (passed > 0) {
      passed -= 1;
      return;
    }
    const element = open.length > 1 ? open.pop() : undefined;
    if (element) element.isWhole = true;
  });
  // An ampersand that begins no entity would take the rest of the text along.
  parser.write(text.replace(/&(?!#?\w{1,10};)/g, '&amp;'));
  const cut = open.slice(1);
  parser.close();
  for (const element of cut) element.isWhole = false;
  return root;
}

export function allNamed(element: Element, name: string): readonly Element[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...allNamed(child, name),
  ]);
}

/** The text of the first child of a name, or below several names; undefined where there is none. */
export function textOf(element: Element, ...path: readonly string[]): string | undefined {
  let found: Element | undefined = element;
  for (const name of path) found = found?.children.find((child) => child.name === name);
  return found?.text.trim();
}

/** A switch that is on where its element stands at all. */
export function has(element: Element, name: string): boolean {
  return element.children.some((child) => child.name === name);
}
