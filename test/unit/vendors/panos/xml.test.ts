import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReply, requireRows } from '../../../../src/vendors/panos/reply.js';
import {
  createXmlCollector,
  defaultLimits,
  readXml,
  XmlFault,
  type XmlNode,
} from '../../../../src/vendors/panos/xml.js';
import { fixtureText } from './fixture.js';

function faultOf(text: string, limits = defaultLimits): string {
  try {
    readXml(text, { limits });
  } catch (error) {
    if (error instanceof XmlFault) return error.kind;
    throw error;
  }
  return 'none';
}

function allText(node: XmlNode): string {
  return `${node.name} ${JSON.stringify(node.attributes)} ${node.text} ${node.children.map(allText).join(' ')}`;
}

describe('a reply that is not what the interface promises', () => {
  it.each([
    ['nothing', '', 'empty'],
    ['white space', '  \n', 'empty'],
    ['an HTML page with a DOCTYPE', '<!DOCTYPE html><html><body>x</body></html>', 'html'],
    ['an HTML page without one', '<html><body>x</body></html>', 'html'],
    [
      'a DOCTYPE with entities that multiply',
      '<!DOCTYPE r [<!ENTITY a "aa">]><response><result>&a;</result></response>',
      'doctype',
    ],
    ['an undefined entity', '<response><result>&nbsp;</result></response>', 'entity'],
    [
      'an end in the middle of an element',
      '<response status="success"><result><entry><name>a</na',
      'truncated',
    ],
    ['an end between elements', '<response status="success"><result>', 'truncated'],
    ['garbage', 'not xml at all <<< & ', 'malformed'],
    ['JSON', '{"response": {}}', 'malformed'],
  ])('is a fault and never an empty list: %s', (_, text, kind) => {
    expect(faultOf(text)).toBe(kind);
  });

  it('is refused when it is too deep, too large, has too many elements or too long a text', () => {
    expect(faultOf(`${'<a>'.repeat(70)}${'</a>'.repeat(70)}`)).toBe('too-deep');
    expect(faultOf('<a>0123456789</a>', { ...defaultLimits, maxBytes: 10 })).toBe('too-large');
    expect(faultOf('<a><b/><b/><b/></a>', { ...defaultLimits, maxElements: 3 })).toBe('too-many');
    expect(faultOf('<a>0123456789</a>', { ...defaultLimits, maxTextLength: 5 })).toBe('too-large');
    expect(faultOf('<a><b c="" d=""/><b c="" d=""/></a>', { ...defaultLimits, maxAttributes: 2 })).toBe(
      'none',
    );
    expect(faultOf('<a><b c="" d="" e=""/></a>', { ...defaultLimits, maxAttributes: 2 })).toBe('too-many');
  });

  it('is refused when its bytes are not UTF-8', () => {
    const collector = createXmlCollector();
    expect(() => collector.write(new Uint8Array([0x3c, 0x61, 0x3e, 0xff, 0xfe]))).toThrow(XmlFault);
  });

  it.each(
    fixtureText('flow-summary')
      .split('</entry>')
      .slice(1)
      .map((_, index) => [index + 1]),
  )('is a fault wherever it is cut (after entry %i)', (count) => {
    const text = fixtureText('flow-summary');
    expect(faultOf(text.split('</entry>').slice(0, count).join('</entry>'))).toBe('truncated');
  });
});

describe('a whole reply', () => {
  it('reads the same in chunks of any size, also inside a character', () => {
    const text =
      '<response status="success"><result><entry name="Zürich – naïve"><a>€ &amp; &lt;</a></entry></result></response>';
    const bytes = new TextEncoder().encode(text);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (size) => {
        const collector = createXmlCollector();
        for (let at = 0; at < bytes.length; at += size) collector.write(bytes.slice(at, at + size));
        expect(collector.close()).toEqual(readXml(text));
      }),
    );
  });

  it('never holds what stands inside secret elements, however deep', () => {
    const root = readXml(
      '<response><result><a><pre-shared-key><key>one</key></pre-shared-key><phash>two</phash><private-key x="three">four<b>five</b></private-key><password>six</password><KEY>seven</KEY><b>kept</b></a></result></response>',
    );
    const text = allText(root);
    for (const secret of ['one', 'two', 'three', 'four', 'five', 'six', 'seven'])
      expect(text).not.toContain(secret);
    expect(text).toContain('pre-shared-key');
    expect(text).toContain('kept');
  });

  it('is not fooled by names of object prototypes', () => {
    const root = readXml('<response __proto__="x" constructor="y"><__proto__>z</__proto__></response>');
    expect(root.children[0]?.name).toBe('__proto__');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('is collected only where it is wanted', () => {
    const keep = (path: readonly string[]): boolean => !path.includes('shared');
    const root = readXml('<r><shared><big>x</big></shared><network><a>1</a></network></r>', { keep });
    expect(root.children.map((node) => node.name)).toEqual(['network']);
  });
});

describe('the envelope', () => {
  const says = (text: string): string => {
    const reply = readReply(readXml(text));
    return reply.ok ? 'ok' : `${reply.fault.reason}: ${reply.fault.says}`;
  };

  it('reads the message from each place where PAN-OS puts it', () => {
    expect(
      says(
        '<response status="error" code="12"><msg><line><![CDATA[ a -> b is invalid ]]></line><line>and c</line></msg></response>',
      ),
    ).toContain('"a -> b is invalid; and c"');
    expect(
      says('<response status="error" code="17"><msg><line><line>nested</line></line></msg></response>'),
    ).toContain('"nested"');
    expect(
      says(
        "<response status = 'error' code = '400'><result><msg>Parameter &quot;x&quot; is required</msg></result></response>",
      ),
    ).toContain('Parameter "x" is required');
    expect(
      says('<response status="error"><result><msg><line>in result</line></msg></result></response>'),
    ).toContain('in result');
    expect(says('<response status="error"><msg>plain</msg></response>')).toContain('plain');
    expect(
      says(
        '<response status="error"><result><job><details><line>of a job</line></details></job></result></response>',
      ),
    ).toContain('of a job');
  });

  it('lets the code decide when it contradicts the status', () => {
    expect(says('<response status="success" code="7"><result/></response>')).toMatch(/^not-present/);
    for (const code of ['', ' code="0"', ' code="19"', ' code="20"'])
      expect(says(`<response status="success"${code}><result/></response>`)).toBe('ok');
  });

  it.each([
    [403, 'unauthorized'],
    [16, 'unauthorized'],
    [22, 'unauthorized'],
    [1, 'not-supported'],
    [6, 'not-supported'],
    [17, 'not-supported'],
    [7, 'not-present'],
    [13, 'not-present'],
    [15, 'standby'],
    [2, 'device-error'],
    [11, 'device-error'],
    [18, 'device-error'],
    [99, 'device-error'],
  ])('turns code %i into a sentence with a remedy', (code, reason) => {
    const reply = readReply(readXml(`<response status="error" code="${code}"/>`));
    if (reply.ok) throw new Error('not a fault');
    expect(reply.fault.reason).toBe(reason);
    expect(reply.fault.says).toMatch(/^[A-Z].*\.$/);
    expect(reply.fault.remedy).toMatch(/^[A-Z].*\.$/);
  });

  it('knows that a target may be away from Panorama', () => {
    expect(
      says('<response status="error" code="13"><msg><line>0123 not connected</line></msg></response>'),
    ).toMatch(/^unreachable: Panorama has no connection/);
  });

  it('refuses a reply without result, and XML of somebody else', () => {
    expect(says('<response status="success"/>')).toMatch(/^unreadable/);
    expect(says('<rss><channel/></rss>')).toMatch(/^unreadable/);
  });

  it('tells an empty table from empty text', () => {
    const rows = (text: string, kind: 'bare' | 'wrapped'): boolean => {
      const reply = readReply(readXml(text));
      return reply.ok && requireRows(reply.value, kind).ok;
    };
    expect(rows('<response status="success"><result/></response>', 'bare')).toBe(true);
    expect(rows('<response status="success"><result/></response>', 'wrapped')).toBe(false);
    expect(rows('<response status="success"><result><![CDATA[]]></result></response>', 'wrapped')).toBe(
      false,
    );
    expect(rows('<response status="success"><result><![CDATA[ \n]]></result></response>', 'bare')).toBe(
      false,
    );
    expect(rows('<response status="success"><result>IKE is not running</result></response>', 'bare')).toBe(
      false,
    );
    expect(rows('<response status="success"><result><IPSec/></result></response>', 'wrapped')).toBe(true);
  });
});

describe('what is kept of a reply', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const heap = (): number => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };

  it('holds no more of it in memory than its own texts', () => {
    const fill = '<serial>0123456789012345</serial>'.repeat(400);
    const rowOf = (number: number) =>
      `<entry name="row ${number} of the log">${fill}<opaque>IKE phase-1 failed, ${number}</opaque></entry>`;
    const kept: unknown[] = [];
    const read = (reply: number): void => {
      const rows = Array.from({ length: 20 }, (_, row) => rowOf(reply * 20 + row)).join('');
      const entries = readXml(`<response>${rows}</response>`).children;
      kept.push(...entries.map(({ attributes, children }) => [attributes.name, children.at(-1)?.text]));
    };
    // What the engine makes of the code itself stands by then.
    read(0);
    const before = heap();
    for (let reply = 1; reply < 40; reply += 1) read(reply);
    expect(heap() - before).toBeLessThan(2_000_000);
    expect(kept[7]).toEqual(['row 7 of the log', 'IKE phase-1 failed, 7']);
  });
});
