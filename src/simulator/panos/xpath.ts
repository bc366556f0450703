// The part of XPath that configuration reads use: child steps, `entry[@name='…']`, and `*`.
import { childElements, type Element } from './xml.js';

interface Step {
  readonly name: string;
  readonly entryName?: string;
}

/** The steps of an absolute or relative path; undefined when it uses more than we know. */
export function readXpath(xpath: string): Step[] | undefined {
  const steps: Step[] = [];
  const pattern = /\/?([\w.*-]+)(?:\[@name=(?:'([^']*)'|"([^"]*)")\])?/y;
  let at = 0;
  while (at < xpath.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(xpath);
    if (match === null || (at > 0 && xpath[at] !== '/')) return undefined;
    const entryName = match[2] ?? match[3];
    steps.push({ name: match[1] ?? '', ...(entryName === undefined ? {} : { entryName }) });
    at = pattern.lastIndex;
  }
  return steps.length === 0 ? undefined : steps;
}

/** Every element the path leads to, starting at the root element itself. */
export function select(root: Element, steps: readonly Step[]): Element[] {
  const fits = (element: Element, step: Step) =>
    (step.name === '*' || element.name === step.name) &&
    (step.entryName === undefined || element.attributes.name === step.entryName);
  let found = [{ children: [root] as readonly (Element | string)[], name: '', attributes: {} } as Element];
  for (const step of steps)
    found = found.flatMap((element) => childElements(element).filter((child) => fits(child, step)));
  return found;
}
