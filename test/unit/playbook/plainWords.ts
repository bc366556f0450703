// Phrases that no engineer says about a tunnel, each with what is said instead; sentences of the product hold none of them.

export const banned: readonly (readonly [RegExp, string])[] = [
  [/\bshare no\b|\bshares no\b/, 'mismatch'],
  [/\bthe ends differ\b|\bdiffers? in\b/, 'mismatch'],
  [/\bfits? (?:together|each other)\b/, 'match'],
  [/\bstays? as it is\b/, 'the step itself; the finding says `either`'],
  [/\bga?ve(?:s|n)? (?:the|its|their) SAs up\b|\bgives? .* up\b/, 'deleted the SAs'],
  [/\banswers? nobody\b|\banother place\b/, 'unreachable from other networks'],
  [/\bchild SAs?\b/, 'IPsec SA'],
  [/\bNobody has tried\b/, 'Not tested: …'],
  [/\bdeclared important\b|\bimportant tunnel\b/, 'high criticality'],
  [/\bsafe way\b/, 'a separate secure channel'],
  [/\bthe two looks\b/, 'readings'],
  [/\bsomebody misses\b/, 'if users miss traffic'],
  [/\bswitched off\b/, 'disabled'],
  [/\bmirror images?\b/, 'mirrored'],
  [/\bdoes not say why\b/, 'without a reason'],
  [/\bhave a look\b|\blook at\b|\blook for\b/i, 'check'],
  [/\bstarts by itself\b|\bnever starts\b/, 'initiates, passive'],
  [/\bwhat was looked at\b/i, 'Checks'],
  [/\byour (?:device|end|log|side|line)\b/, 'the name of the device'],
  [/\b1 (?:devices|settings|mismatches|lines|questions|packets)\b/, 'a singular'],
];

export interface Told {
  readonly where: string;
  readonly text: string;
}

export function bannedIn(told: readonly Told[]): readonly string[] {
  return told.flatMap(({ where, text }) =>
    banned.flatMap(([phrase, better]) => {
      const found = phrase.exec(text)?.[0];
      return found === undefined ? [] : [`${where}: "${found}" → ${better}`];
    }),
  );
}
