// The envelopes in which PAN-OS answers: success, the three forms of an error, CDATA text.
import { type Content, type Element, el, escapeXml, write } from './xml.js';

export interface Reply {
  readonly httpStatus: number;
  readonly body: string;
}

export function success(...result: readonly Content[]): Reply {
  return resultReply(el('result', ...result));
}

export function resultReply(result: Element, code?: number): Reply {
  const attribute = code === undefined ? '' : ` code="${code}"`;
  return { httpStatus: 200, body: `<response status="success"${attribute}>${write(result)}</response>` };
}

/** Text in CDATA, as `test vpn` and some older commands print. */
export function textReply(text: string): Reply {
  return {
    httpStatus: 200,
    body: `<response status="success"><result><![CDATA[${text}]]></result></response>`,
  };
}

/** Object not present: success with code 7. */
export function notPresent(): Reply {
  return { httpStatus: 200, body: '<response status="success" code="7"><result/></response>' };
}

/** `msg/line` with CDATA, several lines possible. */
export function lineError(code: number, ...lines: readonly string[]): Reply {
  const inner = lines.map((line) => `<line><![CDATA[${line}]]></line>`).join('');
  return { httpStatus: 200, body: `<response status="error" code="${code}"><msg>${inner}</msg></response>` };
}

/** `result/msg`, with the spaced single quotes that real devices print. */
export function resultError(code: number, message: string, httpStatus = 200): Reply {
  return {
    httpStatus,
    body: `<response status = 'error' code = '${code}'><result><msg>${escapeXml(message)}</msg></result></response>`,
  };
}

export const forbidden = (): Reply => resultError(403, 'Invalid Credential', 403);

/** What a device says about a word of a command it does not know. */
export const unexpected = (path: readonly string[]): Reply =>
  lineError(17, ` ${path.join(' -> ')} is unexpected`);

export const malformed = (): Reply => lineError(18, ' Malformed command');
