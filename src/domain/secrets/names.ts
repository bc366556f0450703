// What a secret is called, in configurations, programs and letters of several languages; and words that are none.

import { fold } from './fold.js';

/** `é` as one character, as two, or typed without its accent; `ü` as `ue` too. */
function anyAccent(source: string): string {
  return source.replace(/[à-öø-ÿłś]/g, (letter) => {
    const [plain = letter] = letter.normalize('NFD');
    const spelled = { ä: 'ae', ö: 'oe', ü: 'ue' }[letter];
    const ways = [letter, letter.normalize('NFD'), plain, ...(spelled ? [spelled] : [])];
    return `(?:${[...new Set(ways)].join('|')})`;
  });
}

/** What all names of a row hold, and the names: the longer of two that begin alike may stand in a later row. */
const english: readonly (readonly [stem: string, names: string])[] = [
  ['psk', 'psks?|pskey|psk[-_ ]?(?:secret|key|value)'],
  ['ppk', 'ppk(?:[-_ ]?secret)?'],
  ['share', 'pre[-_ ]?shared?(?:[-_ ]?(?:keys?|secret|code))?|shared[-_ ]?(?:key|secret)'],
  ['secret', 'secret(?:[-_ ]?(?:key|string|value|text|access[-_ ]?key))?'],
  ['pass', 'passw(?:or)?ds?|authpasswd|pass[-_ ]?phrase|pass[-_ ]?code|pass(?=\\s{0,4}=)'],
  ['pw', 'pwd|pw'],
  [
    'key',
    'key[-_ ]?(?:string|material)|private[-_]?key|(?:api|access|auth|enc|encryption|vpn|ike|ipsec|tunnel|master|session|account|client)[-_ ]?key',
  ],
  ['secret', '(?:client|ike|vpn|tunnel|eap|xauth)[-_ ]?secret'],
  ['psk', 'ikepsk'],
  ['key', 'x-pan-key'],
  ['token', '(?:access|auth|bearer|api)?[-_ ]?token'],
  ['phash', 'phash'],
  ['authorization', 'authorization'],
  ['key', 'skeyseed|skeyid(?:_[ade])?'],
  ['sk_', 'sk_(?:d|ai|ar|ei|er|pi|pr)'],
  ['key', 'keymat'],
  ['share', 'preshare'],
];

const others = [
  'kennw(?:ort|ö?rter)|passw(?:ort|ö?rter)|(?:(?:gemeinsam|vorinstalliert|vorverteilt|vorab[- ]?geteilt|geteilt|geheim|psk-?)\\w{0,3}\\s{0,2}){0,2}schlüssel|gemeinsames geheimnis|geheimnis',
  'clés? (?:pré-? ?partagée|partagée|secrète)s?|mots? de passe|secret partagé|phrase secrète|code secret',
  'clave (?:pre-?\\s?compartida|previamente compartida|compartida|secreta)|contraseña|secreto compartido',
  'chiave (?:pre-?\\s?condivisa|condivisa|segreta)|parola d.ordine|segreto condiviso',
  'chave (?:pré-?\\s?(?:com)?partilhada|(?:com)?partilhada|secreta)|senha|palavra-passe|segredo (?:com)?partilhado',
  '(?:vooraf )?gedeelde sleutel|geheime sleutel|gedeeld geheim|wachtwoord',
  'hasło|klucz (?:współdzielony|wstępny)|lösenord|delad nyckel|adgangskode|passord|heslo|sdílený klíč|salasana|пароль|общий ключ|事前共有鍵|共有鍵|预共享密钥|预共享密码|密码|비밀번호',
];

/** Names of a secret, for expressions with the flag `u` in folded lines. */
export const englishName = `(?:${english.map(([, names]) => names).join('|')})`;
/** Whoever finds none of them need not look for an English name, which takes five times as long. */
export const englishStem = [...new Set(english.map(([stem]) => stem))].join('|');
export const otherName = `(?:${others.map(anyAccent).join('|')})`;

/** Words that say something about a secret in a log or a letter, and so are none. */
const proseWords =
  'auth\\w{0,20}|for|with|without|fail\\w{0,10}|succe\\w{0,10}|mismatch\\w{0,4}|is|was|are|were|not|and|or|in|on|of|to|by|but|as|at|it|its|this|that|them|they|we|you|both|does|did|do|length|lengths|bytes?|bits?|method|mode|configured|configuration|found|missing|wrong|right|correct|valid|invalid|differ\\w{0,6}|between|from|used|uses|using|local|remote|peer|peers|side|sides|end|ends|ids?|the|a|an|no|ok|error|errors|type|value|set|unset|change\\w{0,3}|incorrect|lookup|exists?|has|have|had|will|must|should|may|might|can|cannot|could|would|key|keys|payload|exchange|accepted|rejected|refused|based|expired|expires|known|unknown|yes|true|false|none|null|nil|n/?a|empty|absent|present|hidden|again|already|never|always|still|now|new|old|same|too|short|long|only|does|disabled|enabled|required|optional|needed|lacks?|lost|received|sent|offered|tried|trying|identical|okay|fine|there|here|their|our|your|on|off|due|probably|possibl[ey]|likely|probable|rsa|dss|ecdsa|signatures?|certificates?|psk|pre-?shared|shared|secret|password|xauth|eap|radius|was|been|being|be|rotated|checked|verified|compared|agreed|exchanged|generated|entered|typed|copied|pasted|matching|matches|match|because|since|when|until|before|after|per|via|if|user|users|admin|material|id|name|field|row|policy|protected|encrypted|stored|kept|safe|secure|weak|strong|different|unchanged|confirmed|unclear|undefined|pending|open|closed|ready|left|nothing|anything|something|everything|which|who|whose|what|how|why|than|then|so|one|two|both|all|any|some|every|each|if|unless|see|check|compare|agree|look|please|go|goes|went|by|(?:do|does|did|is|was|are|were|has|have|wo|ca|could|should)n.?t|install\\w{0,8}|delet\\w{0,4}|lifetime|remov\\w{0,4}|expir\\w{0,6}|negotiat\\w{0,4}|re-?key\\w{0,4}|deriv\\w{0,4}|renew\\w{0,4}|load\\w{0,3}|builders?|lookups?|store|file|algorithms?|hash|group|proposals?|identity|identities|address|addresses|tunnel|gateway|config\\w{0,10}|problem|issue|difference|again|check(?:ed|s)?';

const germanProse =
  'ist|war|sind|wurde|wird|nicht|falsch|richtig|fehlt|unbekannt|stimmt|für|und|oder|von|est|était|sont|pas|faux|fausse|incorrecte?|pour|et|inconnue?|es|fue|no|para|incorrecta|è|era|non|per|errata|não|é|foi|niet|onjuist|voor|en|onbekend';

export const proseWord = `(?:${proseWords}|${germanProse})`;

const telling = new RegExp(`^(?:${proseWord}|\\d{1,5}|\\d{1,3}(?:\\.\\d{1,3}){3})$`, 'u');

/** Words of command lines that stand between a name and its secret. */
export const keyword =
  '(?:address|hostname|peer|local|remote|cipher|simple|irreversible-cipher|plain|plaintext|ascii|ascii-text|hexadecimal|hex|enc|encrypted|key|level|inline|[0-9])';

/** True for what stands in a secret's place and is none: a switch, a state, a sentence about it, or the beginning of lines that follow. */
export function isNoSecret(value: string): boolean {
  const text = value
    .trim()
    .replace(/^["'“”„«»`]{1,2}|["'“”„«»`,;]{1,3}$/g, '')
    .trim();
  if (
    text === '' ||
    text.startsWith('[removed]') ||
    /^\d{1,6} bytes @ 0x[0-9a-f]{1,16}(?: +\[removed\])?$/.test(text)
  )
    return true;
  if (/^(?:[|>][+-]?\d?|[{[(]|<<[-~]?\w{1,20}|\*{1,3}|[-–—=_.]{1,80})$/.test(text)) return true;
  if (text.length > 200) return false;
  const words = wordsOf(text);
  return words.length > 0 && words.every(tells);
}

function tells(word: string): boolean {
  return telling.test(fold(word));
}

function wordsOf(text: string): readonly string[] {
  return text
    .replace(/'[^'\n]{0,200}'/g, ' ')
    .replace(/["'\])}>]{1,4}\s*$/, '')
    .split(/[\s,.;:!?()/&+|–—-]{1,200}/)
    .filter((one) => one !== '');
}

/** `wrong on fw-paris`, `unknown`: the first word says something about a secret, and so does another, unless there are no more than two. */
export function isSentence(value: string): boolean {
  const [first = '', ...more] = wordsOf(value);
  return (
    isNoSecret(value) ||
    (tells(first) && (more.length < 2 || more.some((one) => !/^\d/.test(one) && tells(one))))
  );
}
