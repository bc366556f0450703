// What may come where a PAN-OS reply is expected: other products, broken devices, errors that call themselves success.
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import {
  answers,
  clockNow,
  haOff,
  ok,
  type Script,
  scripted,
  systemInfo,
} from '../contract/vendors/panos/scriptedFirewall.js';
import { fixtureText } from '../unit/vendors/panos/fixture.js';
import { asked, scratch } from './command.js';
import { type Input, type InputClass, planted } from './input.js';

const mb = 1024 * 1024;
const none = ok('<total>0</total><num_ipsec>0</num_ipsec><IPSec/><dp>dp0</dp>');
const usual: Readonly<Record<string, string | (() => string)>> = {
  'high-availability': haOff,
  '<clock>': clockNow,
  'system><info': systemInfo,
  'ike-sa': fixtureText('ike-sa-two-roles'),
  'ipsec-sa': fixtureText('ipsec-sa-rekey'),
  '<flow>': fixtureText('flow-summary'),
  'action=show': fixtureText('network'),
  'log-type': ok('<job>7</job>'),
  'action=get': ok('<job><status>FIN</status></job><log><logs count="0"/></log>'),
};

/** Errors that come with `status="success"`, and what is no answer at all. */
const hidden: Readonly<Record<string, string>> = {
  'a server error as text': ok('Server error : vpn timed out'),
  'a server error as CDATA': ok('<![CDATA[Server error : op command for client ikemgr timed out]]>'),
  'a message instead of a result': ok('<msg><line>Server error : failed</line></msg>'),
  'a message beside an empty result':
    '<response status="success"><msg><line>command not found</line></msg><result/></response>',
  'an error element': ok('<error>not ready</error>'),
  'an error beside an empty table': ok('<error>not ready</error><IPSec/><entries/><num_ipsec>0</num_ipsec>'),
  'a refusal inside': ok('<response status="error" code="17"><msg><line>unexpected</line></msg></response>'),
  'a line': ok('<line>Invalid syntax.</line>'),
  'another element': ok('<member>something</member>'),
  'empty text': ok('<![CDATA[]]>'),
  'no result': '<response status="success"/>',
  'a code that fails': '<response status="success" code="14"><result/></response>',
  'rows of an unknown form': ok('<IPSec><entry><tunnel>a</tunnel></entry></IPSec>'),
  'a count without rows': ok('<num_ipsec>4</num_ipsec><IPSec/>'),
};

/** Replies that are not what the interface promises. */
const broken: Readonly<Record<string, string>> = {
  nothing: '',
  blanks: ' \n\t ',
  'an HTML page': '<!DOCTYPE html><html><body>Sign in</body></html>',
  'HTML without a doctype': '<html><body>502</body></html>',
  JSON: '{"status":"success","result":{}}',
  'plain text': 'Service unavailable',
  'zero bytes': '\0\0\0\0',
  'an end in an element': '<response status="success"><result><entry><name>a</na',
  'an end between elements': '<response status="success"><result>',
  'two documents': `${none}${none}`,
  'text after the end': `${none} and more`,
  'an entity bomb':
    '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><response status="success"><result>&b;</result></response>',
  'an external entity':
    '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><response status="success"><result>&x;</result></response>',
  'an unknown entity': '<response status="success"><result>&nosuch;</result></response>',
  'a control character': '<response status="success"><result>\u0001</result></response>',
  'a wrong root': '<reply status="success"><result/></reply>',
  'a SOAP fault': '<soap:Envelope xmlns:soap="x"><soap:Body/></soap:Envelope>',
  'elements too deep': `<response status="success"><result>${'<a>'.repeat(5000)}`,
  '500,000 attributes': `<response status="success"><result ${Array.from({ length: 500_000 }, (_, at) => `a${at}="1"`).join(' ')}/></response>`,
  'too many elements': `<response status="success"><result>${'<a/>'.repeat(500_000)}</result></response>`,
  'a text of a megabyte': `<response status="success"><result>${'x'.repeat(mb)}</result></response>`,
  'no status': '<response><result/></response>',
  'an unknown status': '<response status="perhaps"><result/></response>',
  'no authorization': '<response status="unauth"><result/></response>',
  'a role without rights':
    '<response status="error" code="16"><msg><line>Unauthorized request</line></msg></response>',
  'an unknown command':
    '<response status="error" code="17"><msg><line>x is unexpected</line></msg></response>',
  'an internal error': '<response status="error" code="11"/>',
  'a code of words': '<response status="error" code="many"/>',
  'a passive unit': '<response status="error" code="15"><result><msg>not active</msg></result></response>',
};

/** Device texts that carry a secret: it must not be repeated. */
const telling: Readonly<Record<string, string>> = {
  'the API key': `<response status="error" code="403"><result><msg>Invalid key ${planted.apiKey}</msg></result></response>`,
  'the API key in a success': ok(`Server error : ${planted.apiKey}`),
  'a key in a refusal': `<response status="error" code="12"><msg><line>pre-shared-key ${planted.psk} is invalid</line></msg></response>`,
  'a password in a success': ok(`<msg><line>failed: password=${planted.password}</line></msg>`),
  'a key in a text': ok(`<![CDATA[error: psk "${planted.psk}" rejected]]>`),
};

type Wire = (response: ServerResponse) => void;
const whole =
  (status: number, body: string, headers: Record<string, string> = {}): Wire =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/xml', ...headers }).end(body);
  };
const packed =
  (bytes: Buffer, encoding = 'gzip'): Wire =>
  (response) => {
    response.writeHead(200, { 'content-encoding': encoding, 'content-type': 'application/xml' }).end(bytes);
  };
/** What the connection does. */
const wires: Readonly<Record<string, Wire>> = {
  'a redirect elsewhere': whole(302, '', { location: 'http://127.0.0.1:9/api/' }),
  'a redirect to itself': whole(307, '', { location: '/api/' }),
  'HTTP 400': whole(400, 'bad'),
  'HTTP 401': whole(401, ''),
  'HTTP 403 in HTML': whole(403, '<html/>'),
  'HTTP 404': whole(404, 'no such page'),
  'HTTP 429': whole(429, ''),
  'HTTP 500': whole(500, 'oops'),
  'HTTP 503': whole(503, ''),
  'HTTP 204': whole(204, ''),
  'a gzip bomb': packed(gzipSync(Buffer.alloc(300 * mb, ' '))),
  'a gzip bomb of elements': packed(
    gzipSync(
      Buffer.concat([Buffer.from('<response status="success"><result>'), Buffer.alloc(40 * mb, '<a/>')]),
    ),
  ),
  'damaged gzip': packed(gzipSync(Buffer.from(none)).fill(0xff, 12, 20)),
  'gzip cut off': packed(gzipSync(Buffer.from(none)).subarray(0, 30)),
  'gzip that is none': packed(Buffer.from(none)),
  'an unknown encoding': packed(Buffer.from([1, 2, 3, 4]), 'x-wild'),
  'a length that is a lie': (response) => {
    response.writeHead(200, { 'content-length': '900' }).write('<response status="success">');
    response.destroy();
  },
  'a connection that breaks at once': (response) => response.destroy(),
  'a connection that breaks in the middle': (response) => {
    response.write(none.slice(0, 40));
    setTimeout(() => response.destroy(), 20);
  },
  silence: () => undefined,
  'a body that never ends': (response) => {
    response.write('<response status="success"><result>');
    const more = setInterval(() => response.write('<a/>'), 50);
    response.on('close', () => clearInterval(more));
  },
};

export async function panosReplies(): Promise<InputClass> {
  let script: Script = () => none;
  const firewall = await scripted((one, response) => script(one, response));
  const files = scratch();
  files.file('key', planted.apiKey);
  files.file('ca.pem', firewall.ca);
  const config = files.file(
    'tunnelmedic.yml',
    `devices:\n  fw-a: { vendor: panos, url: "${firewall.url}", apiKey: { file: key }, caFile: ca.pem, timeouts: { callMs: 1500, slowCallMs: 1500, logMs: 1500 } }\nquestionSeconds: 6\n`,
  );
  const input = (name: string, how: Script, says: RegExp, never?: RegExp): Input => ({
    name,
    says,
    ...(never ? { never } : {}),
    async give() {
      script = how;
      return await asked(['list'], config);
    },
  });
  const every = /No device could be asked: .*fw-a|1 device could not be read:/s;
  const always =
    (reply: string): Script =>
    () =>
      reply;
  const only = (request: string, reply: string): Script => answers({ ...usual, [request]: reply });
  const tables = ['<flow>', 'ike-sa'] as const;
  const inputs = [
    ...Object.entries({ ...hidden, ...broken, ...telling }).map(([name, reply]) =>
      input(`${name}, for every request`, always(reply), every, /No tunnel fits/),
    ),
    ...Object.entries(wires).map(([name, wire]) =>
      input(
        `${name}, for every request`,
        (_, response) => {
          wire(response);
          return undefined;
        },
        every,
        /No tunnel fits/,
      ),
    ),
    ...tables.flatMap((request) =>
      Object.entries(hidden)
        .slice(0, 10)
        .map(([name, reply]) => input(`${name}, for ${request}`, only(request, reply), every)),
    ),
    ...Object.entries(hidden)
      .slice(0, 10)
      .map(([name, reply]) =>
        input(
          `${name}, for the configuration`,
          only('action=show', reply),
          /could not be read|could be asked/,
        ),
      ),
    input('no tunnel at all, told in every form', only('<flow>', none), /could not be read|tunnels?/),
    input('an ordinary firewall', answers(usual), /4 tunnels/),
  ];
  return {
    inputs,
    async close() {
      await firewall.stop();
      files.remove();
    },
  };
}
