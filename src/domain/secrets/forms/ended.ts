// A secret whose end the text marks: in a query, in an element. Before other names: a key of base64 may end like one, `…pw=`.

import { run, upTo } from '../ending.js';
import type { LineForm } from '../form.js';
import { naming } from '../line.js';

export const endedForms: readonly LineForm[] = [
  {
    id: 'plist',
    vendor: 'Apple',
    has: ['<key>'],
    before: naming(
      (name) => `<key>[\\w.-]{0,30}?${name}\\s{0,4}</key>\\s{0,20}<(?:string|data)>\\s{0,20}`,
      'gu',
    ),
    ends: upTo(/<\/(?:string|data)>/g),
    example: {
      text: '<key>SharedSecret</key><string>{key}</string><key>RemoteAddress</key><string>203.0.113.9</string>',
      keeps: ['RemoteAddress</key><string>203.0.113.9'],
      keys: 'base64',
    },
    stays: ['<key>RemoteAddress</key><string>203.0.113.9</string>'],
  },
  {
    id: 'query',
    vendor: 'any',
    has: ['key=', 'user=', 'sig=', 'code='],
    before: /[?&](?:key|user|sig|code)=/gi,
    ends: run(/[^&\s"'<>]{1,4000}/y),
    example: {
      text: 'https://fw.example.net/api/?type=op&key={key}&cmd=x',
      keeps: ['fw.example.net', '&cmd=x'],
      keys: 'base64',
    },
    stays: ['https://fw.example.net/api/?type=op&cmd=x'],
  },
  {
    id: 'escaped-element',
    vendor: 'any, through a chat or a web page',
    has: ['&lt;'],
    before: naming(
      (name) =>
        `&lt;(?:[\\w-]{1,20}:)?(?:[\\w.-]{0,30}[-_.])?(?:${name}[\\w.-]{0,20}|key|ppk|psk)&gt;(?:&lt;!\\[cdata\\[)?\\s{0,20}(?!&lt;)`,
      'gu',
    ),
    ends: upTo(/\]\]&gt;|&lt;/g),
    example: {
      text: '&lt;peer&gt;203.0.113.9&lt;/peer&gt;&lt;pre-shared-key&gt;{key}&lt;/pre-shared-key&gt;',
      keeps: ['&lt;peer&gt;203.0.113.9', '&lt;/pre-shared-key&gt;'],
      keys: 'base64',
    },
    stays: ['&lt;keyexchange&gt;ikev2&lt;/keyexchange&gt;', '&lt;pre-shared-key&gt;&lt;/pre-shared-key&gt;'],
  },
];
