// From YAML text to the test of a playbook: cases of given facts, and what must be found.

import { parseValue } from '../facts/book.js';
import { factsByName } from '../facts/catalogue.js';
import type { FactValue } from '../facts/fact.js';
import type { Complaint } from './playbook.js';
import { testSchema } from './schema.js';
import { checked, didYouMean, parseYaml, type Suggest } from './yamlFile.js';

export interface TestCase {
  readonly name: string;
  readonly facts: Readonly<Record<string, FactValue>>;
  /** Exactly these steps are found. */
  readonly finds: readonly string[];
  /** Exactly these playbooks are called; null when the case does not say. */
  readonly calls: readonly string[] | null;
  /** Texts that must appear in what was found. */
  readonly says: readonly string[];
  readonly line: number;
}

export interface PlaybookTest {
  readonly playbook: string;
  readonly cases: readonly TestCase[];
  readonly file: string;
}

export function loadTest(
  file: string,
  text: string,
  suggest: Suggest,
): { test: PlaybookTest | null; complaints: Complaint[] } {
  const yaml = parseYaml(file, text);
  if (Array.isArray(yaml)) return { test: null, complaints: yaml };
  const raw = checked(yaml, testSchema);
  if (Array.isArray(raw)) return { test: null, complaints: raw };
  const complaints: Complaint[] = [];
  const cases = raw.cases.map((one, index): TestCase => {
    const facts: Record<string, FactValue> = {};
    for (const [name, value] of Object.entries(one.facts)) {
      const definition = factsByName.get(name);
      const line = yaml.lineOf(['cases', index, 'facts', name]);
      const typed = Array.isArray(value) ? value.join(', ') : String(value);
      const read = definition ? parseValue(definition.type, typed) : null;
      if (!definition) {
        const hint =
          didYouMean(name, [...factsByName.keys()], suggest) || 'playbooks/FACTS.md lists the facts.';
        complaints.push({ file, line, detail: `there is no fact called "${name}"`, hint });
      } else if (read === null) {
        complaints.push({
          file,
          line,
          detail: `"${typed}" is not a value of ${name}`,
          hint: 'playbooks/FACTS.md lists the values.',
        });
      } else {
        facts[name] = Array.isArray(value) ? value : read;
      }
    }
    return {
      name: one.name,
      facts,
      finds: one.finds ?? [],
      calls: one.calls ?? null,
      says: one.says ?? [],
      line: yaml.lineOf(['cases', index]),
    };
  });
  return { test: complaints.length === 0 ? { playbook: raw.playbook, cases, file } : null, complaints };
}
