// Secrets on the lines after the one that names them: private keys, values on the next line, brackets, indented text.

import { type BlockForm, type Fate, removed } from '../form.js';
import { findNamed, isNamedFirst, naming } from '../line.js';
import { isNoSecret } from '../names.js';

const gone: Fate = { line: removed, isOver: false };
const goneLast: Fate = { line: removed, isOver: true };
/** Lines of a key: base64, headers of old formats, with the marks of what quotes them. */
const pemBody =
  /^[\s>|"'+,\\]{0,40}(?:[A-Za-z0-9+/=\\]{0,200}["',\\\s]{0,8}|(?:Proc-Type|DEK-Info|Comment|Version|Hash):.{0,200})$/;
const mostLines = 200;

/** A fate for each line by its number, from 1; over after very many, so that a mistake costs no whole log. */
function counted(fate: (next: string, number: number) => Fate): (next: string) => Fate {
  let number = 0;
  return (next) => {
    number += 1;
    return number > mostLines ? { line: next, isOver: true } : fate(next, number);
  };
}

const pemHead = /-----BEGIN (?:[A-Z0-9 ]{0,40} )?PRIVATE KEY(?: BLOCK)?-----/;
const pemFoot = /-----END (?:[A-Z0-9 ]{0,40} )?PRIVATE KEY(?: BLOCK)?-----/;

const decorated = `[*_\`"'’)\\]\\\\]{0,4}(?:\\s{0,2}\\([^()\\n]{0,60}\\))?`;
/** An expression around a name, and what stands at the end of each line that it matches. */
const nameAtEnd = naming(
  (name) =>
    `(?<![\\p{L}])${name}(?:[-_ ]?\\d{1,3})?${decorated}\\s{0,10}(?:=>|[:=：])[*_]{0,3}\\s{0,10}[\\[|>]?[+-]?\\s{0,10}$`,
);
const signAtEnd = /[>:=：][*_]{0,3}\s{0,10}[[|>]?[+-]?\s{0,10}$/;
const nameAlone = naming(
  (name) =>
    `^[\\s>#*_•·|-]{0,40}(?:\\d{1,3}[.)]\\s)?[*_\`]{0,3}${name}[*_\`]{0,3}[\\s:：=-]{0,10}[*_]{0,3}\\s{0,10}$`,
);
const elementAlone = naming(
  (name) => `^\\s{0,80}<(?:[\\w.-]{0,30}[-_.:])?(?:${name}|key)(?:\\s[^<>]{0,200})?>\\s{0,10}$`,
);
const plistName = naming((name) => `<key>[\\w.-]{0,30}?${name}\\s{0,4}</key>\\s{0,10}$`);
const elementAtEnd = />\s{0,10}$/;
const bracketOpens = naming(
  (name) => `(?<![\\p{L}])${name}["'\\\\]{0,3}\\s{0,10}[:=]\\s{0,10}[{[]\\s{0,10}$`,
);
const bracketAtEnd = /[:=]\s{0,10}[{[]\s{0,10}$/;
const indentedOpens = naming((name) => `(?<![\\p{L}])${name}["']?\\s{0,4}:\\s{0,4}[|>][+-]?\\d?\\s{0,10}$`);
const indentAtEnd = /:\s{0,4}[|>][+-]?\d?\s{0,10}$/;
const hereOpens = naming(
  (name) => `(?<![\\p{L}])${name}["']?\\s{0,4}=\\s{0,4}<<[-~]?["']?\\w{1,30}["']?\\s{0,4}$`,
);
/** Its mark keeps its capital letters. */
const hereAtEnd = /<<[-~]?["']?(\w{1,30})["']?\s{0,4}$/iu;
const valueName =
  /^(\s*(?:-\s)?["']?(?:value|val|key|data|text|ascii|plain|hex|content|string|secret)["']?\s*[:=]\s*)\S/i;
const bullet = /^[\s>]*(?:[-*•·+]|\d{1,3}[.)])\s+/;

/** The value of a name that stands alone: the next line that is no blank, and its neighbors with the same bullet. */
function valueBelow(): (next: string) => Fate {
  let listed: string | null = null;
  return counted((next, number) => {
    if (/^[\s>`~*_=-]*$/.test(next) || /^\s*[{[]\s*$/.test(next)) return { line: next, isOver: number > 6 };
    const named = valueName.exec(next)?.[1];
    if (named !== undefined) return { line: `${named}${removed}`, isOver: true };
    const mark = bullet.exec(next)?.[0] ?? '';
    if (listed !== null && mark.trim() !== listed) return { line: next, isOver: true };
    const text = next.slice(mark.length);
    // Blanks before the name are no part of the expression: they would be tried at every length.
    const isPair =
      /^["']?[\w .-]{1,40}["']?(?:\s*:\s|\s+=\s)/.test(text.trimStart()) || /^\s*<\/?[A-Za-z]/.test(text);
    const isSyntax = /^\s*[)}\]]/.test(text) || (/\s/.test(text.trim()) && /[{;]\s*$/.test(text));
    if (isPair || isSyntax || isNoSecret(text)) return { line: next, isOver: true };
    listed = mark.trim();
    const indent = /^\s*/.exec(text)?.[0] ?? '';
    return { line: `${mark}${indent}${removed}`, isOver: listed === '' };
  });
}

export const blockForms: readonly BlockForm[] = [
  {
    id: 'private-key',
    vendor: 'PEM',
    opens: (line) => {
      const head = pemHead.exec(line.text);
      if (!head || pemFoot.test(line.text.slice(head.index))) return null;
      return (next) =>
        next.includes(removed) || next.trim() === ''
          ? { line: next, isOver: false }
          : pemBody.test(next)
            ? gone
            : { line: next, isOver: true };
    },
    example: {
      text: 'before\n-----BEGIN RSA PRIVATE KEY-----\n{key}\n-----END RSA PRIVATE KEY-----\nafter',
      keeps: ['before', 'after'],
      keys: 'base64',
    },
    stays: ['-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ\n-----END CERTIFICATE-----'],
  },
  {
    id: 'putty-key',
    vendor: 'PuTTY',
    opens: (line) => {
      const lines = Number(/^Private-Lines: (\d{1,4})\s*$/.exec(line.text)?.[1] ?? 0);
      if (lines === 0) return null;
      let left = lines;
      return () => {
        left -= 1;
        return left <= 0 ? goneLast : gone;
      };
    },
    example: {
      text: 'Private-Lines: 1\n{key}\nPrivate-MAC: none',
      keeps: ['Private-Lines: 1'],
      keys: 'base64',
    },
    stays: ['Public-Lines: 2\nAAAAB3NzaC1yc2E\nAAAAB3NzaC1yc2F'],
  },
  {
    id: 'rsa-braces',
    vendor: 'libreswan',
    opens: (line) =>
      /:\s{0,8}(?:RSA|ECDSA)\s{0,8}\{\s{0,8}$/.test(line.text)
        ? counted((next) => (/^\s*\}/.test(next) ? { line: next, isOver: true } : gone))
        : null,
    example: {
      text: ': RSA {\n\tPrivateExponent: 0x{key}\n\t}\nafter',
      keeps: [': RSA {', 'after'],
      keys: 'hex',
    },
    stays: ['conn hub {\n\tleft=192.0.2.1\n\t}'],
  },
  {
    id: 'bracket-below',
    vendor: 'JSON',
    opens: (line) => {
      if (!findNamed(line, bracketAtEnd, bracketOpens)) return null;
      let depth = 1;
      return counted((next) => {
        for (const letter of next) depth += '{['.includes(letter) ? 1 : '}]'.includes(letter) ? -1 : 0;
        return depth <= 0
          ? { line: next.replace(/^(\s*)[^\s}\]].*/, `$1${removed}`), isOver: true }
          : { line: next.replace(/\S.*/, removed), isOver: false };
      });
    },
    example: {
      text: '"preSharedKey": {\n  "ascii": "{key}"\n},\n"peer": "203.0.113.9"',
      keeps: ['"peer": "203.0.113.9"'],
      keys: 'word',
    },
    stays: ['"psks": 2,\n"peers": [\n"203.0.113.9"\n]'],
  },
  {
    id: 'indented-below',
    vendor: 'YAML',
    opens: (line) => {
      if (!findNamed(line, indentAtEnd, indentedOpens)) return null;
      const indent = /^\s*/.exec(line.text)?.[0].length ?? 0;
      return counted((next) => {
        if (next.trim() === '') return { line: next, isOver: false };
        return (/^\s*/.exec(next)?.[0].length ?? 0) > indent
          ? { line: next.replace(/\S.*/, removed), isOver: false }
          : { line: next, isOver: true };
      });
    },
    example: {
      text: 'tunnel:\n  psk: |\n    {key}\n  peer: 203.0.113.9',
      keeps: ['  peer: 203.0.113.9'],
      keys: 'phrase',
    },
    stays: ['description: |\n  text about the peer\npeer: 203.0.113.9'],
  },
  {
    id: 'here-text',
    vendor: 'Terraform',
    opens: (line) => {
      const mark = hereAtEnd.exec(line.text)?.[1];
      return mark === undefined || !findNamed(line, hereAtEnd, hereOpens)
        ? null
        : counted((next) => (next.trim() === mark ? { line: next, isOver: true } : gone));
    },
    example: {
      text: 'preshared_key = <<EOT\n{key}\nEOT\npeer = "203.0.113.9"',
      keeps: ['peer = "203.0.113.9"'],
      keys: 'phrase',
    },
    stays: ['description = <<EOT\nabout\nEOT'],
  },
  {
    id: 'element-below',
    vendor: 'XML',
    opens: (line) =>
      findNamed(line, elementAtEnd, elementAlone) || findNamed(line, elementAtEnd, plistName)
        ? elementBelow()
        : null,
    example: {
      text: '<pre-shared-key>\n  {key}\n</pre-shared-key>',
      keeps: ['<pre-shared-key>', '</pre-shared-key>'],
      keys: 'base64',
    },
    stays: [
      '<peer-address>\n  203.0.113.9\n</peer-address>',
      '<pre-shared-key>\n  <local-id>a</local-id>\n</pre-shared-key>',
    ],
  },
  {
    id: 'value-below',
    vendor: 'people, YAML',
    opens: (line) =>
      findNamed(line, signAtEnd, nameAtEnd) || (isNamedFirst(line) && nameAlone(line.names).test(line.folded))
        ? valueBelow()
        : null,
    example: {
      text: 'PSK:\n\n- {key}\nPeer: 203.0.113.9',
      keeps: ['PSK:', 'Peer: 203.0.113.9'],
      keys: 'phrase',
    },
    stays: [
      'PSK:\nPeer: 203.0.113.9',
      'Pre-shared key:\nunknown',
      ' authentication remote pre-share\n authentication local pre-share',
    ],
  },
];

/** Text inside an element, also of a property list, where the value's element follows the name. */
function elementBelow(): (next: string) => Fate {
  return counted((next) => {
    const inner = /^(\s*<(?:string|data)>\s*)([^<]*)(.*)$/i.exec(next);
    if (inner) {
      const [, before = '', text = '', after = ''] = inner;
      return { line: text.trim() === '' ? next : `${before}${removed}${after}`, isOver: after !== '' };
    }
    if (/^\s*</.test(next)) return { line: next, isOver: true };
    return next.trim() === ''
      ? { line: next, isOver: false }
      : { line: next.replace(/\S[^<]*/, removed), isOver: next.includes('</') };
  });
}
