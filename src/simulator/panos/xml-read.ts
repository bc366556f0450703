// Reads the small XML of a `cmd` parameter; anything that is not well-formed is refused.
import { SaxesParser } from 'saxes';
import type { Element } from './xml.js';

interface Open {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: (Element | string)[];
}

/** The root element, or undefined when the text is not one well-formed element. */
export function readXml(text: string): Element | undefined {
  const parser = new SaxesParser();
  const open: Open[] = [{ name: '', attributes: {}, children: [] }];
  let broken = false;
  parser.on('error', () => {
    broken = true;
  });
  parser.on('opentag', (tag) =>
    open.push({ name: tag.name, attributes: { ...tag.attributes }, children: [] }),
  );
  parser.on('text', (chars) => open.at(-1)?.children.push(chars));
  parser.on('cdata', (chars) => open.at(-1)?.children.push(chars));
  parser.on('closetag', () => {
    const done = open.pop();
    if (done !== undefined) open.at(-1)?.children.push(done);
  });
  parser.write(text).close();
  const root = open[0]?.children.find((child): child is Element => typeof child !== 'string');
  return broken ? undefined : root;
}
