// Answers type=config reads and `show config effective-running`, local or pushed by Panorama.
import type { Device } from '../device/device.js';
import { vsysTree } from './config-network.js';
import { sharedTree } from './config-shared.js';
import { networkTree } from './config-tree.js';
import { lineError, notPresent, type Reply, resultReply, success } from './reply.js';
import { childElements, type Element, el, entry, withAttributes } from './xml.js';
import { readXpath, select } from './xpath.js';

const DEVICE_NAME = 'localhost.localdomain';

function deviceEntry(...children: readonly Element[]): Element {
  return entry(DEVICE_NAME, ...children);
}

function root(device: Device, ...parts: readonly Element[]): Element {
  return withAttributes(el('config', sharedTree(device), el('devices', deviceEntry(...parts))), {
    version: `${device.spec.version.split('.').slice(0, 2).join('.')}.0`,
  });
}

/** What is configured on the firewall itself; a template leaves almost nothing of it. */
function localTree(device: Device): Element {
  if (device.spec.template === undefined) return root(device, networkTree(device), vsysTree(device));
  return root(device, el('network', el('interface'), el('profiles')), el('vsys', entry('vsys1')));
}

function mergedTree(device: Device): Element {
  return root(device, networkTree(device), vsysTree(device));
}

/** Candidate configuration marks what a template gave. */
function markTemplate(element: Element, template: string): Element {
  const children = element.children.map((child) =>
    typeof child === 'string' ? child : markTemplate(child, template),
  );
  const marked = { ...element, children };
  return element.name === 'entry' ? withAttributes(marked, { ptpl: template, src: 'tpl' }) : marked;
}

export function readConfig(device: Device, action: 'show' | 'get', xpath: string): Reply {
  const { template } = device.spec;
  const merged = template === undefined ? mergedTree(device) : markTemplate(mergedTree(device), template);
  return answerXpath(action === 'show' ? localTree(device) : merged, action, xpath);
}

/** `show` wants exactly one node, `get` takes any number and counts them. */
export function answerXpath(tree: Element, action: 'show' | 'get', xpath: string): Reply {
  const steps = readXpath(xpath);
  if (steps === undefined) return lineError(6, ' Bad xpath');
  const found = select(tree, steps);
  if (found.length === 0) return notPresent();
  if (action === 'show') {
    return found.length > 1
      ? lineError(8, ' Object not unique: xpath matches more than one node')
      : success(...found);
  }
  const counted = { 'total-count': String(found.length), count: String(found.length) };
  return resultReply(withAttributes(el('result', ...found), counted), 19);
}

/** The merged running configuration. The xpath is relative to `config`, as `devices/entry/network`. */
export function effectiveRunning(device: Device, xpath: string | undefined): Reply {
  const tree = mergedTree(device);
  if (xpath === undefined) return success(tree);
  const steps = readXpath(xpath.startsWith('/config') ? xpath : `config/${xpath.replace(/^\//, '')}`);
  if (steps === undefined) return lineError(17, ' show -> config -> effective-running -> xpath is invalid');
  return success(...select(tree, steps));
}

/** Panorama's own tree: one template an entry, each with the network part of the firewall it is pushed to. */
export function panoramaTree(version: string, devices: readonly Device[]): Element {
  const templates = devices
    .filter((device) => device.spec.template !== undefined)
    .map((device) => {
      const inner = mergedTree(device);
      return entry(device.spec.template ?? '', el('config', ...childElements(inner)));
    });
  const tree = el('config', el('shared'), el('devices', deviceEntry(el('template', ...templates))));
  return withAttributes(tree, { version });
}
