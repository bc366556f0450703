// Whether signatures hold what they promise: examples that match, lines that must not, no two claims to one line.

import { basename } from 'node:path';
import { windowLength } from '../match/windows.js';
import { loadSignatures } from './load.js';
import { SignatureSet } from './set.js';
import type { Signature, SignatureProblem } from './signature.js';
import { contextKeys } from './vocabulary.js';

/** Every broken promise of the signatures of a folder: what `tunnelmedic playbook test` prints. */
export function checkSignatures(folder: string): SignatureProblem[] {
  const { files, problems } = loadSignatures(folder);
  const found = [...problems];
  for (const file of files) {
    const set = new SignatureSet([file]);
    for (const signature of file.signatures) {
      for (const example of signature.examples) {
        const best = set.recognize(example)[0]?.signature;
        if (best !== signature)
          found.push(
            problem(
              signature,
              best
                ? `the example is known as "${best.id}" instead: ${short(example)}`
                : `the example does not match: ${short(example)}`,
            ),
          );
      }
      for (const line of signature.not) {
        if (set.recognize(line)[0]?.signature === signature)
          found.push(problem(signature, `this line must not match: ${short(line)}`));
      }
    }
  }
  return found;
}

/** What is unwise without being broken, and everything that cannot be loaded: what `tunnelmedic playbook lint` prints. */
export function lintSignatures(folder: string): SignatureProblem[] {
  const { files, problems } = loadSignatures(folder);
  const found = [...problems];
  for (const file of files) {
    const seen = new Set<string>();
    for (const signature of file.signatures) {
      if (seen.has(signature.id)) found.push(problem(signature, 'this id is there twice'));
      seen.add(signature.id);
      found.push(...lintOne(signature));
    }
  }
  return found;
}

function lintOne(signature: Signature): SignatureProblem[] {
  const found: SignatureProblem[] = [];
  const { proves, suggests, harmless } = signature;
  if (proves !== null && suggests.length > 0)
    found.push(problem(signature, 'it both proves and suggests', 'Put the others under confused-with.'));
  if (harmless && proves !== null) found.push(problem(signature, 'what is harmless proves no fault'));
  for (const [key, value] of Object.entries(signature.context)) {
    const allowed: readonly string[] = contextKeys[key as keyof typeof contextKeys];
    if (value !== undefined && !allowed.includes(value))
      found.push(problem(signature, `context ${key} is not one of ${allowed.join(', ')}`));
  }
  for (const shape of signature.shapes)
    if (shape.literals.every((literal) => literal.length < windowLength))
      found.push(problem(signature, 'a shape has too little fixed text'));
  return found;
}

function problem(signature: Signature, says: string, hint = ''): SignatureProblem {
  return {
    file: signature.file,
    line: signature.line,
    says: `${basename(signature.file)} ${signature.id}: ${says}`,
    hint,
  };
}

function short(line: string): string {
  return line.length > 120 ? `${line.slice(0, 120)} …` : line;
}
