// A line as plain words, and phrases that are looked for in them: what reading by concept compares.

/** Longer lines are read by their beginning. */
const longest = 600;

/** `C=CA, O=Acme, CN=gw.example`: the country of a name is no certificate authority. */
const nameAttributes = /\b(?:CN|C|OU|O|L|ST|S|DC|E|SN|serialNumber|emailAddress)=[^,/"'=]{0,80}(?=[,/"']|$)/g;
/** `PSK+ENCRYPT+TUNNEL+PFS`: what is switched on for a connection; nothing happened to any of it. */
const policyFlags = /\b[A-Za-z0-9_]{2,24}(?:\+[A-Za-z0-9_]{2,24}){2,40}/g;
/** `{cipher=AES_GCM_16_256 prf=HMAC_SHA2_512}`: parameters that were agreed or printed. */
const parameters = /\{[^{}]{0,300}=[^{}]{0,300}\}/g;
/** `--psk --name hub`: options that a program was called with. */
const options = /(?:^|[\s[(,'"])--[a-z][\w-]{1,40}/gi;
const fieldName = /(?:^|[\s,;[{])["']?[A-Za-z][\w.-]{1,40}["']?=(?=["'\w])/g;
/** From so many fields on a line is a record, and the names of its fields say nothing: `local_network="10.1.0.0/24"`. */
const fieldsOfRecord = 5;

/**
 * Lower case, names of codes split into words (`NO_PROPOSAL_CHOSEN`, `PskMismatch`), punctuation gone. Quoted names, distinguished names, the
 * flags of a policy and the field names of a record go: a connection called "paris-psk" says nothing about its key.
 */
export function plainWords(text: string): string {
  const head = text.slice(0, longest);
  const isRecord = (head.match(fieldName)?.length ?? 0) >= fieldsOfRecord;
  return (isRecord ? head.replace(fieldName, ' ') : head)
    .replace(nameAttributes, ' ')
    .replace(policyFlags, ' ')
    .replace(parameters, ' ')
    .replace(options, ' ')
    .replace(/(\w)n['’]t\b/g, '$1 not')
    .replace(/"[^"\s]{0,120}"|'[^'\s]{0,120}'/g, ' ')
    .replace(/["'][^"']{0,200}\bCN=[^"']{0,200}["']/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\bcannot\b|\bca not\b/g, 'can not')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/**
 * `fail*` is a beginning, `not match*` are words in a row, `..` stands for up to four words between.
 * Nothing in it repeats without a bound, so no line can make it slow.
 */
export function compileWords(phrases: readonly string[]): RegExp {
  const one = (phrase: string): string =>
    phrase
      .trim()
      .split(/\s+/)
      .map((word) => (word === '..' ? '(?:[a-z0-9]+ ){0,4}' : `${word.replace('*', '[a-z0-9]*')} `))
      .join('');
  return new RegExp(`(?:^| )(?:${phrases.map((phrase) => one(phrase)).join('|')})`);
}

/** The words with a space at their end, as the compiled phrases expect it. */
export function isSaid(words: string, phrases: RegExp): boolean {
  return phrases.test(`${words} `);
}
