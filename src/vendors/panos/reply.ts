// The envelope of every API reply: status, code and the three places where PAN-OS puts its message.

import { scrub } from '../../domain/secrets/index.js';
import { fault, type Outcome } from '../https/fault.js';
import { failed, success } from '../outcome.js';
import { errorInside, hasRows, isEmptyTable } from './errorInside.js';
import { apiFault } from './fault.js';
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
    return failed(
      fault([
        'unreadable',
        'The reply is XML, but not of the PAN-OS API.',
        'Check that the address is the management interface of a PAN-OS device.',
      ]),
    );
  const status = root.attributes.status ?? '';
  const printed = root.attributes.code?.trim() ?? '';
  const code = /^\d{1,4}$/.test(printed) ? Number(printed) : null;
  if (status !== 'success' || (code !== null && !successCodes.has(code)))
    return failed(apiFault(code, status, messageOf(root)));
  const result = child(root, 'result');
  if (!result) {
    return failed(
      fault([
        'unreadable',
        'The firewall answered without a result.',
        'Ask again; if it stays, report the version.',
      ]),
    );
  }
  const hidden = errorInside(root, result, messageOf(root));
  if (hidden !== null) return failed(apiFault(null, status, oneLine(hidden)));
  return success(result);
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
  return oneLine(found);
}

/** The device's own words as they may be shown. */
function oneLine(words: string): string {
  const line = scrub(words).text.replace(/\s+/g, ' ').trim();
  return line.length > maxMessageLength ? `${line.slice(0, maxMessageLength)}…` : line;
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

/**
 * Guards a command that answers rows. No rows are believed only in the form in which a table has none; empty text or a
 * sentence is what a passive unit prints, and other elements are no table at all.
 */
export function requireRows(result: XmlNode, kind: TableKind): Outcome<XmlNode> {
  if (hasRows(result) || isEmptyTable(result)) return success(result);
  const noElements = result.children.length === 0;
  if (noElements && kind === 'bare' && !result.cdata && result.text.trim() === '') return success(result);
  return noElements ? textInstead(result, 'a table') : failed(notATable);
}

const notATable = fault([
  'unreadable',
  'The firewall answered with something that is not the table that was asked for.',
  'Ask again; if it stays, report it with the version.',
]);

/** Guards a command that answers elements: text instead is a complaint, whatever its status. */
export function requireElements(result: XmlNode): Outcome<XmlNode> {
  const isText = result.children.length === 0 && (result.cdata || result.text.trim() !== '');
  return isText ? textInstead(result, 'an answer') : success(result);
}

function textInstead(result: XmlNode, wanted: string): Outcome<never> {
  const words = oneLine(result.text).slice(0, 200);
  return failed(
    fault([
      'unreadable',
      words === ''
        ? `The firewall answered with empty text instead of ${wanted}.`
        : `The firewall answered with text instead of ${wanted}: "${words}".`,
      'A passive or starting unit answers so; check the HA state.',
    ]),
  );
}
