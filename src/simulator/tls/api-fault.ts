// The ways in which the HTTPS interface of a device can misbehave.

export type ApiFault =
  /** Nothing listens any more. */
  | { readonly kind: 'refuse' }
  /** The request is taken and never answered. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Headers and half of the body, then the connection is cut. */
  | { readonly kind: 'close-half' }
  | { readonly kind: 'html' }
  /** A whole reply whose XML stops in the middle. */
  | { readonly kind: 'truncated' }
  | { readonly kind: 'garbage' }
  /** A document type with entities that multiply. */
  | { readonly kind: 'doctype' }
  | { readonly kind: 'huge'; readonly bytes: number }
  | { readonly kind: 'deep'; readonly levels: number }
  | { readonly kind: 'http-status'; readonly status: 500 | 502 | 503 }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'error-code'; readonly code: 12 | 400 | 7 }
  /** `result` without anything, as a command that printed nothing. */
  | { readonly kind: 'empty' }
  /** The role of the API user has not the right for it. */
  | { readonly kind: 'not-authorized' }
  | { readonly kind: 'key-revoked' }
  | { readonly kind: 'log-job-stuck' };

export interface ApiFaultScope {
  /** Only requests whose command contains this text. */
  readonly only?: string;
  /** Only requests of this type: `op`, `log`, `config`. */
  readonly type?: string;
  /** So many requests, then the fault is over. */
  readonly times?: number;
}

const HTML =
  '<!DOCTYPE html><html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>';

const BOMB = `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><response status="success"><result>&c;</result></response>`;

const TWO_LINES =
  '<response status="error" code="12"><msg><line><![CDATA[ gateway -> local-address  is invalid]]></line><line><![CDATA[ gateway is invalid]]></line></msg></response>';

export interface Answer {
  readonly httpStatus: number;
  readonly contentType: string;
  readonly body: string;
}

/** The reply under a fault that is about content; undefined when the fault is about the connection. */
export function faultyAnswer(fault: ApiFault, body: string): Answer | undefined {
  const xml = (text: string, httpStatus = 200): Answer => ({
    httpStatus,
    contentType: 'application/xml; charset=UTF-8',
    body: text,
  });
  switch (fault.kind) {
    case 'html':
      return { httpStatus: 200, contentType: 'text/html', body: HTML };
    case 'truncated':
      return xml(body.slice(0, Math.max(20, Math.floor(body.length / 2))));
    case 'garbage':
      return xml('\u0000\u0001 not xml at all <<< & ');
    case 'doctype':
      return xml(BOMB);
    case 'huge':
      return xml(
        `<response status="success"><result>${'<entry><name>x</name></entry>'.repeat(Math.ceil(fault.bytes / 29))}</result></response>`,
      );
    case 'deep':
      return xml(
        `<response status="success"><result>${'<a>'.repeat(fault.levels)}${'</a>'.repeat(fault.levels)}</result></response>`,
      );
    case 'http-status':
      return {
        httpStatus: fault.status,
        contentType: 'text/html',
        body: `<html><body>${fault.status}</body></html>`,
      };
    case 'forbidden':
      return xml(
        "<response status = 'error' code = '403'><result><msg>Invalid Credential</msg></result></response>",
        403,
      );
    case 'not-authorized':
      return xml(
        '<response status="error" code="403"><result><msg>Type [op] not authorized for user role.</msg></result></response>',
        403,
      );
    case 'error-code':
      if (fault.code === 12) return xml(TWO_LINES);
      if (fault.code === 7) return xml('<response status="success" code="7"><result/></response>');
      return xml(
        `<response status = 'error' code = '400'><result><msg>Parameter &quot;format&quot; is required</msg></result></response>`,
      );
    case 'empty':
      return xml('<response status="success"><result></result></response>');
    default:
      return undefined;
  }
}
