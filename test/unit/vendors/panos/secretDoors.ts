// Where texts of a PAN-OS firewall enter: what is kept of a text that holds a secret.

import { parseLogRows } from '../../../../src/vendors/panos/parseLog.js';
import { readReply } from '../../../../src/vendors/panos/reply.js';
import type { XmlNode } from '../../../../src/vendors/panos/xml.js';
import type { SecretDoor } from '../secretDoor.js';

function node(
  name: string,
  content: string | readonly XmlNode[],
  attributes: Record<string, string> = {},
): XmlNode {
  const isText = typeof content === 'string';
  return { name, attributes, text: isText ? content : '', cdata: false, children: isText ? [] : content };
}

export const doors: readonly SecretDoor[] = [
  {
    name: 'row of a log',
    kept: (text) =>
      parseLogRows(node('result', [node('log', [node('logs', [node('entry', [node('opaque', text)])])])])),
  },
  {
    name: 'error',
    kept: (text) =>
      readReply(node('response', [node('msg', [node('line', text)])], { status: 'error', code: '17' })),
  },
];
