// XML as a small tree: built for replies, written with everything escaped.

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

export type Content = Element | string | number;

const noAttributes: Element['attributes'] = {};

export function el(name: string, ...children: readonly Content[]): Element {
  return {
    name,
    attributes: noAttributes,
    children: children.map((child) => (typeof child === 'number' ? String(child) : child)),
  };
}

export function withAttributes(element: Element, attributes: Readonly<Record<string, string>>): Element {
  return { ...element, attributes: { ...element.attributes, ...attributes } };
}

/** `<entry name="…">`. */
export function entry(name: string, ...children: readonly Content[]): Element {
  return withAttributes(el('entry', ...children), { name });
}

export function members(name: string, values: readonly string[]): Element {
  return el(name, ...values.map((value) => el('member', value)));
}

/** One child a key, in the order of the keys. */
export function fields(values: Readonly<Record<string, string | number>>): Element[] {
  const made: Element[] = [];
  for (const name of Object.keys(values)) {
    const value = values[name];
    const children = value === '' || value === undefined ? [] : [String(value)];
    made.push({ name, attributes: noAttributes, children });
  }
  return made;
}

export function childElements(element: Element): Element[] {
  return element.children.filter((child): child is Element => typeof child !== 'string');
}

export function childNamed(element: Element, name: string): Element | undefined {
  return childElements(element).find((child) => child.name === name);
}

export function textOf(element: Element): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

const special = /[&<>"]/;

export function escapeXml(text: string): string {
  if (!special.test(text)) return text;
  return text.replace(
    /[&<>"]/g,
    (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char,
  );
}

export function write(element: Element): string {
  const { name, attributes, children } = element;
  const [only] = children;
  // Most are a name and a word.
  if (attributes === noAttributes && children.length === 1 && typeof only === 'string')
    return `<${name}>${escapeXml(only)}</${name}>`;
  let text = `<${name}`;
  for (const key of Object.keys(attributes)) text += ` ${key}="${escapeXml(attributes[key] ?? '')}"`;
  if (children.length === 0) return `${text}/>`;
  text += '>';
  for (const child of children) text += typeof child === 'string' ? escapeXml(child) : write(child);
  return `${text}</${name}>`;
}
