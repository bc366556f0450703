// The Problem for a setting that cannot be used, with its place.

import { Problem } from '../domain/problem.js';

export function invalid(file: string, line: number, detail: string, hint: string): Problem {
  return new Problem('config-invalid', {
    file,
    line,
    detail,
    hint: hint === '' ? 'config.example.yml explains every setting.' : hint,
  });
}
