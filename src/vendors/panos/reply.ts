// The envelope of every API reply: status, code and the three places where PAN-OS puts its message.

import { apiFault, fault, type Outcome } from './fault.js';
import { child, findAll, list, text } from './words.js';
import type { XmlNode } from './xml.js';

const successCodes = new Set([0, 19, 20]);
const maxMessageLength = 300;

/**
 * The `result` element of a reply. `status="success"` may still carry a failing code (7: not there), so the code decides.
 * A missing `result` is a fault: nothing and zero rows are not the same.
 */
export function readReply(root: XmlNode): Outcome<XmlNode> {
  if (root.name !== 'response')
    return {
      ok: false,
      fault: fault([
        'unreadable',
        'The reply is XML, but not of the PAN-OS API.',
        'Check that the address is the management interface of a PAN-OS device.',
      ]),
    };
  const status = root.attributes.status ?? '';
  const printed = root.attributes.code?.trim() ?? '';
  const code = /^\d{1,4}$/.test(printed) ? Number(printed) : null;
  if (status !== 'success' || (code !== null && !successCodes.has(code)))
    return { ok: false, fault: apiFault(code, status, messageOf(root)) };
  const result = child(root, 'result');
  if (!result) {
    return {
      ok: false,
      fault: fault([
        'unreadable',
        'The firewall answered without a result.',
        'Ask again; if it stays, report the version.',
      ]),
    };
  }
  return { ok: true, value: result };
}

/** First of `msg/line`, `result/msg/line`, `result/msg`, `msg`, `result/job/details/line` that says something, on one line. */
function messageOf(root: XmlNode): string {
  const result = child(root, 'result');
  const candidates = [
    lines(child(root, 'msg')),
    lines(child(result, 'msg')),
    text(result, 'msg'),
    text(root, 'msg'),
    lines(child(result, 'job', 'details')),
  ];
  const found = candidates.find((candidate) => candidate !== null && candidate !== '') ?? '';
  const oneLine = found.replace(/\s+/g, ' ').trim();
  return oneLine.length > maxMessageLength ? `${oneLine.slice(0, maxMessageLength)}…` : oneLine;
}

/** `line` elements, which may be nested. */
function lines(node: XmlNode | undefined): string {
  return list(node, 'line')
    .flatMap((line) => findAll(line, (candidate) => candidate.children.length === 0))
    .map((line) => line.text.trim())
    .filter((line) => line !== '')
    .join('; ');
}

/** Tables differ in how they say "no rows": `bare` ones with an empty result, `wrapped` ones still write their outer elements. */
export type TableKind = 'bare' | 'wrapped';

/** Guards a command that answers rows: empty text or a sentence is what a passive unit prints, and is not "no rows". */
export function requireRows(result: XmlNode, kind: TableKind): Outcome<XmlNode> {
  const blank = !result.cdata && result.text.trim() === '';
  if (result.children.length > 0 || (blank && kind === 'bare')) return { ok: true, value: result };
  const words = result.text.trim();
  return {
    ok: false,
    fault: fault([
      'unreadable',
      words === ''
        ? 'The firewall answered with empty text instead of a table.'
        : `The firewall answered with text instead of a table: "${words.slice(0, 200)}".`,
      'A passive or starting unit answers so; check the HA state.',
    ]),
  };
}
