// How the XML API answers under each fault of content.
import type { Answer } from '../tls/api.js';
import { faultyAnywhere } from '../tls/api.js';
import type { ApiFault } from '../tls/api-fault.js';

const BOMB = `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><response status="success"><result>&c;</result></response>`;

const TWO_LINES =
  '<response status="error" code="12"><msg><line><![CDATA[ gateway -> local-address  is invalid]]></line><line><![CDATA[ gateway is invalid]]></line></msg></response>';

export const XML = 'application/xml; charset=UTF-8';

export function faultyXml(fault: ApiFault, answer: Answer): Answer | undefined {
  const xml = (body: string, httpStatus = 200): Answer => ({ httpStatus, contentType: XML, body });
  switch (fault.kind) {
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
      return faultyAnywhere(fault, answer);
  }
}
