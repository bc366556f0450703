// Secrets out of what people paste: pre-shared keys, passwords, derived keys, private keys and tokens of any vendor's configuration or log.

export const removed = '[removed]';

export interface Scrubbed {
  readonly text: string;
  /** How many secrets were taken out. */
  readonly count: number;
}

/** Names whose value is a secret when `=`, `:` or a quote follows; prose such as "with pre-shared key successful" has neither. */
const secretNames =
  'psk|psks|pskey|psksecret|ppk|pre[-_ ]?shared?(?:[-_ ]?(?:key|secret))?|shared[-_ ]?(?:key|secret)|secret|passw(?:or)?d|passphrase|passcode|pass(?=\\s{0,4}=)|pwd|pw|xauth[-_ ]?pass(?:word)?|key[-_]string|private[-_ ]?key|api[-_ ]?key|access[-_]?key|x-pan-key|token|phash|authorization';

/** Words that follow a name in a sentence, and so are no secret. */
const prose =
  'auth\\w{0,20}|for|with|fail\\w{0,10}|succe\\w{0,10}|mismatch\\w{0,4}|is|was|are|not|and|or|in|on|of|to|by|but|does|did|do|length|method|mode|configured|found|missing|wrong|invalid|differ\\w{0,6}|between|from|used|using|local|remote|ids?|the|a|an|no|ok|error|type|value|set|change\\w{0,3}|incorrect|lookup|exists?|has|have|will|must|should|may|key|payload|exchange|accepted|rejected|based|expired';

/** Settings that say whether there is a secret, not which. */
const noSecret = '(?!(?:yes|no|true|false|unknown|none|null|set|unset)(?![^\\s"\',;<>&]))';

/** A value with or without quotes. Separators end it only where something else begins: a blank, another name, a tag, a bracket. */
const value = `("[^"\\n]{1,4000}"?|[“”„«»][^“”„«»\\n]{1,4000}[“”„«»]?|'[^'\\n]{1,4000}'?|${noSecret}(?:[^\\s"',;<>&]|["',;<>&](?=[^\\s"',;<>&/)\\]}])(?![\\w.-]{1,60}\\s{0,4}[=:])){1,4000})`;

interface Rule {
  readonly pattern: RegExp;
  /** The text that stays; what the groups hold is the secret. */
  readonly keep: string;
}

const rules: readonly Rule[] = [
  // Slack tokens, PAN-OS API keys, bearer tokens: told by their own shape.
  { pattern: /\bx(?:ox[a-z]|app)-[A-Za-z0-9%.-]{6,400}/g, keep: removed },
  { pattern: /(\bhooks\.slack\.com\/[a-z]{1,20}\/)[\w/.-]{4,400}/gi, keep: `$1${removed}` },
  { pattern: /\beyJ[\w-]{8,4000}\.[\w-]{8,4000}(?:\.[\w-]{0,4000})?/g, keep: removed },
  // https://user:password@host
  {
    pattern: /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"'<>]{0,200}:)[^\s@/"'<>]{1,400}(?=@)/gi,
    keep: `$1${removed}`,
  },
  { pattern: /\bLUFRPT[A-Za-z0-9+/=]{10,400}/g, keep: removed },
  { pattern: /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,2000}/gi, keep: `$1 ${removed}` },
  { pattern: /([?&](?:key|password|token|user)=)([^&\s"'<>]{1,4000})/gi, keep: `$1${removed}` },
  // JSON, YAML, swanctl.conf, ipsec.conf, FortiOS logs, key=value, query strings: "psk": "…", secret = …, password=…
  {
    pattern: new RegExp(
      `((?:^|[^A-Za-z0-9])(?:[\\w.-]{0,60}[-_.])?(?:${secretNames})["']?\\s{0,40}(?:=>|=&gt;|[:=])\\s{0,40})${value}`,
      'gi',
    ),
    keep: `$1${removed}`,
  },
  // Camel-case names of JSON: "PreSharedKey": "…", ikePsk: …
  {
    pattern: new RegExp(
      `(["']?\\b[a-zA-Z]{0,40}(?:Psk|PreSharedKey|SharedKey|SharedSecret|Secret|Password|Passphrase|PrivateKey|ApiKey|AccessKey|SecretKey|Token)["']?\\s{0,40}[:=]\\s{0,40})${value}`,
      'g',
    ),
    keep: `$1${removed}`,
  },
  // A quoted value right after the name: PSK "…", pre-shared-key "…", ascii-text "$9$…"
  {
    pattern: new RegExp(
      `(\\b(?:${secretNames}|ascii-text|hexadecimal)\\s{1,8}(?:ascii-text\\s{1,4}|hexadecimal\\s{1,4})?)("[^"\\n]{1,4000}"?|[“”„«»][^“”„«»\\n]{1,4000}[“”„«»]?|'[^'\\n]{1,4000}')`,
      'gi',
    ),
    keep: `$1${removed}`,
  },
  // ipsec.secrets: … : PSK 0sBase64, PSK 0xHEX
  { pattern: /(\b(?:PSK|XAUTH|EAP)\s{1,8})0[sx][A-Za-z0-9+/=]{4,2000}/gi, keep: `$1${removed}` },
  // Command lines of devices: set psksecret ENC …, crypto isakmp key … address, pre-shared-key local 6 …, set … password …
  {
    pattern:
      /(\bset\s(?:[\w.-]{1,60}\s){0,8}?(?:psksecret|psk|secret|passwd|password|passphrase|pre-shared-key|pre-shared-secret|authpasswd|private-key)\s{1,4}(?:key\s{1,4}|ENC\s{1,4}|ascii-text\s{1,4}|hexadecimal\s{1,4})?)(\S{1,4000})/gi,
    keep: `$1${removed}`,
  },
  { pattern: /(\bcrypto\s+isakmp\s+key\s+(?:[068]\s+)?)(\S{1,1000})/gi, keep: `$1${removed}` },
  {
    pattern: new RegExp(
      `(\\bpre-share(?:d-key|\\skey)\\s{1,4}(?:(?:address\\s+\\S{1,64}|hostname\\s+\\S{1,255})\\s+key\\s+)?(?:(?:local|remote)\\s{1,4})?(?:[068]\\s{1,4}|ENC\\s{1,4}|ascii(?:-text)?\\s{1,4}|hex(?:adecimal)?\\s{1,4})?)(?!(?:${prose})\\b)([^\\s:;,.)\\]'"=]\\S{0,4000})`,
      'gi',
    ),
    keep: `$1${removed}`,
  },
  {
    pattern: new RegExp(
      `(\\b(?:password|passwd|passphrase|psksecret|ikepsk|key-string)\\s{1,4}(?:[0-9]\\s{1,2}|ENC\\s{1,4})?)(?!(?:${prose})\\b)([^\\s:;,.)\\]'"=]\\S{2,4000})`,
      'gi',
    ),
    keep: `$1${removed}`,
  },
  // XML of PAN-OS and others
  {
    pattern:
      /(<(?:key|psk|secret|secret-?key|password|passwd|pre-shared-key|shared-secret|phash|private-key|passphrase)(?:\s[^>]{0,200})?>)\s{0,20}([^<\s][^<]{0,8000})/gi,
    keep: `$1${removed}`,
  },
  // Keys as hex: `key 0x…`, ip xfrm state, keying material of debug logs. SPIs and cookies have at most 16 digits and stay.
  {
    pattern:
      /(\b(?:key|keys|keymat|skeyseed|sk_[a-z]{1,2}|prf|secret|enckey|authkey|encr?|auth|auth-trunc|aead)\b[^\n]{0,60}?)(?:0x)?(?:[0-9a-f]{24,4000}\b)/gi,
    keep: `$1${removed}`,
  },
  {
    pattern:
      /(\b(?:key|keymat|skeyseed|secret)\b[^\n]{0,40}?[\s:=])((?:[0-9a-f]{2}[ :]){11,2000}[0-9a-f]{2})\b/gi,
    keep: `$1${removed}`,
  },
  { pattern: /\$9\$[A-Za-z0-9./-]{6,400}/g, keep: removed },
];

/** What people write to each other: `psk hunter2`, `the password is …`. In a log the same words stand before names and algorithms. */
const told: Rule = {
  pattern: new RegExp(
    `(\\b(?:psk|pwd|pw|pass(?:word|phrase|code)|(?:pre-?)?shared?[- ]?(?:key|secret)|secret)\\s{1,8}(?:(?:is|was|now|to)\\s{1,8}){0,2})(?!(?:${prose}|(?:aes|sha|3des|md5|dh|group|modp|ike|ecp|gcm|cbc|hmac|prf|curve)\\w{0,20})\\b)((?=[^\\s\\d]{0,100}\\d)(?=[^a-z\\s]{0,100}[a-z])[^\\s=]{5,400})`,
    'gi',
  ),
  keep: `$1${removed}`,
};

/** A dump follows on the next lines (the arrow may stand there as Slack escapes it): `Sk_ai secret => 32 bytes @ 0x7f…` of charon, `SKEYSEED:` of others. */
const dumpHead =
  /\b(?:secret|shared key|SKEYSEED|KEYMAT|keymat|encryption key|integrity key|PRF\+?|_?key)\b[^\n]{0,60}(?:=(?:>|&gt;)\s*\d+ bytes|:\s*$)/i;
const dumpLine = /(?:^|\s)\d{1,6}:\s+(?:[0-9a-f]{2}\s+){1,16}|^\s*(?:[0-9a-f]{2}[ :]){7,}/i;
const pemHead = /-----BEGIN (?:[A-Z0-9 ]{0,40} )?PRIVATE KEY-----/;
const pemFoot = /-----END (?:[A-Z0-9 ]{0,40} )?PRIVATE KEY-----/;

/** Longer lines are scrubbed in parts, so that no pattern sees an endless line. */
const longestLine = 20_000;
/** `psk=x`: nothing shorter can hold a secret with its name. */
const shortestLine = 5;

/** Line by line, in time that grows with the text. What looks like a secret goes, also when it might be none. */
export function scrub(text: string): Scrubbed {
  return scrubWith(text, rules);
}

function scrubWith(text: string, rules: readonly Rule[]): Scrubbed {
  let count = 0;
  let inKey = false;
  let inDump = false;
  const take = (line: string): string => {
    if (line.length < shortestLine) return line;
    let cleaned = line;
    for (const { pattern, keep } of rules) {
      cleaned = cleaned.replace(pattern, (...found: unknown[]) => {
        const groups = found.slice(1, -2).filter((one): one is string => typeof one === 'string');
        if (String(found[0]).includes(removed) && groups.at(-1)?.startsWith(removed)) return String(found[0]);
        count += 1;
        return keep.replace('$1', () => groups[0] ?? '');
      });
    }
    return cleaned;
  };
  const lines = text.split('\n').map((line) => {
    if (inKey) {
      if (pemFoot.test(line)) inKey = false;
      return removed;
    }
    const head = pemHead.exec(line);
    if (head) {
      inKey = !pemFoot.test(line.slice(head.index));
      count += 1;
      return `${take(line.slice(0, head.index))}${removed}`;
    }
    if (inDump && dumpLine.test(line)) return removed;
    inDump = dumpHead.test(line.slice(0, longestLine));
    if (inDump) count += 1;
    if (line.length <= longestLine) return take(line);
    return Array.from({ length: Math.ceil(line.length / longestLine) }, (_, part) =>
      take(line.slice(part * longestLine, (part + 1) * longestLine)),
    ).join('');
  });
  return { text: lines.join('\n'), count };
}

/** For the short texts of commands, notes and answers: what people write. */
export function scrubbed(text: string): string {
  return scrubWith(text, [...rules, told]).text;
}
